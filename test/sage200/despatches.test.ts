/** A repeated or mended push of a consignment despatches what is missing, whatever was asked for before. */
import fc from 'fast-check';

import { heldBy } from '../../nodes/Sage200/sage200/despatches/consignments';
import { missingFrom } from '../../nodes/Sage200/sage200/despatches/missing';
import { planDespatch } from '../../nodes/Sage200/sage200/despatches/plan';
import { holdsMore, receiptsOf } from '../../nodes/Sage200/sage200/despatches/receipts';
import { stockUnits } from '../../nodes/Sage200/sage200/despatches/units';
import type { RequestedLine } from '../../nodes/Sage200/sage200/lines/requestedLines';
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';

const codes = ['A', 'B', 'C'];
const lineArbitrary = fc.record({
	code: fc.constantFrom(...codes),
	line_quantity: fc.integer({ min: 1, max: 12 }),
});
const orderArbitrary = fc
	.tuple(fc.array(lineArbitrary, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 7 }))
	.map(([lines, multiple]) => ({
		id: 9,
		// All lines of a product are sold in the same unit.
		lines: lines.map((line, at) => ({
			...line,
			id: at + 1,
			line_number: at + 1,
			selling_unit_multiple: multiple,
			stock_unit_multiple: 1,
		})),
	}));

const row = (code: string, quantity?: number): RequestedLine => ({
	label: `Line ${code}`,
	code,
	quantity,
	identified: [],
	bins: [],
});

/** Despatch lines as the view has them, for parts in stock units. */
function rowsFor(
	order: { id: number; lines: SageRecord[] },
	parts: Array<[number, number]>,
): SageRecord[] {
	return parts.map(([id, quantity]) => ({
		sop_order_id: order.id,
		sop_order_line_id: id,
		sop_despatch_id: 1,
		sop_despatch_line_quantity:
			quantity / Number(order.lines.find((line) => line.id === id)?.selling_unit_multiple),
	}));
}

it('leaves exactly what was asked for under the number, in however many pushes', () => {
	fc.assert(
		fc.property(
			orderArbitrary,
			fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
			(order, shares) => {
				const multiple = Number(order.lines[0].selling_unit_multiple);
				const ready = new Map(
					order.lines.map((line) => [
						line.id,
						{ ...line, available_quantity: line.line_quantity * multiple },
					]),
				);
				const whole = (code: string) =>
					order.lines
						.filter((line) => line.code === code)
						.reduce((sum, line) => sum + line.line_quantity, 0);
				let held: Array<[number, number]> = [];
				// Each push asks for more of each product than the one before, the last for all of it.
				for (const share of [...shares.sort(), 1]) {
					const asked = codes
						.filter((code) => whole(code) > 0)
						.map((code) => row(code, Math.max(1, Math.floor(whole(code) * share))));
					const { requested, differs } = missingFrom(
						order,
						heldBy(order, rowsFor(order, held)),
						asked,
					);
					expect(differs).toEqual([]);
					const problems: Problem[] = [];
					const left = new Map(
						[...ready].map(([id, item]) => [
							id,
							{
								...item,
								available_quantity:
									item.available_quantity -
									held
										.filter(([line]) => line === id)
										.reduce((sum, [, quantity]) => sum + quantity, 0),
							},
						]),
					);
					const parts = planDespatch(order, left, requested, problems);
					expect(problems).toEqual([]);
					held = [
						...held,
						...parts.map(({ item, quantity }): [number, number] => [Number(item.id), quantity]),
					];
					for (const { code, quantity } of asked)
						expect(
							held
								.filter(([id]) => order.lines[id - 1].code === code)
								.reduce((sum, [, part]) => sum + part, 0),
						).toBeCloseTo(Number(quantity) * multiple, 4);
					// The same push once more has nothing to do.
					expect(missingFrom(order, heldBy(order, rowsFor(order, held)), asked).requested).toEqual(
						[],
					);
				}
			},
		),
		{ numRuns: 300 },
	);
});

it('tells what the consignment holds beyond what is asked for', () => {
	const order = {
		id: 9,
		lines: [
			{ id: 1, line_number: 1, code: 'A', line_quantity: 5 },
			{ id: 2, line_number: 2, code: 'B', line_quantity: 5 },
		],
	};
	const held = heldBy(
		order,
		rowsFor(
			{ ...order, lines: order.lines.map((line) => ({ ...line, selling_unit_multiple: 1 })) },
			[
				[1, 4],
				[2, 1],
			],
		),
	);
	expect(missingFrom(order, held, [row('A', 3)])).toEqual({
		requested: [],
		differs: [
			{ line_number: 1, code: 'A', asked: 3, held: 4 },
			{ line_number: 2, code: 'B', asked: 0, held: 1 },
		],
	});
});

it('takes a part of a unit that five decimals cannot write for the whole pieces that it means', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 144 }),
			fc.integer({ min: 1, max: 500 }),
			(multiple, pieces) => {
				const line = { selling_unit_multiple: multiple, stock_unit_multiple: 1 };
				const quantity = pieces / multiple;
				const rounded = Number(quantity.toFixed(5));
				const cut = Math.floor(Number((quantity * 1e5).toFixed(3))) / 1e5;
				expect(stockUnits(line, rounded)).toBe(pieces);
				expect(stockUnits(line, cut)).toBe(pieces);
			},
		),
	);
	const line = {
		code: 'X',
		line_quantity: 1,
		despatch_receipt_quantity: 0,
		selling_unit_multiple: 3,
		stock_unit_multiple: 1,
	};
	const order = {
		id: 1,
		lines: [
			{ ...line, id: 1, line_number: 1 },
			{ ...line, id: 2, line_number: 2 },
		],
	};
	const ready = new Map([
		[1, { ...line, id: 1, available_quantity: 2 }],
		[2, { ...line, id: 2, available_quantity: 3 }],
	]);
	const problems: Problem[] = [];
	const parts = planDespatch(order, ready, [row('X', 1)], problems);
	expect(parts.map(({ item, quantity }) => [item.id, quantity])).toEqual([
		[1, 2],
		[2, 1],
	]);
	expect(problems).toEqual([]);
});

it('sees a consignment that holds more than it held and was sent, and names its receipts', () => {
	const order = {
		id: 9,
		lines: [{ id: 1, code: 'A', line_quantity: 5, selling_unit_multiple: 1 }],
	};
	const row = (receipt: number, quantity: number): SageRecord => ({
		...rowsFor(order, [[1, quantity]])[0],
		sop_despatch_id: receipt,
		sop_despatch_document_no: `R${receipt}`,
		sop_order_line_item_code: 'A',
	});
	const sent = [{ item: { id: 1 }, label: 'Line 1', quantity: 2, identified: [], bins: [] }];
	expect(holdsMore(order, [row(1, 1)], sent, [row(1, 1), row(2, 2)])).toBe(false);
	expect(holdsMore(order, [row(1, 1)], sent, [row(1, 1)])).toBe(false);
	expect(holdsMore(order, [], sent, [row(2, 2), row(3, 2)])).toBe(true);
	expect(receiptsOf([row(2, 2), row(3, 2)])).toMatchObject([
		{ id: 2, document_no: 'R2', lines: [{ code: 'A', quantity: 2 }] },
		{ id: 3, document_no: 'R3' },
	]);
});
