/** What an update sends: no more than what differs. */
import fc from 'fast-check';

import { notesOnAddedRows } from '../../../nodes/Sage200/sage200/lookups/childRows';
import { changesBetween } from '../../../nodes/Sage200/sage200/lookups/differences';

describe('fields', () => {
	it.each([
		['the same', { name: 'A' }, { name: 'A' }, {}],
		['an unset ID', { price_band_id: 0 }, { price_band_id: 0 }, {}],
		['a date that Sage leaves out', {}, { due_date: undefined }, {}],
		['the same moment', { date: '2024-05-24T00:00:00Z' }, { date: '2024-05-24T00:00:00.000Z' }, {}],
		[
			'the same moment as an old site writes it',
			{ date: '2024-05-24T00:00:00' },
			{ date: '2024-05-24T00:00:00Z' },
			{},
		],
		['another value', { name: 'A', on_hold: false }, { name: 'B', on_hold: false }, { name: 'B' }],
		[
			'instructions, which no reply echoes, beside what Sage has',
			{ name: 'A' },
			{ name: 'A', override_on_hold: true, payment_type: 'EnumSOPOrderPaymentTypeFull' },
			{},
		],
		[
			'instructions with a change',
			{ name: 'A' },
			{ name: 'B', override_on_hold: true },
			{ name: 'B', override_on_hold: true },
		],
		[
			'a command, whatever is beside it',
			{ name: 'A' },
			{ name: 'A', recalculate_prices: true },
			{ recalculate_prices: true },
		],
		[
			'the mark of an authorisation, though Sage answers with it',
			{ oplock: '2026-01-05T09:00:00.' },
			{ oplock: '2026-01-05T09:00:00.' },
			{ oplock: '2026-01-05T09:00:00.' },
		],
		['instructions alone', { id: 1 }, { recalculate_prices: true }, { recalculate_prices: true }],
		[
			'a nested record',
			{ main_address: { city: 'Leeds', postcode: 'LS1' } },
			{ main_address: { city: 'York', postcode: 'LS1' } },
			{ main_address: { city: 'York' } },
		],
	])('%s', (_, current, wanted, changes) =>
		expect(changesBetween(current, wanted)).toEqual(changes),
	);
});

describe('rows that only an ID names', () => {
	const line = (id: number, quantity: number) => ({
		id,
		code: 'PAINT001',
		line_quantity: quantity,
	});
	const wanted = { code: 'PAINT001', line_quantity: 3 };

	it.each([
		['one that is there already', [line(1, 3)], [wanted], undefined],
		['one that differs', [line(1, 2)], [wanted], [wanted]],
		['two where one is there', [line(1, 3)], [wanted, wanted], [wanted]],
		['two where two are there', [line(1, 3), line(2, 3)], [wanted, wanted], undefined],
		[
			'one beside a change of the one that says the same',
			[line(1, 3)],
			[{ id: 1, line_quantity: 5 }, wanted],
			[{ id: 1, line_quantity: 5 }, wanted],
		],
	])('%s', (_, current, rows, lines) =>
		expect(changesBetween({ lines: current }, { lines: rows }).lines).toEqual(lines),
	);

	it('are told when they are added', () => {
		expect(notesOnAddedRows({ lines: [wanted, { id: 1, line_quantity: 5 }] })).toEqual([
			'Lines: 1 added as new. Give the ID to change one that is there.',
		]);
		expect(notesOnAddedRows({ lines: [{ id: 1 }], emails: [{ email: 'a@example.com' }] })).toEqual(
			[],
		);
	});

	it('settle: what a run left needs nothing more (any rows, any wishes)', () => {
		const row = fc.record({ code: fc.constantFrom('A', 'B'), line_quantity: fc.nat(2) });
		fc.assert(
			fc.property(fc.array(row), fc.array(row), (there, wishes) => {
				const current = there.map((each, at) => ({ id: at + 1, ...each }));
				const added = (changesBetween({ lines: current }, { lines: wishes }).lines ??
					[]) as object[];
				const after = [...current, ...added.map((each, at) => ({ ...each, id: 100 + at }))];
				expect(changesBetween({ lines: after }, { lines: wishes })).toEqual({});
			}),
		);
	});
});

describe('rows of a list', () => {
	const current = {
		emails: [
			{ id: 1, email: 'ann@example.com', is_default: true },
			{ id: 2, email: 'bob@example.com' },
		],
	};

	it('sends nothing of rows that are there already', () => {
		expect(
			changesBetween(current, { emails: [{ email: 'Ann@example.com ', is_default: true }] }),
		).toEqual({ emails: [{ id: 1, email: 'Ann@example.com ' }] });
		expect(
			changesBetween(current, { emails: [{ email: 'ann@example.com', is_default: true }] }),
		).toEqual({});
	});

	it('changes a row by its natural key, and adds what is not there', () => {
		const wanted = {
			emails: [{ email: 'bob@example.com', is_default: true }, { email: 'new@example.com' }],
		};
		expect(changesBetween(current, wanted)).toEqual({
			emails: [{ id: 2, is_default: true }, { email: 'new@example.com' }],
		});
	});

	it('removes a row only when asked', () => {
		expect(changesBetween(current, { emails: [{ id: 2, is_to_delete: true }] })).toEqual({
			emails: [{ id: 2, is_to_delete: true }],
		});
	});

	it('never takes one order line for another of the same product', () => {
		const lines = [{ id: 5, product_id: 1, line_quantity: 2 }];
		expect(changesBetween({ lines }, { lines: [{ product_id: 1, line_quantity: 3 }] })).toEqual({
			lines: [{ product_id: 1, line_quantity: 3 }],
		});
	});
});
