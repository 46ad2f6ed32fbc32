/** Which texts a mistyped one may stand for. */

/** The texts most like one that was mistyped, the nearest first. */
export function nearestTo(mistyped: string, known: string[], most: number): string[] {
	const distances = new Map(known.map((each) => [each, distance(plain(mistyped), plain(each))]));
	return [...distances]
		.sort(([, one], [, other]) => one - other)
		.slice(0, most)
		.map(([text]) => text);
}

function plain(text: string): string {
	return text.trim().toLowerCase();
}

/** How many letters have to be added, left out or changed to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (const [at, letter] of [...one].entries()) {
		const next = [at + 1];
		for (let column = 0; column < other.length; column++) {
			const changed = row[column] + (letter === other[column] ? 0 : 1);
			next.push(Math.min(changed, row[column + 1] + 1, next[column] + 1));
		}
		row = next;
	}
	return row[other.length];
}
