/** Ledger postings: sent to one path, answered with a number only, and found again among the posted transactions. */
import type { SageApi, SageRecord } from '../protocol/api';
import { invalid } from '../protocol/failures';
import { Lookups, normalKey } from '../lookups/lookups';
import { documentIn } from '../protocol/answer';
import { Finder } from './finder';
import type { Documents } from './pusher';
import { condition } from '../lookups/odata';

export interface Posting {
	/** As in a sentence: `sales invoice`. */
	kind: string;
	/** Path of the post: `sales_invoices`. */
	resource: string;
	/** Where it is seen afterwards: `sales_posted_transactions`. */
	posted: string;
	/**
	 * `trader_transaction_type` of what it is not. A reference may stand on an invoice and its receipt; Sage has not
	 * published all values of the type, so what cannot be told apart counts as the same rather than be posted twice.
	 */
	others: RegExp;
	/** Field that says whose it is: `customer_id`. */
	partyField: string;
}

/** Field that keeps the key of a posting. */
export const POSTING_KEY = 'reference';

const SHOWN = [
	'id',
	'urn',
	POSTING_KEY,
	'trader_transaction_type',
	'transaction_date',
	'document_gross_value',
	'document_outstanding_value',
];

/** @param partyId account that the key is unique in; the whole ledger when left out */
export function postingDocuments(
	api: SageApi,
	{ kind, resource, posted, others, partyField }: Posting,
	partyId?: number,
): Documents {
	const where = partyId === undefined ? undefined : condition(partyField, 'eq', partyId, 'int64');
	const alike = ({ trader_transaction_type: type }: SageRecord) => !others.test(String(type ?? ''));
	const noDrafts = async (): Promise<never> =>
		await Promise.reject(invalid('Duplicate Protection', `a ${kind} has no draft`));
	return {
		kind: partyId === undefined ? kind : `${kind} of account ${partyId}`,
		finder: new Finder(async (keys) => {
			const found = await new Lookups(api).byKeys(
				{ resource: posted, field: POSTING_KEY, select: [...SHOWN, partyField], where },
				keys,
			);
			return new Map([...found].map(([key, rows]) => [key, rows.filter(alike)]));
		}, normalKey),
		async post(body) {
			const { [POSTING_KEY]: reference, [partyField]: party } = body as SageRecord;
			const request = { method: 'POST', path: `/${resource}`, body } as const;
			return {
				...documentIn(await api.send(request), request, 'urn'),
				[POSTING_KEY]: reference,
				[partyField]: party,
			};
		},
		postDraft: noDrafts,
		confirm: noDrafts,
		discard: noDrafts,
		isDraft: () => false,
		stranger(record, body) {
			return record[partyField] === (body as SageRecord)[partyField]
				? undefined
				: `${kind} ${String(record.urn)} of another account carries it`;
		},
	};
}
