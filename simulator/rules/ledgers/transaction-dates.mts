/**
 * Whether a date may be posted on: near today is normal, within the year acceptable, else not (windows in system_settings).
 * The three classifications: api.md f. Where they begin, and their messages, are unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call } from '../../world.mts';
import { daysBetween, today } from '../foundation/dates.mts';
import { numberOf, objectOf, textOf } from '../foundation/read.mts';
import { bodyOf, settings } from '../foundation/records.mts';

const YEAR = 365;
const WINDOW = 31;

/** Rule of `POST /transaction_date_validation`. */
export function validateDate(call: Call): Body {
	return classified(call, textOf(bodyOf(call).date) || today(call.clock));
}

/**
 * Refuses a date that nothing can be posted on.
 * @throws SageRefusal
 */
export function checkDate(call: Call, date: string): void {
	const { classification, message } = classified(call, date);
	if (classification === 'Unacceptable') throw new SageRefusal(message);
}

function classified(call: Call, date: string): { classification: string; message: string } {
	const days = daysBetween(today(call.clock), date);
	const window = objectOf(settings(call.company, 'system_settings').transaction_date_validation);
	const before = numberOf(window.days_before) || WINDOW;
	const after = numberOf(window.days_after) || WINDOW;
	if (days >= -before && days <= after) return { classification: 'Normal', message: '' };
	if (Math.abs(days) <= YEAR)
		return { classification: 'Acceptable', message: 'The date is outside the usual range.' };
	return {
		classification: 'Unacceptable',
		message: 'The date is outside the periods that are open for posting.',
	};
}
