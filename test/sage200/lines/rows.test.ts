import fc from 'fast-check';

import { documentLines } from '../../../nodes/Sage200/sage200/lines/documentLines';
import { PURCHASE_LACKING, SALES_LACKING } from '../../../nodes/Sage200/sage200/lines/lacking';
import { readLines } from '../../../nodes/Sage200/sage200/lines/orderLines';
import {
	meantLines,
	readRequestedLines,
} from '../../../nodes/Sage200/sage200/lines/requestedLines';
import { readRows } from '../../../nodes/Sage200/sage200/lines/rows';
import type { Problem } from '../../../nodes/Sage200/sage200/protocol/failures';

const QUOTE = { priceField: 'selling_unit_price', lacking: SALES_LACKING };
const READERS: Array<[string, (rows: unknown[], problems: Problem[]) => object[]]> = [
	['order', readLines],
	['despatch', readRequestedLines],
	['document', (rows, found) => documentLines(rows, QUOTE, found)],
];

function messages(read: (typeof READERS)[0][1], ...rows: unknown[]): string[] {
	const problems: Problem[] = [];
	read(rows, problems);
	return problems.map(({ field, message }) => `${field} ${message}`);
}

describe.each(READERS)('rows of a %s', (_, read) => {
	it('take either name of a value, or both if they agree', () => {
		for (const row of [
			{ code: 'A', quantity: 2 },
			{ SKU: 'A', Qty: '2' },
			{ sku: 'A', product_code: 'a ', quantity: 2, qty: '2.0' },
			{ sku: 'A', code: '', quantity: 2, qty: null },
		])
			expect(messages(read, row)).toEqual([]);
	});
	it('refuse two values of one thing', () => {
		expect(messages(read, { code: 'A', quantity: 2, qty: 3 })).toEqual([
			'Line 1: Quantity is given twice: quantity is "2", qty is "3"',
		]);
		expect(messages(read, { sku: 'A', code: 'B', quantity: 1 })).toHaveLength(1);
	});
	it.each([0, -1, '1e3', '0x2', ' 2 ', '2,5', '2 pcs', true, 1e-7, 1e21, '0.000001', {}, [2]])(
		'refuse a quantity of %p, once',
		(quantity) => {
			expect(messages(read, { code: 'A', quantity })).toEqual([
				expect.stringMatching(/^Line 1: Quantity /),
			]);
		},
	);
	it('refuse what is no row under its place, and never throw', () => {
		expect(messages(read, { code: 'A', quantity: 1 }, null, 'a', [1])).toEqual([
			'Line 2 is not an object',
			'Line 3 is not an object',
			'Line 4 is not an object',
		]);
		fc.assert(
			fc.property(fc.array(fc.anything()), (rows) => {
				const problems: Problem[] = [];
				read(rows, problems);
				for (const { field } of problems) expect(field).toMatch(/^Line \d+/);
			}),
		);
	});
});

describe('rows of an order', () => {
	it.each([
		[{ unitPrice: 20, price: 24 }, 'Price'],
		[{ unitPrice: 20, selling_unit_price: '20.01' }, 'Selling Unit Price'],
		[{ product: 'Claw hammer' }, 'Product'],
		[{ name: 'Hammer', description: 'Our text' }, 'Description'],
		[{ taxCode: '1', tax_code_id: 5 }, 'Tax Code ID'],
		[{ warehouse: 'MAIN', warehouse_id: 3 }, 'Warehouse ID'],
		[{ discountPercent: 5, unit_discount_percent: 6 }, 'Unit Discount Percent'],
	])('refuse %j', (more, name) => {
		expect(messages(readLines, { sku: 'A', quantity: 1, ...more })).toEqual([
			expect.stringContaining(`Line 1: ${name} is given twice: `),
		]);
	});
	it('do not take an amount of tax for a code', () => {
		for (const tax of [4, '4.00', 0, 20])
			expect(messages(readLines, { sku: 'A', quantity: 1, price: 20, tax })).toEqual([
				'Line 1: tax is not a field of an order line',
			]);
	});
	it.each(['£12.50', '1,299.00', '12,50', '0x14', '1e1', '20 ', '20.123456', -5, '-5', true])(
		'refuse a price of %p',
		(price) => {
			expect(messages(readLines, { sku: 'A', quantity: 1, price })).toEqual([
				expect.stringMatching(/^Line 1: Price /),
			]);
		},
	);
});

