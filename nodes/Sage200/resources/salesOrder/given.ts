/** What operations on sales orders answer with. */
import type { Gives } from '../../core/gives';
import { answeringSale } from '../../core/push/documentAnswer';

export const ORDER_ANSWER = answeringSale('sop_order');

export const PREVIEW_GIVEN: Gives = {
	outcome: 'string',
	ok: 'boolean',
	key: 'string',
	total_gross_value: 'number',
	problems: 'array',
	warnings: 'array',
	customer: { id: 'number', reference: 'string', name: 'string' },
	payload: 'object',
};
