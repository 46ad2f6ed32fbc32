/**
 * Follows the changes of one collection by its stamps, from poll to poll: every version that a poll can see is emitted,
 * and none twice.
 *
 * A sweep reads the collection from a moment to its end, oldest first. The next page starts a little before the last
 * stamp read, for Sage's stamps may be coarser or finer than what they are compared with; a page that is all of one
 * moment (a bulk update gives thousands one stamp) is followed by pages of that moment in order of ID. So more equal
 * stamps than a page holds cost no row and no endless loop.
 *
 * The next sweep starts before the newest stamp, because a transaction may show its rows later than it stamped them:
 * `overlap` before, until that much time has passed. What was emitted is remembered, so the overlap repeats nothing.
 * Moments are Sage's own stamps; of n8n's clock only durations are used, and a bound on stamps that lie in the future.
 */
import type { SageRecord } from '../sage200/protocol/api';
import { SageFailure } from '../sage200/protocol/failures';

import {
	doubtOf,
	firstKnown,
	firstNeeded,
	firstOfLongLook,
	GRAIN,
	grainOf,
	LONG_LOOK,
	startAfter,
	stepTo,
	ZONE_DOUBT,
	type Position,
	type Sweep,
} from './position';
import { endsList, type Page, type Reading } from './reading';
import { Remembered, type StoredVersions } from './remembered';
import { newestRow, rowsFrom, type Source } from './source';
import { readStamp, stampOf } from './stamps';

const HOUR = 3_600_000;

/** How often the window opens wider. */
const LONG_LOOK_EVERY = HOUR;
/** What lies further ahead of n8n's clock was stamped by mistake: to follow it would pass over all that comes before. */
const FARTHEST_AHEAD = 2 * HOUR;
const LARGEST_PAGE = 1000;

export interface WatchRules {
	/** Milliseconds that a change may be seen later than it is stamped. */
	overlap: number;
	/** Most versions that are remembered. */
	capacity: number;
	/** n8n's clock, in milliseconds since 1970. */
	clock: () => number;
}

/** One version of a record. */
export interface Change {
	row: SageRecord;
	id: number;
	/** Its stamp, in milliseconds since 1970. */
	at: number;
	/** The record was created since the last sweep, so this is the first version that a poll could see. */
	isNew: boolean;
}

/** A watch as it is stored between polls. */
export interface StoredWatch {
	position: Position;
	versions: StoredVersions;
	/** Where the last poll started that found something. */
	before?: Position;
}

/** The changes of one page. */
export interface Batch {
	changes: Change[];
	/** Nothing more for this poll. */
	isLast: boolean;
}

export class Watch {
	private position?: Position;
	private readonly remembered: Remembered;
	/** Where the last poll started that found something, and where this one starts. */
	private lastStart?: Position;
	private start?: Position;

	constructor(
		private readonly source: Source,
		private readonly rules: WatchRules,
		stored?: StoredWatch,
	) {
		this.remembered = new Remembered(stored?.versions);
		if (!stored) return;
		this.position = structuredClone(stored.position);
		this.start = structuredClone(stored.position);
		this.lastStart = stored.before;
	}

	/** Starts at a moment: all that is stamped then or later will be emitted. */
	armAt(moment: number): void {
		this.position = this.placeAt(moment);
		this.start = structuredClone(this.position);
	}

	private placeAt(moment: number): Position & { sweep: Sweep } {
		const now = this.rules.clock();
		return {
			mark: moment,
			markAt: now,
			next: moment,
			floor: moment - 1,
			lookedAt: now,
			sweep: { from: moment, start: moment, startedAt: now },
		};
	}

	/** Whether it has a place to go on from. */
	get isArmed(): boolean {
		return this.position !== undefined;
	}

	/**
	 * Reads on, until all is read, so many changes were found, or the poll's time is over.
	 * @throws SageFailure for rows that cannot be followed: without stamp or ID, or in another order than asked for
	 */
	*changes(most: number): Reading<Change[]> {
		const changes: Change[] = [];
		for (;;) {
			const batch = yield* this.batch(most - changes.length);
			changes.push(...batch.changes);
			if (batch.isLast) return changes;
		}
	}

	/** Reads one page, for those who have to look further into what changed before they read on. */
	*batch(most: number): Reading<Batch> {
		if (!this.position) yield* this.armNow();
		const { position } = this;
		if (!position) return { changes: [], isLast: true };
		const sweep = (position.sweep ??= this.newSweep(position));
		if (!(yield* this.knowsPresent(position, sweep))) return { changes: [], isLast: true };
		const page = yield rowsFrom(this.source, sweep.from, sweep.moment, this.pageLimit);
		if (!page) return { changes: [], isLast: true };
		const { changes, isAll } = this.take(page, position, sweep, most);
		if (isAll) this.goOn(page, position, sweep);
		this.forget(position);
		return { changes, isLast: !isAll || !position.sweep || changes.length >= most };
	}

