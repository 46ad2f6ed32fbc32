/**
 * How big a reply may be. n8n has read it by then and sets no bound itself; ours keeps a hostile or broken address from
 * reaching what walks through records: nesting without end would overflow the stack there.
 */

/** 5,000 records, the most that Sage gives at once, of 40 kB each. */
const LARGEST_REPLY = 200_000_000;
/** Sage's deepest record has seven levels: order, line, batch … */
const DEEPEST = 40;

/** Whether a reply has more bytes or more floors than Sage 200 sends. */
export function isBeyondBounds(body: unknown, headers: Record<string, unknown>): boolean {
	return Number(headers['content-length'] ?? 0) > LARGEST_REPLY || isDeeperThan(body, DEEPEST);
}

/**
 * Goes no deeper than the floors allowed, so the depth of the reply cannot overflow the stack. Runs over every row that is
 * read: it makes no list of a record's values, for that takes twice as long.
 */
function isDeeperThan(value: unknown, floors: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (floors === 0) return true;
	if (Array.isArray(value)) return value.some((each) => isDeeperThan(each, floors - 1));
	const record = value as Record<string, unknown>;
	for (const name in record) {
		const each = record[name];
		if (typeof each === 'object' && isDeeperThan(each, floors - 1)) return true;
	}
	return false;
}
