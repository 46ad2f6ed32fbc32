/** How sales orders are found, posted, confirmed and discarded. */
import type { SageApi, SageRecord } from '../protocol/api';
import { SageFailure } from '../protocol/failures';
import { Lookups, normalKey } from '../lookups/lookups';
import { documentIn } from '../protocol/answer';
import { Finder } from './finder';
import type { Documents } from './pusher';
import { isUnset } from '../values/unset';

/** Documents that carry a key in a field of theirs: orders, and whatever behaves like them. */
export interface DocumentKind {
	/** As in a sentence: `sales order`. */
	kind: string;
	/** Collection in the API: `sop_orders`. */
	resource: string;
	/** Field that keeps the key. */
	keyField: string;
	/** Field that says whose document it is: `customer_id`. */
	partyField: string;
}

export function orderDocuments(api: SageApi, keyField: string): Documents {
	return documentsOf(api, {
		kind: 'sales order',
		resource: 'sop_orders',
		keyField,
		partyField: 'customer_id',
	});
}

/** The document's ways, over any resource that has drafts as sales orders have. */
export function documentsOf(
	api: SageApi,
	{ kind, resource, keyField, partyField }: DocumentKind,
): Documents {
	const path = `/${resource}`;
	const send = async (method: 'POST' | 'PUT', target: string, body: SageRecord) => {
		const record = documentIn(await api.send({ method, path: target, body }), {
			method,
			path: target,
		});
		// A gateway that mixes answers up gives us somebody else's.
		if (isOther(record[keyField], body[keyField]))
			throw new SageFailure({ kind: 'unreadable', method, path: target });
		return record;
	};
	return {
		kind,
		// Looked up anew every time: what an earlier look-up said may have changed.
		finder: new Finder(
			async (keys) => await new Lookups(api).byKeys({ resource, field: keyField }, keys),
			normalKey,
		),
		post: async (body) => await send('POST', path, body as SageRecord),
		postDraft: async (body) =>
			takenForDraft(await send('POST', path, { ...body, is_editing: true })),
		confirm: async (id) => await send('PUT', `${path}/${id}`, { is_editing: false }),
		discard: async (id) => void (await api.send({ method: 'DELETE', path: `${path}/${id}` })),
		isDraft: (record) => record.is_draft === true,
		stranger(record, body) {
			const mine = (body as SageRecord)[partyField];
			if (record[partyField] === mine) return undefined;
			return `${kind} ${String(record.document_no)} of another account carries it`;
		},
	};
}

/** Two keys, both given, that Sage would not take for one. */
function isOther(answered: unknown, sent: unknown): boolean {
	return (
		!isUnset(answered) && !isUnset(sent) && normalKey(String(answered)) !== normalKey(String(sent))
	);
}

/** What was posted as a draft is one unless Sage says otherwise: to confirm an order that is none changes nothing. */
export function takenForDraft(record: SageRecord): SageRecord {
	return { is_draft: true, ...record };
}
