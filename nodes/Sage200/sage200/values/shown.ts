/** A message names a value by its beginning: a whole document given by mistake does not belong into it. */
const LONGEST = 60;

/** A given value as a message shows it: in quotes, what is no text as JSON. */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	const isPlain = typeof value === 'string' || typeof value === 'number';
	const text = isPlain ? String(value) : (JSON.stringify(value) ?? String(value));
	return `"${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}"`;
}
