/** Digits of the longest number that is sorted by its value. */
const DIGITS = 15;

/**
 * The alphabetical order of the form's lists, in which numbers go by their value: 2 comes before 10.
 * Plain comparison: `localeCompare` loads the tables of all languages first, a quarter of the time that the node took to load.
 * @param textOf what an entry is listed by
 */
export function alphabetically<T>(textOf: (entry: T) => string): (left: T, right: T) => number {
	return (left, right) => {
		const [one, other] = [sortText(textOf(left)), sortText(textOf(right))];
		if (one === other) return 0;
		return one < other ? -1 : 1;
	};
}

function sortText(text: string): string {
	return text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'));
}
