/** How an order is led to what it should be: which line is meant, which steps are taken, and which of them took. */
import { amendOrder, type Amendment } from '../../../nodes/Sage200/sage200/orders/amend/amend';
import { sortOut } from '../../../nodes/Sage200/sage200/orders/amend/applied';
import { matchLines } from '../../../nodes/Sage200/sage200/orders/amend/matching';
import {
	stepsTowards,
	updateOf,
	type WantedLine,
	type WantedOrder,
} from '../../../nodes/Sage200/sage200/orders/amend/steps';
import { readWantedLines } from '../../../nodes/Sage200/sage200/orders/amend/wanted';
import type { SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { SageFailure, type Problem } from '../../../nodes/Sage200/sage200/protocol/failures';
import { MemorySage } from '../../support/memorySage';

const line = (id: number, code: string, quantity: number, extra: SageRecord = {}): SageRecord => ({
	id,
	line_number: id - 10,
	line_type: 'EnumLineTypeStandard',
	code,
	line_quantity: quantity,
	despatch_receipt_quantity: 0,
	is_line_deletable: true,
	...extra,
});
const order = (...lines: SageRecord[]): SageRecord => ({
	id: 1,
	document_no: '0000000001',
	is_draft: false,
	order_priority: 'A',
	lines,
});
const wanted = (lines: WantedLine[], rest: Partial<WantedOrder> = {}): WantedOrder => ({
	header: {},
	lines,
	complete: false,
	removal: 'cancel',
	...rest,
});
const set = (label: string, id: number | undefined, values: SageRecord): WantedLine => ({
	label,
	id,
	values,
});

function steps(current: SageRecord, target: WantedOrder) {
	const problems: Problem[] = [];
	return { steps: stepsTowards(current, target, problems), problems };
}

describe('which line is meant', () => {
	it('tells lines of one code apart by their place, after those named by ID and number', () => {
		const lines = [line(11, 'A', 1), line(12, 'A', 1), line(13, 'B', 1)];
		const problems: Problem[] = [];
		const names = [
			{ label: '1', code: 'a' },
			{ label: '2', id: 11 },
			{ label: '3', number: 3 },
			{ label: '4', code: 'A' },
		];
		expect(matchLines(names, lines, problems).map((each) => each?.id)).toEqual([
			12,
			11,
			13,
			undefined,
		]);
		expect(problems).toEqual([]);
	});

	it('refuses a line that is named twice or not there', () => {
		const problems: Problem[] = [];
		matchLines(
			[
				{ label: '1', id: 11 },
				{ label: '2', number: 1 },
				{ label: '3', id: 99 },
			],
			[line(11, 'A', 1)],
			problems,
		);
		expect(problems.map(({ message }) => message)).toEqual([
			'names line number 1 a second time',
			'the order has no line with ID 99',
		]);
	});

	it('takes what a row leaves out from the line that is there, and 0 as its removal', () => {
		const problems: Problem[] = [];
		const read = readWantedLines(
			[
				{ lineId: 11, price: 3 },
				{ code: 'B', quantity: 0 },
			],
			order(line(11, 'A', 4), line(12, 'B', 1)),
			'delete',
			problems,
		);
		expect(problems).toEqual([]);
		expect(read[0]).toMatchObject({
			line: { kind: 'standard', quantity: 4, unitPrice: 3 },
			current: { id: 11 },
		});
		expect(read[1]).toMatchObject({ current: { id: 12 }, removal: 'delete' });
	});

	it('names all that is wrong with the rows', () => {
		const problems: Problem[] = [];
		readWantedLines(
			[
				{ lineId: 11, code: 'OTHER' },
				{ code: 'NEW' },
				{ code: 'GONE', action: 'cancel' },
				{ lineId: 'x', code: 'A' },
				{ code: 'A', action: 'burn' },
			],
			order(line(11, 'A', 4)),
			'cancel',
			problems,
		);
		expect(problems.map(({ field, message }) => `${field} ${message}`)).toEqual(
			expect.arrayContaining([
				'Line 1: Product line 1 of the order is of A',
				'Line 2: Quantity is empty',
				'Line 3 the order has no such line to remove',
				'Line 4: Line ID "x" is not a number',
				'Line 5: action "burn" is not an action',
			]),
		);
	});
});

describe('the steps', () => {
	it('sends only what differs, removals last, as one update', () => {
		const current = order(line(11, 'A', 1), line(12, 'B', 2), line(13, 'C', 3));
		const target = wanted(
			[
				{ label: 'Line 1', id: 11, removal: 'delete', values: {} },
				set('Line 2', 12, { line_quantity: 2 }),
				set('Line 3', 13, { line_quantity: 5 }),
				set('Line 4', undefined, { code: 'D' }),
			],
			{
				header: { order_priority: 'B', override_on_hold: true },
			},
		);
		const found = steps(current, target);
		expect(found.problems).toEqual([]);
		expect(updateOf(found.steps, target.header)).toEqual({
			order_priority: 'B',
			override_on_hold: true,
			lines: [
				{ id: 13, line_type: 'EnumLineTypeStandard', line_quantity: 5 },
				{ code: 'D' },
				{ id: 11, line_type: 'EnumLineTypeStandard', is_to_delete: true },
			],
		});
	});

	it('takes a manner of changing for no change', () => {
		expect(
			steps(order(), wanted([], { header: { override_on_hold: true, order_priority: 'A' } })).steps,
		).toEqual([]);
	});

	it('cancels of a part despatched line what is left, of a despatched one nothing', () => {
		const current = order(
			line(11, 'A', 5, { despatch_receipt_quantity: 2, is_line_deletable: false }),
			line(12, 'B', 2, { despatch_receipt_quantity: 2, is_line_deletable: false }),
		);
		expect(steps(current, wanted([], { complete: true })).steps.map(({ body }) => body)).toEqual([
			{ id: 11, line_type: 'EnumLineTypeStandard', line_quantity: 2, create_cancelled_line: true },
		]);
		expect(steps(current, wanted([], { complete: true, removal: 'delete' })).problems).toHaveLength(
			2,
		);
	});

	it('refuses a quantity below what was despatched', () => {
		const { problems } = steps(
			order(line(11, 'A', 5, { despatch_receipt_quantity: 3 })),
			wanted([set('Line 1', 11, { line_quantity: 2 })]),
		);
		expect(problems[0].message).toBe('2 is less than the 3 that were despatched');
	});
});

it('tells what took from what did not, and takes a rounded quantity for one that took', () => {
	const before = order(line(11, 'A', 1), line(12, 'B', 1), line(13, 'C', 1));
	const target = wanted([
		set('Line 1', 11, { line_quantity: 2.4 }),
		set('Line 2', 12, { line_quantity: 2 }),
		set('Line 3', undefined, { code: 'D', line_quantity: 1 }),
		{ label: 'Line 4', id: 13, removal: 'delete', values: {} },
	]);
	const after = order(line(11, 'A', 2), line(12, 'B', 1), line(14, 'D', 1));
	const sorted = sortOut(steps(before, target).steps, before, after);
	expect(sorted.applied.map(({ label }) => label)).toEqual(['Line 1', 'Line 3', 'Line 4']);
	expect(sorted.notApplied.map(({ label }) => label)).toEqual(['Line 2']);
});

describe('an update', () => {
	const target = wanted([set('Line 1', 11, { line_quantity: 2 })]);
	const amendment = (extra: Partial<Amendment> = {}): Amendment => ({
		order: order(line(11, 'A', 1)),
		wantedOf: async () => target,
		lock: true,
		lookAgainSeconds: 4,
		doubtSeconds: 120,
		...extra,
	});
	const fails = (kind: 'refused' | 'timeout') =>
		new SageFailure({ kind, method: 'PUT', path: '/sop_orders/1' });

	it('gives the lock back when Sage refuses, when it is in doubt, and when another took the line away', async () => {
		for (const [stored, kind] of [
			[order(line(11, 'A', 1)), 'refused'],
			[order(line(11, 'A', 1)), 'timeout'],
			[order(), undefined],
		] as const) {
			const released: unknown[] = [];
			const sage = new MemorySage({}, ({ method, body }) => {
				if (method === 'GET') return { ...stored, lock_id: 5 };
				if (kind && (body as SageRecord).lines) throw fails(kind);
				released.push(body);
				return stored;
			});
			await expect(amendOrder(sage, new KeyRegister(), amendment())).rejects.toThrow();
			expect(released).toEqual([{ lock_id: 5, is_editing: false }]);
		}
	});

	it('does without a lock on a site that has none, and only there', async () => {
		const sage = (sageMessage: string) =>
			new MemorySage({}, ({ method, query }) => {
				if (query?.$expand === 'is_to_lock,lines')
					throw new SageFailure({ kind: 'refused', method, path: '/sop_orders/1', sageMessage });
				return order(line(11, 'A', 1));
			});
		const without = sage("The property 'is_to_lock' cannot be expanded.");
		expect(await amendOrder(without, new KeyRegister(), amendment())).toMatchObject({
			outcome: 'updated',
		});
		expect(without.calls.pop()?.body).not.toHaveProperty('lock_id');
		await expect(
			amendOrder(sage('Order 1 is in use by another user.'), new KeyRegister(), amendment()),
		).rejects.toMatchObject({
			facts: { remedy: expect.stringContaining('when they have closed it') },
		});
	});

	it('takes an answer without the order for an unclear one, and reads the order', async () => {
		let quantity = 1;
		const sage = new MemorySage({}, ({ method }) => {
			if (method === 'GET') return order(line(11, 'A', quantity));
			quantity = 2;
			return undefined;
		});
		expect(await amendOrder(sage, new KeyRegister(), amendment({ lock: false }))).toMatchObject({
			outcome: 'recovered',
			record: { lines: [{ line_quantity: 2 }] },
		});
	});

	it('waits for an update that lands late', async () => {
		let looks = 0;
		const sage = new MemorySage({}, ({ method }) => {
			if (method === 'PUT') throw fails('timeout');
			return order(line(11, 'A', ++looks > 3 ? 2 : 1));
		});
		expect(await amendOrder(sage, new KeyRegister(), amendment({ lock: false }))).toMatchObject({
			outcome: 'recovered',
		});
		expect(sage.waited).toBe(3000);
	});

	it('says what is unknown when the order cannot be read again', async () => {
		let reads = 0;
		const sage = new MemorySage({}, ({ method }) => {
			if (method === 'GET' && ++reads === 1) return order(line(11, 'A', 1));
			throw fails(method === 'PUT' ? 'refused' : 'timeout');
		});
		await expect(
			amendOrder(sage, new KeyRegister(), amendment({ lock: false })),
		).rejects.toMatchObject({
			message: expect.stringContaining('It is unknown what was changed on order 0000000001'),
			details: { outcome: 'inDoubt', notApplied: [{ line: 'Line 1' }] },
		});
	});
});
