/** Documents of a collection that keep their key in a field of theirs and have drafts: orders, and whatever behaves like them. */
import type { SageApi, SageRecord } from '../protocol/api';
import { documentIn } from '../protocol/answer';
import { Lookups } from '../lookups/lookups';
import { readById } from '../lookups/readById';

import type { DocumentKind, Drafts } from './documentKind';

/** Where documents are kept and what their fields are called. */
export interface DocumentPlace {
	/** As in a sentence: `sales order`. */
	name: string;
	/** Collection in the API: `sop_orders`. */
	resource: string;
	/** Field that keeps the key. */
	keyField: string;
	/** Field that says whose document it is: `customer_id`. */
	partyField: string;
}

/** How sales orders are called. */
export const SALES_ORDER = {
	name: 'sales order',
	resource: 'sop_orders',
	partyField: 'customer_id',
	numberField: 'document_no',
};

/** Sales orders whose keys are in a field of theirs. */
export function salesOrders(api: SageApi, keyField: string): KindWithDrafts {
	return documentsOf(api, { ...SALES_ORDER, keyField });
}

/** A kind of document that has drafts. */
export type KindWithDrafts = DocumentKind & { readonly drafts: Drafts };

/** The documents of a resource that has drafts as sales orders have. */
export function documentsOf(
	api: SageApi,
	{ name, resource, keyField, partyField }: DocumentPlace,
): KindWithDrafts {
	const path = `/${resource}`;
	const send = async (method: 'POST' | 'PUT', target: string, body: SageRecord) =>
		documentIn(await api.send({ method, path: target, body }), { method, path: target });
	return {
		name,
		resource,
		keyField,
		partyField,
		idField: 'id',
		numberField: 'document_no',
		// Looked up anew every time: what an earlier look-up said may have changed.
		find: async (keys) =>
			await new Lookups(api).byKeys({ resource, field: keyField, expand: ['lines'] }, keys),
		read: async (id) => await readById(api, `${path}/${id}`, { $expand: 'lines' }),
		post: async (body) => await send('POST', path, body),
		drafts: {
			post: async (body) => takenForDraft(await send('POST', path, { ...body, is_editing: true })),
			confirm: async (id) => await send('PUT', `${path}/${id}`, { is_editing: false }),
			discard: async (id) => void (await api.send({ method: 'DELETE', path: `${path}/${id}` })),
			isDraft: ({ is_draft }) => is_draft === true,
		},
	};
}

/** What was posted as a draft is one unless Sage says otherwise: to confirm an order that is none changes nothing. */
export function takenForDraft(record: SageRecord): SageRecord {
	return { is_draft: true, ...record };
}
