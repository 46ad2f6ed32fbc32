/** Confirms and discards drafts. After an unclear answer the draft is looked at again: both may safely be asked twice. */
import { readById } from '../lookups/readById';
import { documentIn } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { invalid, onSageFailure, type SageFailure } from '../protocol/failures';

const path = (draft: SageRecord) => `/sop_orders/${String(draft.id)}`;

/**
 * Makes a draft a confirmed order; an order that is confirmed stays as it is.
 * @throws SageFailure when Sage refuses, or when it is not known whether the draft was confirmed
 */
export async function confirmDraft(api: SageApi, draft: SageRecord): Promise<SageRecord> {
	if (draft.is_draft !== true) return { ...draft, outcome: 'unchanged' };
	const request = { method: 'PUT', path: path(draft), body: { is_editing: false } } as const;
	const confirming = api.send(request).then((reply) => documentIn(reply, request));
	return await confirming.then(
		(order) => ({ ...order, outcome: 'confirmed' }),
		onSageFailure(async (failure) => {
			const now = await afterUnclear(api, draft, failure);
			if (now === undefined || now.is_draft === true) throw failure;
			return { ...now, outcome: 'recovered' };
		}),
	);
}

/**
 * Removes a draft.
 * @throws InvalidInput for an order that is confirmed: it may have been picked already
 */
export async function discardDraft(api: SageApi, draft: SageRecord): Promise<SageRecord> {
	if (draft.is_draft !== true) {
		throw invalid(
			'Draft',
			`order ${String(draft.document_no)} is confirmed`,
			'Use Delete for an order that is no draft.',
		);
	}
	await api.send({ method: 'DELETE', path: path(draft) }).catch(
		onSageFailure(async (failure) => {
			if (await afterUnclear(api, draft, failure)) throw failure;
		}),
	);
	return { id: draft.id, discarded: true };
}

/**
 * The order as it is after an unclear answer; undefined when it is gone.
 * @throws the failure when it was a clear one
 */
async function afterUnclear(
	api: SageApi,
	draft: SageRecord,
	failure: SageFailure,
): Promise<SageRecord | undefined> {
	if (!failure.inDoubt) throw failure;
	return await readById(api, path(draft)).catch(
		onSageFailure(() => {
			throw failure;
		}),
	);
}
