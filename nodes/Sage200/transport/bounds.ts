/**
 * How big a reply may be. n8n has read it by then and sets no bound itself; ours keeps a hostile or broken address from
 * reaching what walks through records: nesting without end would overflow the stack there.
 */

/** 5,000 records, the most that Sage gives at once, of 40 kB each. */
const LARGEST_REPLY = 200_000_000;
/** Sage's deepest record has seven floors: order, line, batch … */
const DEEPEST = 40;

/** Whether a reply has more bytes or more floors than Sage 200 sends. */
export function isBeyondBounds(body: unknown, headers: Record<string, unknown>): boolean {
	return Number(headers['content-length'] ?? 0) > LARGEST_REPLY || isDeeperThan(body, DEEPEST);
}

/** Floor by floor and not by recursion, which is what the depth would break. */
function isDeeperThan(value: unknown, floors: number): boolean {
	let floor = [value].filter(isNested);
	for (let depth = 0; floor.length > 0; depth++) {
		if (depth === floors) return true;
		floor = floor.flatMap((each) => Object.values(each).filter(isNested));
	}
	return false;
}

function isNested(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
