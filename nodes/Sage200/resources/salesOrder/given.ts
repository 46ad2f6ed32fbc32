/** What the writes of a sales order answer with. */
import { answeringSale } from '../../core/push/documentAnswer';

export const ORDER_ANSWER = answeringSale('sop_order');