it('takes names for what they are, however they are written', () => {
	const [row] = readRows(
		[{ 'Unit Price': 1, __proto__x: 2, constructor: 3 }],
		{ unitprice: 'price' },
		[],
	);
	expect(row.value('price')).toBe(1);
	expect(row.others).toEqual({ __proto__x: 2, constructor: 3 });
});

describe.each(READERS.filter(([name]) => name !== 'despatch'))(
	'what a line of a %s cannot have',
	(_, read) => {
		it.each([
			[{ type: 'charge', code: 'POST', unitPrice: 5, quantity: 3 }, 'Quantity "3" would be lost'],
			[
				{ type: 'charge', code: 'POST', unitPrice: 5, discountPercent: 50 },
				'Discount Percent "50"',
			],
			[{ type: 'charge', code: 'POST', unitPrice: 5, discountValue: 2 }, 'Discount Value "2"'],
			[{ type: 'comment', description: 'x', quantity: 4 }, 'Quantity "4"'],
			[{ type: 'comment', description: 'x', price: '12' }, 'Price "12"'],
		])('is refused: %j', (row, told) => {
			expect(messages(read, row)).toEqual([expect.stringContaining(`Line 1: ${told}`)]);
		});
		it('may be there where nothing is lost', () => {
			for (const kind of ['charge', 'comment'])
				expect(messages(read, { type: kind, code: 'A', description: 'x', quantity: '1' })).toEqual(
					[],
				);
		});
	},
);

describe('a line to despatch or return', () => {
	const lines = [
		{ id: 11, line_number: 1, code: 'A' },
		{ id: 12, line_number: 2, code: 'B' },
		{ id: 13, line_number: 3, code: 'b' },
	];
	it.each([
		[{ code: 'b' }, [12, 13]],
		[{ code: 'B', lineNumber: 3 }, [13]],
		[{ lineId: 12, lineNumber: 2 }, [12]],
		[{ code: 'A', lineId: 12 }, []],
		[{ code: 'A', lineNumber: 2 }, []],
		[{ lineId: 11, lineNumber: 2 }, []],
	])('has to fit all that is said of it: %j', (row, ids) => {
		const [requested] = readRequestedLines([row], []);
		expect(meantLines(requested, lines).map(({ id }) => id)).toEqual(ids);
	});
	it('refuses what is not known of a batch', () => {
		const batches = [{ name: 'B1', qty: 2 }];
		expect(messages(readRequestedLines, { code: 'A', batches })).toEqual([
			'Line 1: Batches "qty" is not known of an entry',
		]);
	});
});

describe('rows of a document', () => {
	it("have the words that are given in the place of the product's own", () => {
		const [own, given, text] = documentLines(
			[
				{ code: 'A', quantity: 1 },
				{ code: 'A', quantity: 1, description: 'Ours' },
				{ description: 'Free', quantity: 1 },
			],
			QUOTE,
			[],
		);
		expect(own.use_description).toBeUndefined();
		expect(given).toMatchObject({ description: 'Ours', use_description: true });
		expect(text.use_description).toBeUndefined();
	});
	it.each([
		{ discountPercent: 101 },
		{ discountPercent: -1 },
		{ price: -5 },
		{ discountValue: -1 },
	])('refuse %j, as an order does', (more) => {
		const rows = [{ code: 'A', quantity: 1, ...more }];
		const problems: Problem[] = [];
		documentLines(rows, QUOTE, problems);
		expect(problems).toHaveLength(1);
	});
	it('are free where all of a price is taken off', () => {
		const [line] = documentLines(
			[{ code: 'A', quantity: 1, price: 5, discountPercent: 100 }],
			QUOTE,
			[],
		);
		expect(line.selling_unit_price).toBe(0);
		expect(line.unit_discount_percent).toBe(0);
	});
	it('of a purchase order may count a charge', () => {
		const problems: Problem[] = [];
		const kind = { priceField: 'unit_buying_price', lacking: PURCHASE_LACKING };
		const rows = [{ type: 'charge', code: 'POST', quantity: 3, price: 5 }];
		expect(documentLines(rows, kind, problems)[0].line_quantity).toBe(3);
		expect(problems).toEqual([]);
	});
});
