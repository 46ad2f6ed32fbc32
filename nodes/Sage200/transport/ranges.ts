/** Cuts the rest of a long list into ranges of its key, which can be read at the same time and cannot shift. */

/** Rows whose key is above `after` and at most `upTo`; open where left out. */
export interface Range {
	after?: number;
	upTo?: number;
}

/** As many as calls are in flight by default; what a user allows beyond that hardly makes a site faster. */
const MOST_RANGES = 4;

/**
 * @param after the last key read so far
 * @param newest the highest key there is, as the site says. It only decides where to cut: the last range is open, so
 * rows above it are read as well
 * @param page rows of a page: no more ranges are made than pages are left
 */
export function rangesUpTo(after: number, newest: unknown, page: number): Range[] {
	const span = Number(newest) - after;
	if (!Number.isSafeInteger(span) || span < 1) return [{ after }];
	const count = Math.min(MOST_RANGES, Math.ceil(span / page));
	const width = Math.ceil(span / count);
	return Array.from({ length: count }, (_, at) => ({
		after: after + at * width,
		upTo: at < count - 1 ? after + (at + 1) * width : undefined,
	}));
}
