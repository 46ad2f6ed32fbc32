/** What the writes of a sales return answer with. */
import { answeringSale } from '../../core/push/documentAnswer';

export const RETURN_ANSWER = answeringSale('sop_return');
