/** Yes or no, as forms, expressions and AI agents give it. */

const TRUE_TEXTS = new Set(['true', 'yes', '1']);
const FALSE_TEXTS = new Set(['false', 'no', '0']);

/** The boolean that a value stands for; undefined when it stands for neither. */
export function booleanIn(value: unknown): boolean | undefined {
	if (typeof value === 'object') return undefined;
	const text = String(value).trim().toLowerCase();
	if (TRUE_TEXTS.has(text)) return true;
	return FALSE_TEXTS.has(text) ? false : undefined;
}
