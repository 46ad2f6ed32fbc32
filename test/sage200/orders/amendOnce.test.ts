/**
 * A line that several pushes ask for is on the order once, whatever becomes of calls and answers: an answer is lost,
 * an update lands late, another worker adds the same line between the read and the lock, a push is sent again.
 */
import fc from 'fast-check';

import { amendOrder } from '../../../nodes/Sage200/sage200/orders/amend/amend';
import { matchLines } from '../../../nodes/Sage200/sage200/orders/amend/matching';
import type { WantedOrder } from '../../../nodes/Sage200/sage200/orders/amend/steps';
import type { SageApi, SageRecord, SageRequest } from '../../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';

type Fate = 'answered' | 'lostBefore' | 'lostAfter' | 'late';

const DOUBT_SECONDS = 120;

/** One order in Sage, with a line for each code; what an update brings may take effect late. */
class OneOrder implements SageApi {
	readonly scope = 'memory';
	now = 0;
	private lines: SageRecord[] = [];
	private nextId = 1;
	private readonly late: Array<{ at: number; body: SageRecord }> = [];

	constructor(
		private readonly fates: Fate[],
		/** Codes that another worker adds just before a locking read. */
		private readonly rivals: string[],
	) {}

	get codes(): string[] {
		return this.lines.map(({ code }) => String(code)).sort();
	}

	/** The line is well again, and all that was under way has arrived. */
	settle(): void {
		this.fates.length = 0;
		this.pass(3600);
	}

	async send({ method, query, body }: SageRequest): Promise<unknown> {
		if (method === 'GET') {
			const rival = String(query?.$expand).includes('is_to_lock') ? this.rivals.pop() : undefined;
			// What is under way of this worker is unknown to the other one as well.
			if (rival && this.late.length === 0 && !this.codes.includes(rival))
				this.apply({ lines: [{ code: rival }] });
			return this.record();
		}
		const change = body as SageRecord;
		// Giving a lock back changes nothing.
		const fate = change.lines ? (this.fates.pop() ?? 'answered') : 'answered';
		if (fate === 'late') this.late.push({ at: this.now + 60, body: change });
		if (fate === 'answered' || fate === 'lostAfter') this.apply(change);
		if (fate === 'answered') return this.record();
		throw new SageFailure({ kind: 'dropped', method, path: '/sop_orders/1' });
	}

	async list(): Promise<SageRecord[]> {
		return [];
	}

	async wait(milliseconds: number): Promise<void> {
		this.pass(milliseconds / 1000);
	}

	pass(seconds: number): void {
		this.now += seconds;
		const due = this.late.filter(({ at }) => at <= this.now);
		for (const each of due) {
			this.late.splice(this.late.indexOf(each), 1);
			this.apply(each.body);
		}
	}

	private apply({ lines = [] }: SageRecord): void {
		for (const line of lines as SageRecord[])
			this.lines.push({
				line_type: 'EnumLineTypeStandard',
				line_quantity: 1,
				...line,
				id: this.nextId++,
			});
	}

	private record(): SageRecord {
		return {
			id: 1,
			document_no: '1',
			is_draft: false,
			lock_id: 7,
			lines: this.lines.map((line) => ({ ...line })),
		};
	}
}

const withLine =
	(code: string) =>
	async ({ lines }: SageRecord): Promise<WantedOrder> => {
		const [current] = matchLines([{ label: 'Line 1', code }], lines as SageRecord[], []);
		const values = { line_type: 'EnumLineTypeStandard', code, line_quantity: 1 };
		const wanted = { label: 'Line 1', id: current && Number(current.id), values };
		return { header: {}, lines: [wanted], complete: false, removal: 'cancel' };
	};

const fate = fc.constantFrom<Fate[]>('answered', 'lostBefore', 'lostAfter', 'late');
const push = fc.record({
	code: fc.constantFrom('A', 'B', 'C'),
	pause: fc.integer({ min: 0, max: 90 }),
});

it.each([true, false])('adds a line once, with lock: %s', async (lock) => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fate, { maxLength: 6 }),
			fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: lock ? 3 : 0 }),
			fc.array(push, { minLength: 1, maxLength: 6 }),
			async (fates, rivals, pushes) => {
				const sage = new OneOrder([...fates], [...rivals]);
				const register = new KeyRegister();
				jest.spyOn(Date, 'now').mockImplementation(() => sage.now * 1000);
				const send = async (code: string): Promise<string> => {
					const order = (await sage.send({ method: 'GET', path: '/sop_orders/1' })) as SageRecord;
					const amendment = { order, wantedOf: withLine(code), lock };
					const settings = { lookAgainSeconds: 4, doubtSeconds: DOUBT_SECONDS };
					return await amendOrder(sage, register, { ...amendment, ...settings }).then(
						({ outcome }) => outcome,
						(error: Error) => error.message,
					);
				};
				for (const { code, pause } of pushes) {
					const told = await send(code);
					expect(told).not.toMatch(/Nothing was changed/);
					sage.pass(pause);
				}
				// One more push of the same input, after the doubt: it is there once and nothing is in doubt.
				sage.settle();
				for (const { code } of pushes) {
					let told = await send(code);
					if (/doubt/.test(told)) {
						sage.pass(DOUBT_SECONDS);
						told = await send(code);
					}
					expect(told).toMatch(/^(unchanged|updated|recovered)$/);
				}
				for (const code of new Set(pushes.map((each) => each.code)))
					expect(sage.codes.filter((each) => each === code)).toEqual([code]);
			},
		),
		{ numRuns: 300 },
	);
	jest.restoreAllMocks();
});
