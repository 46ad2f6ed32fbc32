/** Where a watch stands, and the stamps that follow from it: what is still to be read, and what counts as emitted. */
const SECOND = 1000;
const HOUR = 3_600_000;

/** How much Sage's stamps may differ from what they are compared with: some databases know whole seconds only. */
export const GRAIN = SECOND;
/** How far a long look goes back: for a Sage clock that was set back by up to an hour. */
export const LONG_LOOK = 2 * HOUR;
/** Stamps without a zone may be the server's own time, which in the UK is up to an hour from UTC. */
export const ZONE_DOUBT = HOUR;

/** A part of the collection that is being read, maybe over several polls. */
export interface Sweep {
	/** Rows with this stamp or a later one are still to be read. */
	from: number;
	/** Where it started. */
	start: number;
	/** n8n's clock when it did. */
	startedAt: number;
	/** What it finds was there before the trigger: remembered, not emitted. */
	silent?: true;
	/** A page was full of one moment. */
	moment?: Moment;
	/** All up to this stamp was there when the first moment began, where moments may reach into the present. */
	there?: number;
}

/** A moment that has more rows than a page, read in order of ID. */
export interface Moment {
	/** The last stamp that belongs to it. */
	upTo: number;
	/** The last ID that was read. */
	after?: number;
	/** The newest stamp of versions that there was no room to remember. */
	forgotten?: number;
}

export interface Position {
	/** The newest stamp read. */
	mark: number;
	/** n8n's clock when it was read. */
	markAt: number;
	/** Where the next sweep starts. */
	next: number;
	/** Everything up to here counts as emitted. */
	floor: number;
	/** The newest stamp of versions that there was no room to remember. */
	forgotten?: number;
	/** n8n's clock at the last long look back. */
	lookedAt: number;
	/** Sage left the zone out. */
	unzoned?: true;
	sweep?: Sweep;
}

/** Moves the start of the next page to just before a stamp. False where it is there already. */
export function stepTo(at: number, position: Position, sweep: Sweep): boolean {
	const from = at - grainOf(position);
	if (from <= sweep.from) return false;
	sweep.from = from;
	return true;
}

/** The first stamp that will be read from a position. */
export function firstNeeded(position: Position): number {
	return (position.sweep?.from ?? position.next) - grainOf(position);
}

/** Where reading starts of what does not count as emitted: Sage may compare with earlier stamps than it shows. */
export function startAfter(position: Position): number {
	return position.floor + 1 - doubtOf(position);
}

/** The first stamp that a long look back may read. */
export function firstOfLongLook(position: Position): number {
	return position.mark - LONG_LOOK - 2 * doubtOf(position) - GRAIN;
}

/**
 * The first stamp that tells what is new to a poll that starts here, also when it is done again: it may look back for
 * long, and what was there when its sweep began is not new, however many polls it takes.
 */
export function firstKnown(position: Position): number {
	return Math.min(
		firstNeeded(position),
		firstOfLongLook(position),
		position.sweep?.start ?? Infinity,
	);
}

/** How far a stamp may be from UTC. */
export function doubtOf({ unzoned }: Position): number {
	return unzoned ? ZONE_DOUBT : 0;
}

/** How far a stamp may be from what it is compared with. */
export function grainOf(position: Position): number {
	return GRAIN + doubtOf(position);
}
