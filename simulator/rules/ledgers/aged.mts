/**
 * Aged debtors and creditors: what is outstanding, by age.
 * Fields, and that `$ageingdatetype` says which date it is reckoned from: the schema. Periods of 30 days are the
 * simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { daysBetween, endOfMonth, today } from '../foundation/dates.mts';
import { decimal, money, Decimal } from '../foundation/money.mts';
import { numberOf, textOf } from '../foundation/read.mts';
import type { Ledger } from './ledger.mts';

const PERIODS = 8;
const PERIOD_DAYS = 30;

const DATE_OF: Record<string, (row: Row) => string> = {
	transactiondate: (row) => textOf(row.transaction_date),
	duedate: (row) => textOf(row.due_date),
	calendarmonth: (row) => endOfMonth(textOf(row.transaction_date)),
};

type Buckets = Record<string, Decimal>;

/** Rule of the detailed aged views: a row a transaction. */
export function agedDetails(ledger: Ledger, call: Call): Body[] {
	return outstanding(ledger, call).map(({ row, buckets }) => ({
		[ledger.trader.key]: row[ledger.trader.key],
		[`posted_${ledger.trader.name}_transaction_id`]: row.id,
		...valued(buckets, numberOf(row.exchange_rate) || 1),
	}));
}

/** Rule of the summary aged views: a row an account. */
export function agedSummary(ledger: Ledger, call: Call): Body[] {
	const accounts = new Map<unknown, { row: Row; buckets: Buckets }>();
	for (const { row, buckets } of outstanding(ledger, call)) {
		const account = accounts.get(row[ledger.trader.key]) ?? { row, buckets: {} };
		for (const [name, value] of Object.entries(buckets)) {
			account.buckets[name] = (account.buckets[name] ?? new Decimal(0)).plus(value);
		}
		accounts.set(row[ledger.trader.key], account);
	}
	return [...accounts].map(([id, { row, buckets }]) => ({
		[ledger.trader.key]: id,
		...valued(buckets, numberOf(row.exchange_rate) || 1),
	}));
}

function outstanding(ledger: Ledger, call: Call): Array<{ row: Row; buckets: Buckets }> {
	const type = call.query.$ageingdatetype ?? 'transactiondate';
	delete call.query.$ageingdatetype;
	const dateOf = DATE_OF[type];
	if (!dateOf) throw new SageRefusal(`'${type}' is not a type of ageing date.`);
	const now = today(call.clock);
	return [...call.company.table(ledger.posted).all()]
		.filter((row) => decimal(row.document_outstanding_value).gt(0))
		.map((row) => ({ row, buckets: { [bucketOf(daysBetween(dateOf(row), now))]: signed(row) } }));
}

function bucketOf(days: number): string {
	if (days < 0) return 'future';
	const period = Math.floor(days / PERIOD_DAYS);
	if (period === 0) return 'current';
	return period > PERIODS ? 'past' : `period_${period}`;
}

function signed(row: Row): Decimal {
	const value = decimal(row.document_outstanding_value);
	const owed =
		row.trader_transaction_type === 'TradingAccountEntryTypeInvoice' ||
		String(row.trader_transaction_type).endsWith('SalesPayment');
	return owed ? value : value.neg();
}

function valued(buckets: Buckets, rate: number): Body {
	return Object.fromEntries(
		Object.entries(buckets).flatMap(([name, value]) => [
			[`doc_${name}`, money(value)],
			[`base_${name}`, money(value.div(rate))],
		]),
	);
}
