/**
 * Entries of the cash book as documents that are pushed once. Receipts and payments are answered with a number, transfers
 * with what was sent; all are found again among the bank's posted transactions, where a transfer shows as a payment of one
 * bank and a receipt of another. What Sage calls these, whether payments are below 0 and whether both halves of a transfer
 * have one number is not known, so each of these is understood.
 */
import type { Fields } from '../../catalog/fieldNames';
import { Lookups, normalKey } from '../lookups/lookups';
import { condition } from '../lookups/odata';
import { documentIn, unclearAnswer } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { unseen } from '../protocol/looking';
import { isRecord } from '../values/records';

import type { DocumentKind } from './documentKind';
import { POSTING_KEY } from './postings';

export interface BankEntry {
	/** As in a sentence: `bank receipt`. */
	kind: string;
	/** Path of the post: `bank_receipt`. */
	resource: 'bank_receipt' | 'bank_payment' | 'bank_transfer';
	/** Field that says whose it is: `bank_id`. */
	partyField: string;
	/** What one comes to as it is sent; undefined where only Sage can tell. */
	amountOf?(body: SageRecord): number | undefined;
}

type Entry = Partial<Record<Fields['bank_posted_transaction'], unknown>> & SageRecord;

const POSTED = 'bank_posted_transactions';
const NUMBER = 'urn';
const SHOWN: Array<Fields['bank_posted_transaction']> = [
	NUMBER,
	POSTING_KEY,
	'second_reference',
	'transaction_date',
	'cheque_value',
	'entry_description',
	'bank_id',
	'bank_transaction_type',
	'source',
];
/** Where what belongs to an account of a customer or supplier comes from: another document, whatever its reference. */
const OF_ACCOUNTS = /sales|purchase|trad/i;

/** The entries of one path. */
export function bankEntriesOf(
	api: SageApi,
	{ kind, resource, partyField, amountOf }: BankEntry,
): DocumentKind {
	const request = { method: 'POST', path: `/${resource}` } as const;
	const isTransfer = resource === 'bank_transfer';
	const way = resource === 'bank_receipt' ? 'in' : 'out';
	const entriesIn = (rows: Entry[]): SageRecord[] => {
		const own = rows.filter((row) => !OF_ACCOUNTS.test(textsOf(row)));
		return own
			.filter((row) => (wayOf(row) ?? way) === way)
			.map((row) => {
				const halves = own.filter((other) => isHalf(row, other, isTransfer)).map(bankOf);
				const moved = halves.length > 0 ? { transferred_to: halves } : {};
				return { ...row, [partyField]: row.bank_id, ...moved };
			});
	};
	const find = async (keys: string[]) => {
		const collection = { resource: POSTED, field: POSTING_KEY, select: SHOWN } as const;
		const found = await new Lookups(api).byKeys(collection, keys);
		return new Map([...found].map(([key, rows]) => [key, entriesIn(rows)]));
	};
	return {
		name: kind,
		resource,
		keyField: POSTING_KEY,
		permanent: true,
		partyField,
		idField: NUMBER,
		numberField: NUMBER,
		find,
		async read(urn) {
			const $filter = condition(NUMBER, 'eq', urn, 'int64');
			return entriesIn(await api.list({ path: `/${POSTED}`, query: { $filter } }))[0];
		},
		async post(body) {
			const reply = await api.send({ ...request, body });
			const amount = amountOf?.(body) ?? body.cheque_value;
			const named = {
				[POSTING_KEY]: body[POSTING_KEY],
				...(amount === undefined ? {} : { cheque_value: amount }),
				[partyField]: body[partyField],
			};
			if (!isTransfer) return { ...documentIn(reply, request, NUMBER), ...named };
			// The answer has no number, so the transfer is read back: an echo of another one would prove nothing.
			const key = String(body[POSTING_KEY]);
			const seen = isRecord(reply) ? await find([key]).catch(unseen) : undefined;
			const found = seen?.get(normalKey(key)) ?? [];
			const made = found.find((entry) => isThis(entry, body, partyField));
			if (made) return made;
			throw unclearAnswer(request);
		},
	};
}

/** Why an entry of the same bank and reference is another one; undefined when it is this one. */
export function otherEntry(
	found: SageRecord,
	body: SageRecord,
	amount: number | undefined,
): string | undefined {
	const banks = (found.transferred_to as number[] | undefined) ?? [];
	const { bank_to_id: to } = body;
	const value = Math.abs(Number(found.cheque_value));
	const said = `${String(found[NUMBER])} of ${value.toFixed(2)} carries it`;
	if (to === undefined && banks.length > 0) return `transfer ${said}`;
	if (to !== undefined && !banks.includes(Number(to)))
		return `${banks.length > 0 ? 'a transfer to another bank' : 'an entry that is no transfer'}, ${said}`;
	const isOther = amount !== undefined && Math.abs(value - Math.abs(amount)) > 0.005;
	return isOther ? `entry ${said}, which is another amount` : undefined;
}

function isThis(entry: SageRecord, body: SageRecord, partyField: string): boolean {
	const amount = Number(body.payment_value);
	return entry[partyField] === body[partyField] && otherEntry(entry, body, amount) === undefined;
}

/** Whether money comes in or goes out; undefined where neither words nor sign tell. */
function wayOf(row: Entry): 'in' | 'out' | undefined {
	const text = textsOf(row);
	const isIn = /receipt/i.test(text);
	const isOut = /payment/i.test(text);
	if (isIn !== isOut) return isIn ? 'in' : 'out';
	return Number(row.cheque_value) < 0 ? 'out' : undefined;
}

function textsOf({ bank_transaction_type: type, source }: Entry): string {
	return `${String(type ?? '')} ${String(source ?? '')}`;
}

/**
 * Whether an entry of another bank is the other half of this one.
 * @param looser whether the reference that both have is proof enough: a receipt and a payment of one reference may be two
 * documents, of which each is found by itself
 */
function isHalf(row: Entry, other: Entry, looser: boolean): boolean {
	const isOpposite =
		bankOf(row) !== bankOf(other) && (wayOf(row) === undefined || wayOf(row) !== wayOf(other));
	const isNamed = /transfer/i.test(textsOf(row)) && /transfer/i.test(textsOf(other));
	return isOpposite && (looser || isNamed || row[NUMBER] === other[NUMBER]);
}

function bankOf(row: Entry): number {
	return Number(row.bank_id);
}
