/**
 * Receipts, payments and transfers that are pushed until they are answered are there once each, whatever becomes of the
 * posts, though all have one reference; and whatever Sage calls them.
 */
import fc from 'fast-check';

import type { SageApi, SageRecord, SageRequest } from '../../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../../nodes/Sage200/sage200/protocol/failures';
import {
	bankEntriesOf,
	otherEntry,
	type BankEntry,
} from '../../../nodes/Sage200/sage200/push/bankEntries';
import { InDoubt } from '../../../nodes/Sage200/sage200/push/inDoubt';
import { Pusher } from '../../../nodes/Sage200/sage200/push/pusher';
import { ReadyDocument } from '../../../nodes/Sage200/sage200/push/readyDocument';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';

type Fate =
	| 'answered'
	| 'lostBefore'
	| 'lostAfter'
	| 'late'
	| 'emptyAnswer'
	/** Answered; the next look fails, and lists show it later. */
	| 'unread';

/** How a site shows what it posted. */
interface Site {
	words: Record<'in' | 'out', string>;
	paymentsBelow0: boolean;
	sharedNumbers: boolean;
}

const REFERENCE = 'R-1';

/** A cash book of three banks on a clock of its own. */
class CashBook implements SageApi {
	private static count = 0;
	readonly scope = `cash book ${CashBook.count++}`;
	now = 0;
	readonly rows: SageRecord[] = [];
	private urn = 1;
	private blind = false;
	private shownFrom = 0;
	private readonly late: Array<{ at: number; apply: () => unknown }> = [];

	constructor(
		private readonly site: Site,
		private readonly fates: Fate[],
	) {}

	async send({ path, body }: SageRequest): Promise<unknown> {
		const fate = this.fates.shift() ?? 'answered';
		const apply = () => this.apply(path, body as SageRecord);
		if (fate === 'late') this.late.push({ at: this.now + 60_000, apply });
		const reply = fate === 'late' || fate === 'lostBefore' ? undefined : apply();
		this.blind = fate === 'unread';
		if (this.blind) this.shownFrom = this.now + 20_000;
		if (fate === 'answered' || fate === 'unread') return reply;
		if (fate === 'emptyAnswer') return {};
		throw new SageFailure({ kind: 'dropped', method: 'POST', path });
	}

	async list({ query }: { query?: Record<string, unknown> }): Promise<SageRecord[]> {
		if (this.blind) {
			this.blind = false;
			throw new SageFailure({ kind: 'unauthorised', method: 'GET', path: '/posted' });
		}
		if (this.now < this.shownFrom) return [];
		const [, field, value] = /(\w+) eq '?([^']*)'?/.exec(String(query?.$filter)) ?? [];
		return this.rows.filter((row) => String(row[field]) === value);
	}

	async wait(milliseconds: number): Promise<void> {
		this.now += milliseconds;
		for (const each of this.late.filter(({ at }) => at <= this.now)) {
			this.late.splice(this.late.indexOf(each), 1);
			each.apply();
		}
	}

	private apply(path: string, body: SageRecord): unknown {
		const urn = this.urn++;
		const value = Number(body.cheque_value ?? body.payment_value);
		if (path !== '/bank_transfer') {
			this.insert(urn, path === '/bank_receipt' ? 'in' : 'out', body.bank_id, value);
			return { urn };
		}
		this.insert(urn, 'out', body.bank_from_id, value);
		this.insert(this.site.sharedNumbers ? urn : this.urn++, 'in', body.bank_to_id, value);
		return body;
	}

	private insert(urn: number, way: 'in' | 'out', bank: unknown, value: number): void {
		this.rows.push({
			urn,
			reference: REFERENCE,
			bank_id: bank,
			bank_transaction_type: this.site.words[way],
			cheque_value: way === 'out' && this.site.paymentsBelow0 ? -value : value,
		});
	}
}

const RECEIPT: BankEntry = { kind: 'receipt', resource: 'bank_receipt', partyField: 'bank_id' };
const PAYMENT: BankEntry = { kind: 'payment', resource: 'bank_payment', partyField: 'bank_id' };
const TRANSFER: BankEntry = {
	kind: 'transfer',
	resource: 'bank_transfer',
	partyField: 'bank_from_id',
};
const WRITES: Array<[BankEntry, SageRecord, number]> = [
	[RECEIPT, { reference: REFERENCE, bank_id: 1, cheque_value: 10 }, 10],
	[PAYMENT, { reference: REFERENCE, bank_id: 1, cheque_value: 20 }, 20],
	[TRANSFER, { reference: REFERENCE, bank_from_id: 2, bank_to_id: 3, payment_value: 30 }, 30],
];

const settings = {
	protection: 'standard',
	lookAgainSeconds: 5,
	doubtSeconds: 90,
	settleSeconds: 0,
} as const;

async function pushUntilClear(
	sage: CashBook,
	register: KeyRegister,
	[entry, body, amount]: (typeof WRITES)[number],
): Promise<void> {
	const kind = bankEntriesOf(sage, entry);
	const pusher = new Pusher(sage, kind, register, settings, () => sage.now);
	for (let attempt = 0; attempt < 60; attempt++) {
		const pending = new ReadyDocument<SageRecord>({
			key: REFERENCE,
			label: 'Reference',
			account: Number(body[entry.partyField]),
			body,
			compared: { priceField: '', prices: false },
			foreignReason: (found) => otherEntry(found, body, amount),
		});
		const pushing = kind
			.find([REFERENCE])
			.then(async (known) => await pusher.push(pending, known.get('r-1') ?? []));
		const isClear = await pushing.then(
			() => true,
			(error: unknown) => {
				if (!(error instanceof InDoubt) && !(error instanceof SageFailure)) throw error;
				return false;
			},
		);
		if (isClear) return;
		await sage.wait(7_000);
	}
	throw new Error('never clear');
}

const anySite: fc.Arbitrary<Site> = fc.oneof(
	fc.record({
		words: fc.constantFrom(
			{ in: 'BankReceipt', out: 'BankPayment' },
			{ in: 'BankAccountEntryTypeReceipt', out: 'BankAccountEntryTypePayment' },
		),
		paymentsBelow0: fc.boolean(),
		sharedNumbers: fc.boolean(),
	}),
	fc.record({
		words: fc.constant({ in: 'A', out: 'B' }),
		paymentsBelow0: fc.constant(true),
		sharedNumbers: fc.constant(true),
	}),
);

it('makes one of each, in any order, each pushed twice', async () => {
	await fc.assert(
		fc.asyncProperty(
			anySite,
			fc.shuffledSubarray([...WRITES, ...WRITES], { minLength: 6 }),
			fc.array(
				fc.constantFrom<Fate>(
					'answered',
					'lostBefore',
					'lostAfter',
					'late',
					'emptyAnswer',
					'unread',
				),
				{ maxLength: 10 },
			),
			async (site, order, fates) => {
				// A receipt and a payment of one bank are told apart by their words alone where signs do not tell.
				const writes = site.words.in === 'A' ? order.filter(([each]) => each !== RECEIPT) : order;
				const sage = new CashBook(site, [...fates]);
				const register = new KeyRegister();
				for (const write of writes) await pushUntilClear(sage, register, write);
				await sage.wait(120_000);
				const made = sage.rows.map(({ bank_id: bank, cheque_value: value }) =>
					[bank, Math.abs(Number(value))].join(),
				);
				const wanted = ['1,10', '1,20', '2,30', '3,30'].slice(site.words.in === 'A' ? 1 : 0);
				expect(made.sort()).toEqual(wanted);
			},
		),
		{ numRuns: 300 },
	);
});
