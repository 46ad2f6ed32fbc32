/**
 * A bar against n8n's HTTP Request node, and what stands for it where n8n leaves no room: no node can do better than one
 * that knows everything beforehand and makes the same calls through n8n's request helper.
 */
import { ratio, type Bar, type Spread } from './figures.mts';
import type { Result } from './result.mts';

/** The rounds of one contest, in seconds or MB. */
export interface Rounds {
	node: number[];
	bareNode: number[];
	httpRequest: number[];
}

/** The most that the node may take of what each of them takes. */
export interface Most {
	httpRequest: number;
	bareNode: number;
}

export interface Room {
	toHttpRequest: Spread;
	toBareNode: Spread;
	bars: Bar[];
	notes: string[];
}

/** Adds the bars, and a note where the bare node itself is above the one against HTTP Request. */
export function barsOf(what: string, rounds: Rounds, most: Most): Room {
	const toHttpRequest = ratio(rounds.node, rounds.httpRequest);
	const toBareNode = ratio(rounds.node, rounds.bareNode);
	const room = ratio(rounds.bareNode, rounds.httpRequest);
	const againstBareNode = {
		what: `${what}, against a bare node`,
		measured: toBareNode,
		most: most.bareNode,
	};
	const isReachable = room.median <= most.httpRequest;
	return {
		toHttpRequest,
		toBareNode,
		bars: isReachable
			? [
					{
						what: `${what}, against HTTP Request`,
						measured: toHttpRequest,
						most: most.httpRequest,
					},
					againstBareNode,
				]
			: [againstBareNode],
		notes: isReachable
			? []
			: [
					`${what}: the node takes ${toHttpRequest.median} of what HTTP Request takes. The bare node takes ${room.median}, so no node can reach ${most.httpRequest}; the ratio to the bare node decides.`,
				],
	};
}

/** Writes them into a result. */
export function addBars(result: Result, { bars, notes }: Room): void {
	result.bars.push(...bars);
	result.notes.push(...notes);
}
