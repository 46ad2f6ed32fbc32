/** Ledger postings: sent to one path, answered with a number only, and found again among the transactions of the ledger. */
import type { SageApi, SageRecord } from '../protocol/api';
import { documentIn } from '../protocol/answer';
import { onSageFailure } from '../protocol/failures';
import { condition } from '../lookups/odata';
import { Lookups } from '../lookups/lookups';
import { Decimal } from '../values/decimal';

import type { DocumentKind } from './documentKind';

export interface Posting {
	/** As in a sentence: `sales invoice`. */
	kind: string;
	/** Path of the post: `sales_invoices`. */
	resource: string;
	/** Where it may be seen afterwards. */
	ledger: TransactionList[];
	/**
	 * Type of what it is not. A reference may stand on an invoice and its receipt; Sage has not published all values of
	 * the type, so what cannot be told apart counts as the same rather than be posted twice.
	 */
	others: RegExp;
	/** Field that says whose it is: `customer_id`. */
	partyField: string;
	/** What one comes to as it is sent. */
	amountsOf(body: SageRecord): PostedAmounts;
}

/** A list of transactions in which postings are seen. */
export interface TransactionList {
	resource: string;
	/** What a transaction's type is called there. */
	typeField: string;
	/** Sites that do not offer the list go without it. */
	optional: boolean;
}

/** Field that keeps the key of a posting. */
export const POSTING_KEY = 'reference';
const NUMBER = 'urn';

const SHOWN = [
	NUMBER,
	POSTING_KEY,
	'transaction_date',
	'document_goods_value',
	'document_gross_value',
	'document_tax_value',
	'document_outstanding_value',
];

/** Postings of one path. */
export function postingsOf(
	api: SageApi,
	{ kind, resource, ledger, others, partyField, amountsOf }: Posting,
): DocumentKind {
	const request = { method: 'POST', path: `/${resource}` } as const;
	const rowsOf = async (keys: string[], list: TransactionList) => {
		const select = [...SHOWN, list.typeField, partyField];
		const reading = new Lookups(api).byKeys(
			{ resource: list.resource, field: POSTING_KEY, select },
			keys,
		);
		const found = await reading.catch(
			onSageFailure((failure) => {
				if (!list.optional || failure.inDoubt) throw failure;
				return new Map<string, SageRecord[]>();
			}),
		);
		const alike = (row: SageRecord) => !others.test(String(row[list.typeField] ?? ''));
		return [...found].flatMap(([key, rows]) =>
			rows.filter(alike).map((row) => [key, row] as const),
		);
	};
	return {
		name: kind,
		resource,
		keyField: POSTING_KEY,
		permanent: true,
		partyField,
		idField: NUMBER,
		numberField: NUMBER,
		async find(keys) {
			const all = await Promise.all(ledger.map(async (list) => await rowsOf(keys, list)));
			return byKey(all.flat());
		},
		async read(urn) {
			const [list] = ledger;
			const rows = await api.list({
				path: `/${list.resource}`,
				query: { $filter: condition(NUMBER, 'eq', urn, 'int64') },
			});
			return rows.find((row) => Number(row[NUMBER]) === urn);
		},
		async post(body) {
			const answer = documentIn(await api.send({ ...request, body }), request, NUMBER);
			// The answer is the number alone.
			return {
				...answer,
				[POSTING_KEY]: body[POSTING_KEY],
				...shownAmounts(amountsOf(body)),
				[partyField]: body[partyField],
			};
		},
	};
}

/** Each transaction once, though several lists have it. */
function byKey(rows: Array<readonly [string, SageRecord]>): Map<string, SageRecord[]> {
	const found = new Map<string, SageRecord[]>();
	for (const [key, row] of rows) {
		const before = found.get(key) ?? [];
		if (before.every((each) => each[NUMBER] !== row[NUMBER])) found.set(key, [...before, row]);
	}
	return found;
}

/** Amounts of a posting as it is sent; undefined where only Sage can tell. */
export interface PostedAmounts {
	goods?: number;
	tax?: number;
	/** Any of these. */
	gross?: number[];
}

/** What a posting comes to as it was sent, by the names that the ledger has for it. */
function shownAmounts({ goods, tax, gross = [] }: PostedAmounts): SageRecord {
	const total =
		goods === undefined || tax === undefined
			? gross[0]
			: Decimal.of(goods).plus(Decimal.of(tax)).toNumber();
	const amounts = {
		document_gross_value: gross.every((each) => each === gross[0]) ? total : undefined,
		document_goods_value: goods,
		document_tax_value: tax,
	};
	return Object.fromEntries(Object.entries(amounts).filter(([, value]) => value !== undefined));
}

/** How a transaction's amounts differ from the posting's: `120.00 goods`. Sage shows credits and payments below 0. */
export function otherAmounts(found: SageRecord, amounts: PostedAmounts): string | undefined {
	const differs = (wanted: Array<number | undefined>, field: string) =>
		found[field] !== undefined &&
		wanted.every(
			(each) =>
				each !== undefined && Math.abs(Math.abs(Number(found[field])) - Math.abs(each)) > 0.005,
		);
	const other =
		differs([amounts.goods], 'document_goods_value') ||
		differs([amounts.tax], 'document_tax_value') ||
		differs(amounts.gross ?? [undefined], 'document_gross_value');
	return other ? money(found.document_gross_value) : undefined;
}

function money(value: unknown): string {
	return Math.abs(Number(value ?? 0)).toFixed(2);
}
