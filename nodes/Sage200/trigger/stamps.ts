/**
 * Sage's stamps as numbers. They are UTC with up to three decimals; old sites leave the Z out (api.md g), and whether
 * they then mean UTC or the server's own time is not known.
 */
import type { SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';

const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

export interface Stamp {
	/** Milliseconds since 1970. */
	at: number;
	/** False where Sage left the zone out. */
	zoned: boolean;
}

/** Undefined for what is no stamp. */
export function readStamp(value: unknown): Stamp | undefined {
	if (typeof value !== 'string') return undefined;
	const zoned = ZONE.test(value);
	const at = Date.parse(zoned ? value : `${value}Z`);
	return Number.isNaN(at) ? undefined : { at, zoned };
}

/**
 * The stamp of a row that was asked for by it.
 * @throws SageFailure for a row without one: it could never be told from a later version of itself
 */
export function stampOf(row: SageRecord, field: string, path: string): Stamp {
	const stamp = readStamp(row[field]);
	if (stamp) return stamp;
	throw new SageFailure({
		kind: 'unreadable',
		method: 'GET',
		path,
		remedy: `A record came without "${field}", by which changes are followed.`,
	});
}

/** As filters take it: with a time part the Z is mandatory (api.md d). */
export function stampText(at: number): string {
	return new Date(at).toISOString();
}
