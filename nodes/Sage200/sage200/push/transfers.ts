/**
 * Stock transfers as documents that are pushed once. Sage gives them no number, so their key stands in one of their two
 * references, and they are found again among the product transactions, where each shows as an issue from one bin and a
 * receipt into another. Whether transfers between bins of one warehouse are shown there is not known (api.md n): one that
 * is not seen stays in doubt.
 */
import { labelOf } from '../../catalog/labels';
import { Lookups, normalKey } from '../lookups/lookups';
import { condition } from '../lookups/odata';
import { unclearAnswer } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { unseen } from '../protocol/looking';
import { groupBy } from '../values/grouping';
import { isRecord } from '../values/records';

import type { DocumentKind } from './documentKind';
import type { Difference, PendingDocument } from './pending';

/** Fields in which a transfer can keep its key, in the order in which they are taken for it. */
export const KEY_FIELDS = ['reference', 'second_reference'] as const;

export type TransferKeyField = (typeof KEY_FIELDS)[number];

export const TRANSFER_REQUEST = { method: 'POST', path: '/stock_transfers' } as const;

/** A place that stock is taken from or put into, as people call it. */
export interface StockPlace {
	warehouse: string;
	bin: string;
}

const SEEN = 'product_transaction_views';
const SHOWN = [
	'id',
	'product_id',
	'product_code',
	'quantity',
	'reference',
	'second_reference',
	'warehouse_name',
	'bin_name',
	'transaction_type',
	'transaction_date',
];

/** The transfers of a company that keep their keys in a field. */
export function transfersOf(api: SageApi, keyField: TransferKeyField): DocumentKind {
	const find = async (keys: string[]) => {
		// Which of the two has the key depends on what else the transfer was given.
		const collection = { resource: SEEN, fields: KEY_FIELDS, select: SHOWN };
		const found = await new Lookups(api).byAnyKey(collection, keys);
		return new Map([...found].map(([key, rows]) => [key, transfersIn(rows)]));
	};
	return {
		name: 'stock transfer',
		resource: 'stock_transfers',
		keyField,
		keyPlace: KEY_FIELDS.join(' or '),
		permanent: true,
		partyField: 'product_id',
		idField: 'id',
		numberField: keyField,
		find,
		async read(id) {
			// A transfer that Sage answered without a transaction has no ID here.
			if (!Number.isInteger(id)) return undefined;
			const $filter = condition('id', 'eq', id, 'int64');
			const rows = await api.list({ path: `/${SEEN}`, query: { $filter } });
			return transfersIn(rows)[0];
		},
		async post(body) {
			const answer = await api.send({ ...TRANSFER_REQUEST, body });
			if (isRecord(answer) && answer.product_id === body.product_id) return { ...body, ...answer };
			// Sage publishes no fields of this answer. One that does not name the transfer proves nothing, so it is read back.
			const key = String(body[keyField]);
			const seen = await find([key]).catch(unseen);
			const [record] = seen?.get(normalKey(key)) ?? [];
			if (!record) throw unclearAnswer(TRANSFER_REQUEST);
			return { ...body, ...record };
		},
	};
}

/** The two sides of each transfer, as one record. */
function transfersIn(rows: SageRecord[]): SageRecord[] {
	const transfers = groupBy(rows, ({ product_id: product, quantity }) =>
		[product, Math.abs(Number(quantity))].join('|'),
	);
	return [...transfers.values()].map((sides) => ({
		...sides[0],
		id: Math.min(...sides.map(({ id }) => Number(id))),
		quantity: Math.abs(Number(sides[0].quantity)),
		places: sides.map(({ warehouse_name: warehouse, bin_name: bin }) => ({ warehouse, bin })),
	}));
}

export interface TransferFacts {
	/** As Sage takes it, with the key in its place. */
	body: SageRecord;
	key: string;
	/** How the form calls the key. */
	label: string;
	/** Where stock is taken from and put into. */
	places: StockPlace[];
}

/** A transfer on its way to Sage. Whatever carries its key is the same movement, or somebody else's. */
export function pendingTransfer({ body, key, label, places }: TransferFacts): PendingDocument {
	return {
		key,
		label,
		comparesLines: false,
		complete: async () => body,
		foreignReason: async (found) => otherTransfer(found, body, places),
		differences: (found) => otherDetails(found, body, key),
	};
}

/** What is told of the same movement: the references beside the key, and the day. */
function otherDetails(found: SageRecord, body: SageRecord, key: string): Difference[] {
	const references = KEY_FIELDS.filter(
		(field) => body[field] !== undefined && !same(String(body[field]), key),
	).map((field) => ({ field: labelOf(field), pushed: body[field], sage: found[field] ?? '' }));
	const days =
		body.date === undefined || found.transaction_date === undefined
			? []
			: [{ field: 'Date', pushed: dayIn(body.date), sage: dayIn(found.transaction_date) }];
	return [...references, ...days].filter(({ pushed, sage }) => !same(String(pushed), sage));
}

function dayIn(moment: unknown): string {
	return String(moment).slice(0, 10);
}

/**
 * Why a transfer that carries the key is another one; undefined when it is this one.
 * @param found as `transfersOf` finds it
 * @param places the two places of this transfer
 */
function otherTransfer(
	found: SageRecord,
	body: SageRecord,
	places: StockPlace[],
): string | undefined {
	const seen = (found.places as StockPlace[] | undefined) ?? [];
	const isHere = ({ warehouse, bin }: StockPlace) =>
		places.some((place) => same(place.warehouse, warehouse) && same(place.bin, bin));
	const isThis =
		found.product_id === body.product_id &&
		Number(found.quantity) === Number(body.quantity) &&
		seen.every(isHere);
	if (isThis) return undefined;
	const where = seen.map(({ warehouse, bin }) => `${warehouse} ${bin}`).join(' and ');
	return `a movement of ${String(found.quantity)} of ${String(found.product_code)} (${where}) carries it`;
}

function same(left: string, right: unknown): boolean {
	return left.trim().toLowerCase() === String(right).trim().toLowerCase();
}
