/**
 * An allocation that is pushed until it is answered is made once, whatever becomes of calls and answers, and other
 * people's allocations of the same transactions are not taken for it.
 */
import fc from 'fast-check';

import type { SageApi, SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';
import { Allocator, type Allocated } from '../../../nodes/Sage200/sage200/push/allocations';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';

type Fate = 'blind' | 'answered' | 'lostBefore' | 'lostAfter' | 'late';

const IDS = [1, 2];
const DOUBT_SECONDS = 120;

/** Two posted transactions with their allocation histories. */
class TwoTransactions implements SageApi {
	private static count = 0;
	/** Doubts of an earlier run must not be known to this one. */
	readonly scope = `memory ${TwoTransactions.count++}`;
	now = 0;
	posts = 0;
	/** So many looks fail. */
	unseen = 0;
	private nextId = 1;
	private readonly histories = new Map<number, SageRecord[]>(IDS.map((id) => [id, []]));
	private readonly late: Array<{ at: number; value: number }> = [];

	constructor(private readonly fates: Fate[]) {}

	/** How often a value was allocated on each of the transactions. */
	countOf(value: number): number[] {
		return IDS.map(
			(id) =>
				(this.histories.get(id) ?? []).filter(({ allocation_value: each }) => each === value)
					.length,
		);
	}

	/** No further call fails. */
	mend(): void {
		this.fates.length = 0;
	}

	allocate(value: number, ids = IDS): void {
		for (const id of ids)
			this.histories.get(id)?.push({ id: this.nextId++, allocation_value: value });
	}

	async send({ body }: { body?: unknown }): Promise<unknown> {
		this.posts++;
		const [{ value_to_allocate: value }] = (body as { allocation_lines: SageRecord[] })
			.allocation_lines;
		const fate = this.fates.pop() ?? 'answered';
		if (fate === 'late') this.late.push({ at: this.now + 60, value: Number(value) });
		if (fate === 'blind') this.unseen = 9;
		if (fate !== 'lostBefore' && fate !== 'late') this.allocate(Number(value));
		if (fate === 'answered') return body;
		throw new SageFailure({ kind: 'dropped', method: 'POST', path: '/sales_allocations' });
	}

	async list(): Promise<SageRecord[]> {
		if (this.unseen > 0 && this.unseen--)
			throw new SageFailure({ kind: 'unreachable', method: 'GET', path: '/posted' });
		return IDS.map((id) => ({
			id,
			allocation_history_items: [...(this.histories.get(id) ?? [])],
		}));
	}

	async wait(milliseconds: number): Promise<void> {
		this.pass(milliseconds / 1000);
	}

	pass(seconds: number): void {
		this.now += seconds;
		for (const each of this.late.filter(({ at }) => at <= this.now)) {
			this.late.splice(this.late.indexOf(each), 1);
			this.allocate(each.value);
		}
	}
}

function pusher(sage: TwoTransactions): (value: number) => Promise<Allocated> {
	const register = new KeyRegister();
	const allocator = new Allocator(
		sage,
		register,
		'sales_posted_transactions',
		'/sales_allocations',
	);
	jest.spyOn(Date, 'now').mockImplementation(() => sage.now * 1000);
	return async (value) => {
		const lines = [
			{ posted_tran_id: 1, value_to_allocate: value },
			{ posted_tran_id: 2, value_to_allocate: -value },
		];
		const body = { customer_id: 7, allocation_lines: lines };
		sage.unseen = 0;
		const before = await allocator.historiesOf(IDS);
		return await allocator.allocate({
			body,
			lines,
			before,
			lookAgainSeconds: 4,
			doubtSeconds: DOUBT_SECONDS,
		});
	};
}

afterEach(() => jest.restoreAllMocks());

it('is made once however often it is pushed until it is answered', async () => {
	const fate = fc.constantFrom<Fate[]>('answered', 'lostBefore', 'lostAfter', 'late', 'blind');
	await fc.assert(
		fc.asyncProperty(
			fc.array(fate, { maxLength: 4 }),
			fc.array(fc.integer({ min: 0, max: DOUBT_SECONDS }), { maxLength: 6 }),
			async (fates, pauses) => {
				const sage = new TwoTransactions([...fates]);
				const push = pusher(sage);
				// After the last pause the doubt is over, and the line is well again.
				for (const pause of [...pauses, 2 * DOUBT_SECONDS, 0]) {
					if (pause > DOUBT_SECONDS) sage.mend();
					const done = await push(40).then(
						() => true,
						(error: Error) => expect(error.name).toBe('AllocationInDoubt'),
					);
					if (done) break;
					// Somebody else allocates another amount of the same transactions meanwhile.
					sage.allocate(25);
					sage.pass(pause);
				}
				sage.pass(3600);
				expect(sage.countOf(40)).toEqual([1, 1]);
			},
		),
		{ numRuns: 300 },
	);
});

it('is in doubt where the looks after a lost answer fail', async () => {
	const sage = new TwoTransactions(['blind']);
	const push = pusher(sage);
	await expect(push(40)).rejects.toMatchObject({ details: { inDoubt: true } });
	expect(await push(40)).toMatchObject({ outcome: 'recovered' });
	expect(sage.posts).toBe(1);
});

it('takes nobody else’s allocation of one of the transactions for its own', async () => {
	const sage = new TwoTransactions(['lostBefore']);
	const push = pusher(sage);
	const pushing = push(40);
	sage.allocate(40, [1]);
	await expect(pushing).rejects.toMatchObject({ details: { inDoubt: true } });
	await expect(push(40)).rejects.toThrow('Nothing was sent now');
	expect(sage.posts).toBe(1);
});

it('lets another allocation of the same transactions through while one is in doubt', async () => {
	const sage = new TwoTransactions(['lostBefore']);
	const push = pusher(sage);
	await expect(push(40)).rejects.toThrow('in doubt');
	expect(await push(10)).toMatchObject({ outcome: 'created' });
});