	/** Whether a later sweep will find this row as a change. */
	isToCome(row: SageRecord): boolean {
		const at = readStamp(row[this.source.stamp])?.at;
		if (!this.position || at === undefined) return false;
		return at > this.position.floor && !this.remembered.has(Number(row[this.source.key]), at);
	}

	/** To be stored when the poll's items go out; undefined while there is no place to go on from. */
	toStored(): StoredWatch | undefined {
		if (!this.position) return undefined;
		const before = this.remembered.hasFound ? this.start : this.lastStart;
		return {
			position: this.position,
			versions: this.remembered.toStored(),
			...(before ? { before } : {}),
		};
	}

	/** The stored watch as it was before the last poll that found something. */
	static rewound(stored: StoredWatch): StoredWatch {
		const { before, versions, position } = stored;
		if (!before) return stored;
		// What was forgotten since counts as emitted, as far as that poll did not need it.
		const forgotten = Math.min(position.floor, firstNeeded(before) - 1);
		const floor = Math.max(before.floor, forgotten);
		return {
			position: { ...before, floor, forgotten: position.forgotten },
			versions: { older: versions.older, last: '' },
		};
	}

	/**
	 * Starts now, which is the newest stamp that Sage has, whatever any clock says. What later sweeps would read again is
	 * read once, to be remembered.
	 */
	private *armNow(): Reading<void> {
		const page = yield newestRow(this.source, this.latest);
		if (!page) return;
		const newest = readStamp(page.rows[0]?.[this.source.stamp]);
		const doubt = newest && !newest.zoned ? ZONE_DOUBT : 0;
		const before = LONG_LOOK + 3 * doubt + this.rules.overlap;
		const place = this.placeAt(Math.max(0, (newest?.at ?? 0) - before));
		this.start = structuredClone(place);
		this.position = {
			...place,
			...(doubt > 0 ? { unzoned: true } : {}),
			sweep: { ...place.sweep, silent: true },
		};
	}

	/**
	 * A moment is as wide as the doubt of the zone. What is written into it while it is read has a newer stamp than all
	 * that was there before. False where the poll's time is over.
	 */
	private *knowsPresent(position: Position, sweep: Sweep): Reading<boolean> {
		if (!sweep.moment || !position.unzoned || sweep.there !== undefined) return true;
		const page = yield newestRow(this.source, this.latest);
		if (!page) return false;
		const newest = readStamp(page.rows[0]?.[this.source.stamp])?.at ?? sweep.from;
		const passed = this.rules.clock() - position.markAt;
		sweep.there = newest < position.mark + passed - GRAIN ? newest : newest - 1;
		return true;
	}

	/** No row can have a later stamp yet. */
	private get latest(): number {
		return this.rules.clock() + FARTHEST_AHEAD;
	}

	private newSweep(position: Position): Sweep {
		const now = this.rules.clock();
		const { mark, next } = position;
		const isLongLook = Math.abs(now - position.lookedAt) >= LONG_LOOK_EVERY;
		if (isLongLook) position.lookedAt = now;
		const longLook = Math.max(0, startAfter(position), mark - LONG_LOOK - doubtOf(position));
		const from = isLongLook ? Math.min(next, longLook) : next;
		return { from, start: from, startedAt: now };
	}

	/** Picks what is new out of a page. `isAll` is false where there was no room for all of it. */
	private take(
		{ rows }: Page,
		position: Position,
		sweep: Sweep,
		room: number,
	): { changes: Change[]; isAll: boolean } {
		const changes: Change[] = [];
		let before: { id: number; at: number } | undefined;
		for (const row of rows) {
			const { id, at } = this.read(row, position);
			if (before) this.refuseDisorder(position, sweep, before, { id, at });
			before = { id, at };
			if (at > position.floor && !this.remembered.has(id, at)) {
				const isNew = this.isNew(row, { id, at }, position, sweep);
				if (sweep.silent || (isNew && this.source.passesOverNew))
					this.remembered.addSilently(id, at);
				else if (changes.length < room) {
					changes.push({ row, id, at, isNew });
					this.remembered.add(id, at);
				} else {
					// Read again by the next poll, which goes on here.
					if (sweep.moment) sweep.moment.after = id - 1;
					else stepTo(at, position, sweep);
					return { changes, isAll: false };
				}
			}
			this.moveMark(at, position);
		}
		return { changes, isAll: true };
	}

	private moveMark(at: number, position: Position): void {
		if (at <= position.mark || at > this.latest) return;
		position.mark = at;
		position.markAt = this.rules.clock();
	}

