/**
 * A collection of Sage that is written to while it is read: records with stamps, transactions that show their rows later
 * than they stamped them, and a clock of its own. It answers the pages that the trigger asks for. Not our simulator: what
 * it knows of Sage is in this file.
 */
import type { SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import type { Page, PageRequest } from '../../nodes/Sage200/trigger/reading';

interface Version {
	stamp: number;
	created: number;
	/** Sage's true time from which readers see it. */
	visibleFrom: number;
	deleted?: boolean;
}

export interface Habits {
	/** Most rows of one page. */
	largestPage: number;
	/** Milliseconds that stamps are cut to when they are shown; they are compared as they are. */
	grain: number;
	/** They are cut when they are stored already, and compared so. */
	isCutWhenStored?: boolean;
	/** Stamps are shown without Z, in the server's own time, which is so far from UTC. */
	zone?: number | ((stamp: number) => number);
}

const PLAIN: Habits = { largestPage: 1000, grain: 1 };

/** A list that changes while pages of it are read. */
export class ChangingSage {
	private readonly records = new Map<number, Version[]>();
	private readonly writes: number[] = [];
	private newestId = 0;
	/** True time, in milliseconds since 1970. */
	time = Date.UTC(2026, 2, 2, 9);
	/** How far Sage's clock is ahead of true time. */
	ahead = 0;
	requests: PageRequest[] = [];
	/** Records that fulfil the filter of whoever reads; all where it is left out. */
	fulfilling?: ReadonlySet<number>;

	constructor(private readonly habits: Habits = PLAIN) {}

	/** What Sage's clock says. */
	get clock(): number {
		return this.time + this.ahead;
	}

	/** Makes records, all with one stamp, that readers see so much later. */
	create(count: number, late = 0): void {
		for (let made = 0; made < count; made++) {
			this.records.set(++this.newestId, []);
			this.write(this.newestId, late);
		}
	}

	/** Changes every `step`-th record, all with one stamp. */
	update(step: number, late = 0): void {
		for (const id of this.records.keys()) if (id % step === 0) this.write(id, late);
	}

	/** Deletes the record whose turn it is; nothing where there are none. */
	delete(turn: number): void {
		const ids = [...this.records.keys()];
		if (ids.length > 0) this.records.delete(ids[turn % ids.length]);
	}

	/** One record with a stamp of its own making. */
	createStamped(stamp: number): void {
		const version = { stamp, created: stamp, visibleFrom: this.time };
		this.records.set(++this.newestId, [version]);
	}

	/** The versions that readers see now, as `id@stamp`, stamped at a moment or later. */
	versions(since = 0): string[] {
		return this.visible()
			.filter(({ version }) => version.stamp >= since)
			.map(({ id, version }) => `${id}@${this.shown(version.stamp)}`);
	}

	/** How many versions were written within so many milliseconds at most. */
	mostWrittenWithin(duration: number): number {
		let first = 0;
		return this.writes.reduce((most, time, index) => {
			while (this.writes[first] < time - duration) first++;
			return Math.max(most, index + 1 - first);
		}, 0);
	}

	/** Answers one page. */
	page(request: PageRequest): Page {
		this.requests.push(request);
		const { $filter = '', $orderby = '' } = request.query;
		const bound = (pattern: RegExp) => pattern.exec(String($filter))?.[1];
		const moment = (pattern: RegExp, otherwise: number) => {
			const text = bound(pattern);
			return text === undefined ? otherwise : Date.parse(text);
		};
		const since = moment(/date_time_updated ge (\S+?)\)?(?: |$)/, -Infinity);
		const until = moment(/date_time_updated le (\S+?)\)?(?: |$)/, Infinity);
		const after = Number(bound(/id gt (\d+)/) ?? 0);
		const rows = this.visible()
			.filter(({ id, version: { stamp } }) => stamp >= since && stamp <= until && id > after)
			.filter(({ id }) => this.fulfilling?.has(id) ?? true)
			.sort(orderOf(String($orderby)));
		const asked = Math.min(request.limit ?? Infinity, 1000);
		return {
			asked,
			rows: rows
				.slice(0, Math.min(asked, this.habits.largestPage))
				.map(({ id, version }) => this.row(id, version)),
		};
	}

	private visible(): Array<{ id: number; version: Version }> {
		return [...this.records].flatMap(([id, versions]) => {
			const shown = versions.filter(({ visibleFrom }) => visibleFrom <= this.time);
			return shown.length > 0 ? [{ id, version: shown[shown.length - 1] }] : [];
		});
	}

	private row(id: number, { stamp, created }: Version): SageRecord {
		return { id, date_time_updated: this.shown(stamp), date_time_created: this.shown(created) };
	}

	private shown(stamp: number): string {
		const { grain, zone } = this.habits;
		const cut = Math.floor(stamp / grain) * grain;
		const offset = typeof zone === 'function' ? zone(cut) : (zone ?? 0);
		const text = new Date(cut + offset).toISOString();
		return zone === undefined ? text : text.slice(0, -1);
	}

	private write(id: number, late: number): void {
		const versions = this.records.get(id) ?? [];
		const { grain, isCutWhenStored } = this.habits;
		const stamp = isCutWhenStored ? Math.floor(this.clock / grain) * grain : this.clock;
		const created = versions[0]?.created ?? stamp;
		// A row that another transaction is writing is locked: its next version is not visible before.
		const locked = versions[versions.length - 1]?.visibleFrom ?? 0;
		const visibleFrom = Math.max(this.time + late, locked);
		this.writes.push(this.time);
		this.records.set(id, [...versions, { stamp, created, visibleFrom }]);
	}
}

type Shown = { id: number; version: Version };

function orderOf(orderBy: string): (one: Shown, other: Shown) => number {
	if (orderBy.startsWith('id')) return (one, other) => one.id - other.id;
	const direction = orderBy.includes('date_time_updated desc') ? -1 : 1;
	return (one, other) => direction * (one.version.stamp - other.version.stamp) || one.id - other.id;
}
