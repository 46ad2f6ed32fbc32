/** Drafts of sales orders: confirmed, or discarded. A draft is neither numbered nor processed until it is confirmed. */
import { picker } from '../../core/form/picker';
import { identify } from '../../core/identity';
import { prepared, recordName } from '../../core/prepared';
import type { Operation } from '../../core/resource';
import { confirmDraft, discardDraft } from '../../sage200/orders/drafts';

import { ORDER_ANSWER } from './given';
import { orderIdentity } from './identity';

/** Drafts all have the number `TBA`, so they are told by key or ID. */
const DRAFT = picker(orderIdentity, {
	displayName: 'Draft',
	description: 'The draft, by its order key or ID: drafts have no number yet',
});

export const confirmDraftOrder: Operation = draftOperation({
	value: 'confirmDraft',
	name: 'Confirm Draft',
	action: 'Confirm draft sales order',
	description: 'Make a draft a live order; one that is live already is returned as it is',
	...ORDER_ANSWER,
	carryOut: confirmDraft,
});

export const discardDraftOrder: Operation = draftOperation({
	value: 'discardDraft',
	name: 'Discard Draft',
	action: 'Discard draft sales order',
	description: 'Remove a draft; an order that is confirmed is refused',
	gives: { id: 'number', discarded: 'boolean' },
	carryOut: discardDraft,
});

type Texts = Pick<Operation, 'value' | 'name' | 'action' | 'description' | 'gives' | 'answer'>;

function draftOperation({
	carryOut,
	...texts
}: Texts & { carryOut: typeof confirmDraft }): Operation {
	return {
		...texts,
		writes: true,
		properties: [DRAFT],
		async prepare(items) {
			const { records, refused } = await identify(items, orderIdentity);
			return prepared({
				refused,
				jobs: records,
				changes: ({ id }, item) => recordName(item, orderIdentity.resource, id),
				execute: async (draft, item) => await carryOut(item.company.api, draft),
			});
		},
	};
}