	/** Where the page after this one begins, or the end of the sweep. */
	private goOn(page: Page, position: Position, sweep: Sweep): void {
		const last = page.rows[page.rows.length - 1];
		const { moment } = sweep;
		if (moment && endsList(page)) {
			const { forgotten = position.floor } = moment;
			position.floor = Math.max(position.floor, Math.min(forgotten, sweep.there ?? forgotten));
			sweep.from = moment.upTo;
			delete sweep.moment;
		} else if (moment) {
			moment.after = this.read(last, position).id;
		} else if (endsList(page)) {
			this.end(position, sweep);
		} else {
			const { at } = this.read(last, position);
			if (!stepTo(at, position, sweep)) sweep.moment = { upTo: at + grainOf(position) };
		}
	}

	/**
	 * A sweep saw everything that was stamped the overlap before it started. When that was on Sage's clock is not known,
	 * but the newest stamp was read then or later, and durations are the same on all clocks.
	 */
	private end(position: Position, { startedAt }: Sweep): void {
		const { mark, markAt } = position;
		const settled = mark + (startedAt - markAt) - this.overlapOf(position);
		const next = Math.min(mark + 1, settled) - doubtOf(position);
		position.next = Math.max(0, startAfter(position), next);
		delete position.sweep;
	}

	/** Lets go of what no sweep will read again, and of the oldest where there are too many. */
	private forget(position: Position): void {
		const { mark, sweep } = position;
		const underWay = sweep ? Math.max(0, this.rules.clock() - sweep.startedAt) : 0;
		const needed = Math.min(
			firstNeeded(position),
			firstOfLongLook(position),
			mark - underWay - this.overlapOf(position) - grainOf(position),
		);
		const starts = [this.start, this.lastStart, position].flatMap((start) =>
			start ? firstKnown(start) : [],
		);
		const earlier = Math.min(needed, ...starts);
		this.remembered.forgetBefore(needed, earlier);
		position.floor = Math.max(position.floor, needed - 1);
		this.forgetBeyondCapacity(position);
	}

	private forgetBeyondCapacity(position: Position): void {
		const room = this.rules.capacity - this.pageLimit;
		const oldest = this.remembered.stampBeyond(room);
		if (oldest === undefined) return;
		const { sweep } = position;
		// What is stamped from there on may not have been read yet.
		const upTo = Math.min(oldest, (sweep?.from ?? Infinity) - 1);
		this.remembered.forgetBefore(upTo + 1);
		position.floor = Math.max(position.floor, Math.min(upTo, sweep?.there ?? upTo));
		position.forgotten = Math.max(position.forgotten ?? upTo, upTo);
		const moment = sweep?.moment;
		if (moment?.after !== undefined && this.remembered.size > room) {
			const forgotten = this.remembered.forgetPassed(moment.after, moment.upTo);
			moment.forgotten = Math.max(moment.forgotten ?? position.floor, forgotten);
			position.forgotten = Math.max(position.forgotten, forgotten);
		}
		position.next = Math.max(position.next, startAfter(position));
	}

	private get pageLimit(): number {
		return Math.max(1, Math.min(LARGEST_PAGE, Math.floor(this.rules.capacity / 2)));
	}

	private overlapOf(position: Position): number {
		return Math.max(this.rules.overlap, GRAIN) + doubtOf(position);
	}

	private read(row: SageRecord, position: Position): { id: number; at: number } {
		const { path, key, stamp } = this.source;
		const { at, zoned } = stampOf(row, stamp, path);
		if (!zoned) position.unzoned = true;
		const id = Number(row[key]);
		if (!Number.isSafeInteger(id)) throw this.unreadable(`A record came without "${key}".`);
		return { id, at };
	}

	private isNew(
		row: SageRecord,
		{ id, at }: { id: number; at: number },
		{ forgotten = -Infinity }: Position,
		{ start }: Sweep,
	): boolean {
		const { created, filter, passesOverNew } = this.source;
		const stamp = created === undefined ? undefined : readStamp(row[created]);
		if (!stamp || this.remembered.hasAny(id)) return false;
		// Its first version may not have fulfilled the filter: then no poll saw it, and this one is a change.
		if (passesOverNew && filter !== undefined && at - stamp.at > GRAIN) return false;
		return stamp.at >= start && stamp.at > forgotten;
	}

	/** The next page would leave out what is not in its place. */
	private refuseDisorder(
		position: Position,
		{ moment }: Sweep,
		before: { id: number; at: number },
		row: { id: number; at: number },
	): void {
		// Local times without a zone go back by an hour in autumn.
		const isOrdered = moment ? row.id >= before.id : row.at >= before.at - doubtOf(position);
		if (isOrdered) return;
		const { key, stamp } = this.source;
		throw this.unreadable(
			`The address does not sort by "${moment ? key : stamp}", so changes cannot be followed.`,
		);
	}

	private unreadable(remedy: string): SageFailure {
		return new SageFailure({ kind: 'unreadable', method: 'GET', path: this.source.path, remedy });
	}
}
