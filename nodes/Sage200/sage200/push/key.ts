/** The document key: the caller's own number of an order, return or posting, kept in a field of the document. */
import { schema } from '../../catalog';
import { inSentence, labelOf } from '../../catalog/labels';
import type { Problem } from '../protocol/failures';
import { normalKey } from '../lookups/lookups';
import { shown } from '../values/shown';
import { GIVE_AS_TEXT, isWritable, keyText, unseenIn } from '../values/texts';

export interface KeyRule {
	/** Schema of the document. */
	schema: string;
	/** Field that keeps the key, such as `customer_document_no`. */
	field: string;
	/** Put before every key, so that numbers of different shops differ. */
	prefix: string;
	/** How the form calls the key. */
	label: string;
	/** What carries the key, as in a sentence, where it is no order; such a key has one place. */
	document?: string;
}

/**
 * The key as it is stored: prefix and all, without outer blanks, which Sage trims. Letters with accents are one character
 * each, whatever the shop writes them as.
 */
export function storedKey(rule: KeyRule, given: string): string {
	return given.trim() === '' ? '' : keyText(`${rule.prefix}${given.trim()}`);
}

/**
 * What is wrong with a key; undefined when it can be stored as it is.
 * @param given text, or a number
 */
export function keyProblem(rule: KeyRule, given: unknown): Problem | undefined {
	const { document = 'order' } = rule;
	const name = rule.document === undefined ? 'key' : inSentence(rule.label);
	if (!isWritable(given) || typeof given === 'boolean' || isObject(given))
		return {
			field: rule.label,
			message: `${shown(given)} is no ${name}: other ${document}s could have the same`,
			remedy: GIVE_AS_TEXT,
		};
	const key = storedKey(rule, String(given ?? ''));
	const longest = schema(rule.schema).fields.get(rule.field)?.maxLength;
	if (key === '') {
		return {
			field: rule.label,
			message: 'is empty',
			remedy: `Give ${rule.document === undefined ? "the shop's own order number" : 'a number of its own'}: it keeps the ${document} from being pushed twice.`,
		};
	}
	const unseen = unseenIn(key);
	if (unseen)
		return {
			field: rule.label,
			message: unseen,
			remedy: `Remove it: a ${name} with it and one without it look the same, and would make two ${document}s.`,
		};
	if (longest !== undefined && key.length > longest) {
		return {
			field: rule.label,
			message: `"${key}" is ${key.length} characters long; ${labelOf(rule.field)} stores at most ${longest}`,
			remedy: `A cut ${name} could match another ${document}. Shorten it${rule.document === undefined ? ', or keep it in a longer field' : ''}.`,
		};
	}
	return undefined;
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/** True when Sage would take two different keys for the same: it compares without case and outer spaces. */
export function keysCollide(left: string, right: string): boolean {
	return left !== right && normalKey(left) === normalKey(right);
}
