/** Values that have fields. */

/** Whether a value is an object with fields, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No record of Sage's is nested so deep. */
const DEEPEST = 100;

/** Names that JavaScript asks objects for: where they hold something else, no text can be made of the object. */
const RESERVED = new Set(['toString', 'valueOf', 'toJSON']);

/**
 * Why no call can carry a value, however deep: half a character cannot be written in an address, and some names cannot
 * be fields. Undefined where nothing is wrong.
 */
export function unfitIn(value: unknown, depth = 0): string | undefined {
	if (depth > DEEPEST) return 'is nested too deep to be sent';
	if (typeof value === 'string')
		return /\p{Surrogate}/u.test(value) ? 'has half a character, which cannot be sent' : undefined;
	if (Array.isArray(value))
		return value.map((each) => unfitIn(each, depth + 1)).find((unfit) => unfit !== undefined);
	if (!isRecord(value) || !isPlainObject(value)) return undefined;
	for (const [name, inner] of Object.entries(value)) {
		if (RESERVED.has(name)) return `has a field "${name}", which Sage 200 cannot have`;
		const unfit = unfitIn(name) ?? unfitIn(inner, depth + 1);
		if (unfit) return unfit;
	}
	return undefined;
}

/** Whether an object is neither a date nor another thing with a class of its own. */
export function isPlainObject(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
