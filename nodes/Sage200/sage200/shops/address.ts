/** Texts of addresses, as shops write them. */

/** The texts that are set, trimmed; a street line that a shop repeats is kept once. */
export function streetOf(lines: Array<string | undefined>): string[] {
	const set = lines.flatMap((line) => (line ?? '').split(/\r?\n/)).map((line) => line.trim());
	return [...new Set(set.filter((line) => line !== ''))];
}

/** First and last name as one; undefined where both are missing. */
export function fullName(...parts: Array<string | undefined>): string | undefined {
	const name = parts.filter((part) => part !== undefined).join(' ');
	return name === '' ? undefined : name;
}
