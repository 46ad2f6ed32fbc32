/** What leaves of an order: units, lines, bins, batches. */
import { planDespatch } from '../../nodes/Sage200/sage200/despatches/plan';
import { despatchItem, type DespatchPart } from '../../nodes/Sage200/sage200/despatches/portions';
import { sellingUnits, stockUnits } from '../../nodes/Sage200/sage200/despatches/units';
import { readRequestedLines } from '../../nodes/Sage200/sage200/lines/requestedLines';
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { MemorySage } from '../support/memorySage';

const CASE = { selling_unit_multiple: 12, stock_unit_multiple: 1 };

it.each([
	[CASE, 2, 24],
	[{ selling_unit_multiple: 1, stock_unit_multiple: 12 }, 6, 0.5],
	[{ selling_unit_multiple: 0.1, stock_unit_multiple: 0.3 }, 3, 1],
	[{ selling_unit_multiple: 0, stock_unit_multiple: undefined }, 4, 4],
])('converts units of %j', (line, selling, stock) => {
	expect(stockUnits(line, selling)).toBe(stock);
	expect(sellingUnits(line, stock)).toBe(selling);
});

it('spreads a quantity over the lines of one product that are ready', () => {
	const order: SageRecord = {
		lines: [
			{ id: 1, code: 'A', line_number: 1, line_quantity: 2 },
			{ id: 2, code: 'A', line_number: 2, line_quantity: 2 },
		],
	};
	const ready = new Map([
		[1, { id: 1, available_quantity: 24, ...CASE }],
		[2, { id: 2, available_quantity: 24, ...CASE }],
	]);
	const problems: Problem[] = [];
	const plan = (rows: object[]) =>
		planDespatch(order, ready, readRequestedLines(rows, problems), problems).map(
			({ item, quantity }) => [item.id, quantity],
		);
	expect(plan([{ sku: 'a', qty: 3 }])).toEqual([
		[1, 24],
		[2, 12],
	]);
	expect(plan([{ lineNumber: 1 }, { code: 'A' }])).toEqual([
		[1, 24],
		[2, 24],
	]);
	expect(problems).toEqual([]);
	plan([{ code: 'A', quantity: 5 }]);
	expect(problems[0].message).toContain('5 asked for, 4 ready');
});

describe('portions', () => {
	const part = (
		item: SageRecord,
		quantity: number,
		extra: Partial<DespatchPart> = {},
	): DespatchPart => ({
		item: { id: 7, ...item },
		label: 'Line 1',
		quantity,
		identified: [],
		bins: [],
		...extra,
	});
	const bins = new MemorySage({}, () => ({
		bin_items: [
			{ id: 1, bin_name: 'A1', available_quantity: 5 },
			{ id: 2, bin_name: 'B1', available_quantity: 5 },
		],
	}));
	const batches = new MemorySage({}, () => ({
		traceable_adjustment_items: [
			{ traceable_item_id: 1, identification_no: 'OLD', available_quantity: 3 },
			{ traceable_item_id: 2, identification_no: 'NEW', available_quantity: 9, is_allocated: true },
		],
	}));
	const serials = new MemorySage({}, () => ({
		traceable_adjustment_items: ['S1', 'S2', 'S3'].map((name, at) => ({
			traceable_item_id: at,
			identification_no: name,
			available_quantity: 1,
		})),
	}));
	const batch = { traceable_type: 'EnumTraceableTypeBatch' };
	const serial = { traceable_type: 'EnumTraceableTypeSerial' };

	it('asks for no bins where there is one', async () => {
		expect(await despatchItem(bins, part({}, 4))).toEqual({ id: 7, quantity: 4 });
		expect(bins.calls).toEqual([]);
	});

	it('takes from several bins, those named first', async () => {
		const item = { is_multiple_bin_allocations: true };
		expect(await despatchItem(bins, part(item, 7))).toMatchObject({
			bin_items: [
				{ id: 1, quantity: 5 },
				{ id: 2, quantity: 2 },
			],
		});
		expect(await despatchItem(bins, part(item, 4, { bins: [{ name: 'b1' }] }))).toMatchObject({
			bin_items: [{ id: 2, quantity: 4 }],
		});
		await expect(despatchItem(bins, part(item, 7, { bins: [{ name: 'B1' }] }))).rejects.toThrow(
			'5 of 7',
		);
	});

	it('takes allocated batches first, and one batch where the product asks for it', async () => {
		expect(await despatchItem(batches, part(batch, 10))).toMatchObject({
			traceable_adjustment_items: [
				{ traceable_item_id: 2, quantity: 9 },
				{ traceable_item_id: 1, quantity: 1 },
			],
		});
		await expect(
			despatchItem(batches, part({ ...batch, sale_from_single_batch: true }, 10)),
		).rejects.toThrow('no single batch holds 10');
		await expect(
			despatchItem(batches, part(batch, 4, { identified: [{ name: 'OLD', quantity: 4 }] })),
		).rejects.toThrow('"OLD" gives 3 of the 4');
	});

	it('selects serial numbers one by one', async () => {
		expect(
			await despatchItem(
				serials,
				part(serial, 2, { identified: [{ name: 'S3' }, { name: 'S1' }] }),
			),
		).toMatchObject({
			traceable_adjustment_items: [
				{ traceable_item_id: 2, quantity: 1, is_selected: true },
				{ traceable_item_id: 0, quantity: 1, is_selected: true },
			],
		});
		await expect(despatchItem(serials, part(serial, 1.5))).rejects.toThrow('not a whole number');
	});
});
