/** Duplicates of orders, made by Sage itself and pushed once like any order. */
import type { SageApi, SageRecord } from '../../protocol/api';
import { onSageFailure, type SageFailure } from '../../protocol/failures';
import { documentIn } from '../../protocol/answer';
import type { DocumentKind } from '../../push/documentKind';
import { salesOrders, takenForDraft } from '../../push/salesDocuments';

/** What to duplicate, and what the duplicate has of its own. */
export interface Duplication {
	source: { source_id: unknown; customer_id: unknown; prices_and_discounts: boolean };
	/** The key, and other header fields. */
	header: SageRecord;
	/** Leaves it a draft. */
	draft: boolean;
}

/**
 * Sage answers a duplication with a draft that carries no key yet; the key is written into it next. A draft whose key
 * could not be written is discarded; one that nobody heard of again is a draft without a key, which harms nobody.
 */
export function duplicatedOrders(api: SageApi, keyField: string): DocumentKind<Duplication> {
	const orders = salesOrders(api, keyField);
	const duplicate = async (
		{ source, header }: Duplication,
		isDraft: boolean,
	): Promise<SageRecord> => {
		const request = { method: 'POST', path: '/sop_orders_duplicate', body: source } as const;
		const draft = documentIn(await api.send(request), request);
		const path = `/sop_orders/${String(draft.id)}`;
		const discard = async (failure: SageFailure): Promise<never> => {
			if (failure.inDoubt) throw failure;
			const discarding = api.send({ method: 'DELETE', path });
			const left = await discarding.then(
				() => undefined,
				onSageFailure(({ message }) => message),
			);
			if (left === undefined) throw failure;
			throw failure.noting(
				`The draft without a key that was made first (ID ${String(draft.id)}) is left: ${left}`,
			);
		};
		const keying = api.send({ method: 'PUT', path, body: { ...header, is_editing: isDraft } });
		const reply = await keying.catch(onSageFailure(discard));
		return documentIn(reply, { method: 'PUT', path });
	};
	return {
		...orders,
		post: async (body) => await duplicate(body, body.draft),
		drafts: {
			...orders.drafts,
			post: async (body) => takenForDraft(await duplicate(body, true)),
		},
	};
}
