/** Cuts the rest of a long list into ranges of its key, which can be read at the same time and cannot shift. */

/** Rows whose key is above `after` and at most `upTo`; open where left out. */
export interface Range {
	after?: number;
	upTo?: number;
}

/** As many as calls are in flight by default; what a user allows beyond that hardly makes a site faster. */
const RANGES = 4;

/**
 * @param after the last key read so far
 * @param newest the highest key there is, as the site says. It only decides where to cut: the last range is open, so
 * rows above it are read as well
 */
export function rangesUpTo(after: number, newest: unknown): Range[] {
	const width = Math.ceil((Number(newest) - after) / RANGES);
	if (!Number.isSafeInteger(width) || width < 1) return [{ after }];
	return Array.from({ length: RANGES }, (_, at) => ({
		after: after + at * width,
		upTo: at < RANGES - 1 ? after + (at + 1) * width : undefined,
	}));
}
