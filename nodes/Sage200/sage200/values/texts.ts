/** Texts longer than Sage stores: refused, or cut where the user asked for that and nothing but words is lost. */
import type { Field } from '../../catalog';

/**
 * Fields that hold words for people. Only these are cut: two references, codes or e-mail addresses that are alike in
 * what is left would become one record.
 */
const WORDS =
	/^(name|(first|middle|last|postal|contact|account|bank)_name|contact|contact_details|address(_\d)?|city|county|country|location|manufacturer|description|item_description|details|(.+_)?narrative|notes?|(.+_)?comment|alert_text|status_reason|email_(body|subject)|spare_text_\d+)$/;

/** Whether a text for this field may lose its end. */
export function mayBeCut({ name }: Pick<Field, 'name'>): boolean {
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

/**
 * Characters that nobody sees, or that look like a plain blank: two keys that differ in them alone look the same. All
 * that Unicode lets a program ignore, line ends, and blanks of other widths.
 */
const UNSEEN =
	/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu');

/** A key as it is kept: without outer blanks, which Sage trims, and each letter with its accent as one character. */
export function keyText(given: string): string {
	return given.normalize('NFC').trim();
}

/** What is wrong with a key that contains a character that nobody sees, as a clause; undefined where it has none. */
export function unseenIn(key: string): string | undefined {
	const unseen = UNSEEN.exec(key);
	if (!unseen) return undefined;
	const code = unseen[0].codePointAt(0) ?? 0;
	return `"${key.replace(unseen[0], '�')}" contains a character that nobody sees: U+${code.toString(16).toUpperCase().padStart(4, '0')} after ${unseen.index} characters`;
}

/** A text without such characters. */
export function withoutUnseen(text: string): string {
	return text.replace(ALL_UNSEEN, '');
}

/** What is to be done about a record's key that contains one. */
export const REMOVE_UNSEEN =
	'Remove it: a record with it and one without it look the same, and would be two.';
