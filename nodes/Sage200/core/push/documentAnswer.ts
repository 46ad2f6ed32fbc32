/** What pushes of documents answer with. */
import { answering, type Answer, type Gives } from '../gives';
import type { Item } from '../item';
import { keyRuleOf } from './keyPlace';

/** Despatches and returns name an order and its products, so nobody needs the IDs of its lines. */
const SIMPLE = [
	'document_no',
	'total_gross_value',
	'total_net_value',
	'id',
	'document_date',
	'document_status',
	'is_draft',
];

/** @param partyField whose document it is */
export function answeringDocument(
	schema: string,
	keyField: string,
	partyField: string,
): { gives: Gives; answer: Answer } {
	return answering(schema, [keyField, ...SIMPLE, partyField]);
}

/** The same for sales documents, whose key a site may keep in a field of its choice. */
export function answeringSale(schema: 'sop_order' | 'sop_return') {
	const { gives, answer } = answeringDocument(schema, 'customer_document_no', 'customer_id');
	return {
		gives,
		answer: (item: Item): Answer => ({
			...answer,
			simple: [...answer.simple, keyRuleOf(item, schema).field],
		}),
	};
}
