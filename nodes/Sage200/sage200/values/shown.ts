/** A message names a value by its beginning: a whole document given by mistake does not belong into it. */
const LONGEST = 60;

/** A given value as a message shows it: texts in quotes, everything else as JSON. */
export function shown(value: unknown): string {
	const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
	const plain = typeof value === 'string' ? `"${value}"` : text;
	return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}
