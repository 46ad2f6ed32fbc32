/** A buyer's account is made once, whatever becomes of calls and answers, and never taken for another buyer's. */
import fc from 'fast-check';

import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';
import {
	Accounts,
	type SettledAccount,
} from '../../../nodes/Sage200/sage200/orders/create/accounts';
import type { OrderPlan } from '../../../nodes/Sage200/sage200/orders/create/plan';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { Clock } from '../../support/faultySage';
import { FATES, FaultyTable, type Fate } from '../../support/faultyTable';

const AFTER_DOUBT_MILLISECONDS = 240_000;
/** Both begin alike, so that their references come from one series. */
const BUYERS = { GB1: 'Northern Tools', GB2: 'Northern Paints' };
type Buyer = keyof typeof BUYERS;
const NAMES = Object.keys(BUYERS) as Buyer[];

/** What an order says of its buyer, as far as accounts need it. */
function planOf(buyer: Buyer, mask: string, name = BUYERS[buyer]): OrderPlan {
	return {
		request: { clues: [{ rule: 'vat_number', value: buyer }] },
		buyer: { account: { body: { name, vat_number: buyer }, mask, keepAddress: false } },
		header: {},
	} as unknown as OrderPlan;
}

interface Attempt {
	buyers: Buyer[];
	pause: number;
}

const attempts = fc.array(
	fc.record({
		buyers: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
		pause: fc.integer({ min: 0, max: 90_000 }),
	}),
	{ minLength: 1, maxLength: 5 },
);

/**
 * Orders of the buyers arrive together, again and again; in the end one of each arrives when the line is well.
 * @param settle makes the account of an order; a new execution each time
 */
async function arrive(
	clock: Clock,
	sage: FaultyTable,
	all: Attempt[],
	settle: (buyer: Buyer) => Promise<SettledAccount>,
): Promise<void> {
	for (const { buyers, pause } of all) {
		await Promise.all(
			buyers.map(async (buyer) => {
				const answer = await settle(buyer).catch((error: unknown) => error);
				if (answer instanceof SageFailure) return expect(answer.inDoubt).toBe(true);
				expect(answer).toMatchObject({ customer: { vat_number: buyer } });
			}),
		);
		await clock.wait(pause);
	}
	sage.mend();
	await clock.wait(AFTER_DOUBT_MILLISECONDS);
	for (const buyer of NAMES) await settle(buyer);
}

afterEach(() => jest.restoreAllMocks());

it.each(['AAANNN', ''])('is made once by one process, references by mask "%s"', async (mask) => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom(...FATES), { maxLength: 12 }),
			attempts,
			async (fates, all) => {
				const clock = new Clock();
				jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
				const sage = new FaultyTable(clock, [...fates], mask === '' ? undefined : 'reference');
				const register = new KeyRegister();
				const settle = async (buyer: Buyer) =>
					await new Accounts(sage, register).settle(planOf(buyer, mask));
				await clock.run(arrive(clock, sage, all, settle));
				const made = sage.everything().map(({ vat_number }) => vat_number);
				expect(made.sort()).toEqual(NAMES);
			},
		),
		{ numRuns: 200 },
	);
});

it.each([
	['under one name', ['Northern'], ['answered', 'lostBefore', 'lostAfter', 'empty', 'late']],
	// What lands late under another name has another reference, and is told as ambiguous at the next order.
	['under two names', ['Northern', 'Southern'], ['answered', 'lostBefore', 'lostAfter', 'empty']],
] as Array<[string, string[], Fate[]]>)(
	'is made once by two processes %s',
	async (_title, names, fates) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom(...fates), { maxLength: 12 }),
				attempts,
				async (schedule, all) => {
					const clock = new Clock();
					jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
					const sage = new FaultyTable(clock, [...schedule], 'reference');
					const processes = [new KeyRegister(), new KeyRegister()];
					let turn = 0;
					const settle = async (buyer: Buyer) => {
						const at = turn++ % 2;
						const plan = planOf(buyer, 'AAANNN', names[at % names.length]);
						return await new Accounts(sage, processes[at]).settle(plan, 0.5);
					};
					await clock.run(arrive(clock, sage, all, settle));
					const made = sage.everything().map(({ vat_number }) => vat_number);
					expect(made.sort()).toEqual(NAMES);
				},
			),
			{ numRuns: 200 },
		);
	},
);
