/** Texts longer than Sage stores: refused, or cut where the user asked for that and nothing but words is lost. */
import type { Field } from '../../catalog';

/**
 * Fields that hold words for people. Only these are cut: two references, codes or e-mail addresses that are alike in
 * what is left would become one record.
 */
const WORDS =
	/^(name|(first|middle|last|postal|contact|account|bank)_name|contact|contact_details|address(_\d)?|city|county|country|location|manufacturer|description|item_description|details|(.+_)?narrative|notes?|(.+_)?comment|alert_text|status_reason|email_(body|subject)|spare_text_\d+)$/;

/** Whether a text for this field may lose its end. */
export function mayBeCut({ name }: Field): boolean {
	return WORDS.test(name);
}

/** How many characters Sage stores in a field; undefined where it names no limit. */
export function limitOf({ values, refers, maxLength }: Field): number | undefined {
	// Sage's limits of enum texts are shorter than its own values (PaymentDueFromCalendarMonth in 20 characters).
	return values || refers ? undefined : maxLength;
}

/** The beginning of a text as Sage stores it: not through the middle of a character that is stored as two, no blanks at its end. */
export function cutText(text: string, limit: number): string {
	return text
		.slice(0, limit)
		.replace(/[\uD800-\uDBFF]$/, '')
		.trimEnd();
}

/**
 * Whether a value can be written as text without loss. A number of more than some 15 digits has lost the last ones before
 * it comes here, so that two numbers of orders would be one.
 */
export function isWritable(value: unknown): boolean {
	if (typeof value !== 'number') return true;
	if (Number.isInteger(value)) return Number.isSafeInteger(value);
	return Number.isFinite(value) && !/e/i.test(String(value));
}

/** What is to be done about a number that is no text. */
export const GIVE_AS_TEXT = 'Give it as text, so that no digit is lost.';
