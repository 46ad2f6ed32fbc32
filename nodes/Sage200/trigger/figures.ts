/**
 * Values that are told when they change: stock levels, states of orders and customers, prices. What was told last is
 * remembered for each, so that a record that was only touched tells nothing.
 *
 * Changes are found by the stamps of the rows, and, where that is asked for, by comparing all of them once a night:
 * whether Sage moves a row's stamp with every change of such a value is not certain (api.md h).
 */
import { allOf } from '../sage200/lookups/odata';
import type { SageRecord } from '../sage200/protocol/api';
import { groupBy } from '../sage200/values/grouping';

import type { Happening, Machine, Poll, PollRules } from './happening';
import { nightOf } from './nights';
import { readByIds } from './byIds';
import { endsList, type Page, type PageRequest, type Reading } from './reading';
import { readStamp } from './stamps';
import { Values, type Before, type StoredValues } from './values';
import type { Source } from './source';
import { Watch, type StoredWatch } from './watch';

/** The share of what may be remembered that is for versions: a repeated version tells nothing when its value is the same. */
const FOR_VERSIONS = 0.1;
/** Fewer would make small pages, and so many calls, where many companies share what may be remembered. */
const FEWEST_VERSIONS = 100;
/** The share for the values before the last poll, which undo it after a restart. */
const FOR_UNDO = 0.2;
/** Rows whose groups are read at once. */
const MOST_ROWS = 200;
/** Newest rows among which something to tell is looked for, for someone who tries the node out. */
const SAMPLED_FROM = 200;

/** One value that is followed. */
export interface Subject {
	/** Names it within the company. */
	key: string;
	/** Its value, as text. */
	figure: string;
	/** When it changed last, in milliseconds since 1970. */
	at: number;
	record: SageRecord;
}

export interface FigureSource {
	/** Rows that the values are made of. */
	rows: Source;
	/** Field whose rows together make one record's values: the key itself, or the product of a holding. */
	group: string;
	/**
	 * Which of them a first poll that only remembers has to read; all when left out.
	 * @param now n8n's clock
	 */
	remembered?(now: number): string;
	/** Values of rows, of which all of a group are given. */
	subjects(rows: SageRecord[]): Subject[];
	/** What becomes of values whose rows are gone; left out where they are told no more. */
	gone?: {
		/** The group that a key belongs to. */
		groupOf(key: string): number;
		/** @param at when it was missed */
		subject(key: string, at: number): Subject;
	};
	/** What to tell of a value that is another than before; undefined for what is not to be told. */
	tell(subject: Subject, before: Before | undefined): Omit<Happening, 'time'> | undefined;
	/** What is shown of a value that there is nothing to tell of; left out where there always is. */
	show?(subject: Subject): Omit<Happening, 'time'>;
	/** Adds what is read only for what is told. */
	complete?(happenings: Happening[]): Reading<Happening[]>;
}

export interface FigureRules {
	/** What the first poll does: tells nothing and knows nothing, reads all to know it, or tells all. */
	first: 'changes' | 'remember' | 'all';
	/** Hour of the night at which all are compared. */
	nightly?: number;
}

/** What was told last, and how far a comparison has come. */
export interface StoredFigures extends StoredValues {
	/** The night of the last comparison. */
	night?: string;
	comparison?: Comparison;
	/** That the last poll that found something compared, so doing it again is to compare again. */
	undoesComparison?: Comparison;
}

export interface FiguresState {
	watch?: StoredWatch;
	figures?: StoredFigures;
}

interface Comparison {
	/** Groups up to this one are compared. */
	after?: number;
	/** Tells what is not remembered too. */
	tellsAll?: true;
	/** Tells nothing. */
	silent?: true;
}

/** The machine that tells which values changed. */
export function figuresMachine(
	source: FigureSource,
	figureRules: FigureRules,
): Machine<FiguresState> {
	return {
		*poll(stored, rules) {
			return yield* new FigurePoll(source, figureRules, rules, stored).run();
		},
		*sample(count) {
			const { rows, group } = source;
			const page = yield {
				path: rows.path,
				query: { ...selection(rows), $filter: rows.filter, $orderby: `${rows.stamp} desc` },
				limit: SAMPLED_FROM,
				mayEnd: true,
			};
			const newest = page?.rows ?? [];
			const groups = [...new Set(newest.map((row) => row[group]))].slice(0, count);
			const whole =
				group === rows.key
					? newest
					: yield* rowsOfGroups(
							rows,
							group,
							newest.filter((row) => groups.includes(row[group])),
						);
			const samples = samplesOf(source, source.subjects(whole)).slice(0, count);
			return source.complete ? yield* source.complete(samples) : samples;
		},
		rewound,
	};
}

/** What there is to tell of values that nothing is known of; where that is nothing, the values as they are. */
function samplesOf(source: FigureSource, subjects: Subject[]): Happening[] {
	const said = (say: (subject: Subject) => Omit<Happening, 'time'> | undefined) =>
		subjects.flatMap((subject) => {
			const happening = say(subject);
			return happening ? [withTime(happening, subject)] : [];
		});
	const told = said((subject) => source.tell(subject, undefined));
	return told.length > 0 ? told : said((subject) => source.show?.(subject));
}

/** All rows of the groups that some rows belong to. */
function* rowsOfGroups(rows: Source, group: string, some: SageRecord[]): Reading<SageRecord[]> {
	const { path, filter } = rows;
	return yield* readByIds({ path, query: selection(rows), filter }, rows.key, {
		field: group,
		ids: some.map((row) => row[group]),
	});
}

class FigurePoll {
	private readonly values: Values;
	private readonly watch: Watch;
	private readonly undoCapacity: number;
	/** Keys that had values when the poll began, or before it was undone, by group; none where values do not go. */
	private readonly keysIn: ReadonlyMap<number, string[]>;
	private readonly happenings: Happening[] = [];
	private hasFound = false;
	private comparedFrom?: Comparison;

	constructor(
		private readonly source: FigureSource,
		private readonly figureRules: FigureRules,
		private readonly rules: PollRules,
		private readonly stored: FiguresState | undefined,
	) {
		const forVersions = Math.max(
			Math.floor(rules.capacity * FOR_VERSIONS),
			Math.min(FEWEST_VERSIONS, Math.floor(rules.capacity / 2)),
		);
		this.undoCapacity = Math.max(1, Math.floor(rules.capacity * FOR_UNDO));
		const capacity = rules.capacity - forVersions - this.undoCapacity;
		this.values = new Values(stored?.figures, capacity);
		const { gone } = source;
		this.keysIn = gone ? groupBy(this.values.keys, (key) => gone.groupOf(key)) : new Map();
		this.watch = new Watch(source.rows, { ...rules, capacity: forVersions }, stored?.watch);
	}

	*run(): Reading<Poll<FiguresState>> {
		const comparison = this.comparisonDue();
		if (!this.watch.isArmed && this.rules.backFill !== undefined)
			this.watch.armAt(this.rules.backFill);
		yield* this.tellChanges();
		const left = comparison && this.watch.isArmed ? yield* this.compare(comparison) : comparison;
		return { happenings: this.happenings, state: this.state(left) };
	}

	private *tellChanges(): Reading<void> {
		for (;;) {
			const room = Math.min(MOST_ROWS, this.room);
			if (room <= 0) return;
			const { changes, isLast } = yield* this.watch.batch(room);
			if (changes.length > 0) {
				this.hasFound = true;
				const rows = yield* this.wholeGroups(changes.map(({ row }) => row));
				const groups = changes.map(({ row }) => Number(row[this.source.group]));
				const told = this.happenings.length;
				for (const subject of this.subjects(groups, rows)) this.meet(subject, {}, true);
				yield* this.completeFrom(told);
			}
			// A batch that was cut at its own limit is not the end of the poll.
			if (isLast && changes.length < room) return;
		}
	}

	/** Compares all, from where an earlier poll had to stop. Returns where this one stops; undefined at the end. */
	private *compare(from: Comparison): Reading<Comparison | undefined> {
		const { group } = this.source;
		let { after } = from;
		this.comparedFrom = from;
		for (;;) {
			const page = yield this.comparisonPage(after, from);
			if (!page) return { ...from, after };
			const groups = groupBy(yield* this.wholeOf(page), (row) => Number(row[group]));
			const upTo = endsList(page) ? Infinity : Math.max(...groups.keys());
			for (const id of yield* this.missing(groups, after, upTo)) groups.set(id, []);
			const told = this.happenings.length;
			for (const [id, rows] of [...groups].sort(([one], [other]) => one - other)) {
				if (this.room <= 0) {
					yield* this.completeFrom(told);
					return { ...from, after };
				}
				// What was written since the sweep is told by the next one, as it would be if it had come a moment later.
				const isToCome = from.silent && rows.some((row) => this.watch.isToCome(row));
				if (!isToCome)
					for (const subject of this.subjects([id], rows)) this.meet(subject, from, false);
				after = id;
			}
			yield* this.completeFrom(told);
			// What is only read to be remembered need not be read beyond that.
			if (endsList(page) || (from.silent && this.values.isFull)) return undefined;
		}
	}

	private comparisonPage(after: number | undefined, { silent }: Comparison): PageRequest {
		const { rows, group } = this.source;
		const beyond = after === undefined ? undefined : `${group} gt ${after}`;
		const order = group === rows.key ? `${group} asc` : `${group} asc,${rows.key} asc`;
		return {
			path: rows.path,
			query: {
				...selection(rows),
				$filter: allOf([
					rows.filter,
					silent && this.source.remembered?.(this.rules.clock()),
					beyond,
				]),
				$orderby: order,
			},
			mayEnd: true,
		};
	}

	/** The rows of a page without its last group, which may go on with the next page. */
	private *wholeOf(page: Page): Reading<SageRecord[]> {
		const { rows: source, group } = this.source;
		const { rows } = page;
		if (endsList(page) || group === source.key) return rows;
		const last = rows[rows.length - 1][group];
		return rows[0][group] === last
			? yield* this.wholeGroups(rows)
			: rows.filter((row) => row[group] !== last);
	}

	/** All rows of the groups that changed rows belong to. */
	private *wholeGroups(changed: SageRecord[]): Reading<SageRecord[]> {
		const { rows, group } = this.source;
		return group === rows.key ? changed : yield* rowsOfGroups(rows, group, changed);
	}

	/** The values of groups: what their rows give, and what becomes of values whose rows are gone. */
	private subjects(groups: number[], rows: SageRecord[]): Subject[] {
		const found = this.source.subjects(rows);
		const keys = new Set(found.map(({ key }) => key));
		const gone = [...new Set(groups)]
			.flatMap((group) => this.keysIn.get(group) ?? [])
			.filter((key) => !keys.has(key))
			.flatMap((key) => this.source.gone?.subject(key, this.rules.clock()) ?? []);
		return [...found, ...gone];
	}

	/** Groups of a range that have values and no rows any more. A list may come incomplete, so they are asked for by themselves. */
	private *missing(
		found: ReadonlyMap<number, unknown>,
		after = -Infinity,
		upTo: number,
	): Reading<number[]> {
		const { rows, group, gone } = this.source;
		if (!gone) return [];
		const isTold = (key: string) => this.values.isTold(key, gone.subject(key, 0).figure);
		const ids = [...this.keysIn]
			.filter(([id, keys]) => id > after && id <= upTo && !found.has(id) && !keys.every(isTold))
			.map(([id]) => id);
		const request = { path: rows.path, query: selection(rows), filter: rows.filter };
		const there = yield* readByIds(request, rows.key, { field: group, ids });
		const present = new Set(there.map((row) => Number(row[group])));
		return ids.filter((id) => !present.has(id));
	}

	/** Tells a value that is another than the one told last. */
	private meet(subject: Subject, { tellsAll, silent }: Comparison, changed: boolean): void {
		const { key, figure } = subject;
		if (this.values.isTold(key, figure)) return;
		const before = this.values.before(key, figure);
		// A comparison cannot tell what changed of what is not remembered.
		const isTold = before !== undefined || (!silent && (changed || tellsAll));
		const happening = isTold ? this.source.tell(subject, before) : undefined;
		// A comparison drives nothing out.
		this.values.set(key, subject, {
			drivesOut: changed,
			isUndoable: !silent || before !== undefined,
		});
		if (!happening) return;
		const facts = this.values.has(key) ? {} : { not_remembered: true };
		this.happenings.push(
			withTime({ ...happening, facts: { ...happening.facts, ...facts } }, subject),
		);
	}

	/** How much more this poll may tell and undo. */
	private get room(): number {
		return Math.min(
			this.rules.most - this.happenings.length,
			this.undoCapacity - this.values.changed,
		);
	}

	/** Completes what was told last before more is read: the poll's time ends between pages. */
	private *completeFrom(at: number): Reading<void> {
		const { complete } = this.source;
		if (!complete || this.happenings.length <= at) return;
		const completed = yield* complete(this.happenings.splice(at));
		this.happenings.push(...completed);
	}

	/** The comparison to make or to go on with; undefined when none is due. */
	private comparisonDue(): Comparison | undefined {
		const { first } = this.figureRules;
		if (!this.stored) {
			if (first === 'changes') return undefined;
			return first === 'all' ? { tellsAll: true } : { silent: true };
		}
		const { comparison, night } = this.stored.figures ?? {};
		if (comparison) return comparison;
		return night !== undefined && night !== this.night() ? {} : undefined;
	}

	private night(): string | undefined {
		const { nightly } = this.figureRules;
		const { clock, timeZone } = this.rules;
		return nightly === undefined ? undefined : nightOf(clock(), nightly, timeZone);
	}

	private state(comparison: Comparison | undefined): FiguresState {
		const isUndoable = this.hasFound || this.comparedFrom !== undefined;
		return {
			watch: this.watch.toStored(),
			figures: {
				...this.values.toStored(isUndoable),
				night: this.night(),
				comparison,
				undoesComparison: isUndoable ? this.comparedFrom : this.stored?.figures?.undoesComparison,
			},
		};
	}
}

/** Values as they were before the last poll that found something; what it found is found again. */
function rewound({ watch, figures }: FiguresState): FiguresState {
	if (!figures) return { watch: watch && Watch.rewound(watch) };
	return {
		watch: watch && Watch.rewound(watch),
		figures: {
			...Values.rewound(figures),
			night: figures.night,
			comparison: figures.undoesComparison ?? figures.comparison,
		},
	};
}

function selection({ key, stamp, select, expand }: Source) {
	return {
		$select: select && [...new Set([...select, key, stamp])].join(','),
		$expand: expand?.join(','),
	};
}

function withTime(happening: Omit<Happening, 'time'>, { at }: Subject): Happening {
	return { ...happening, time: new Date(at).toISOString() };
}

/** When a row changed last; the beginning of time where Sage does not say. */
export function changedAt(row: SageRecord, stamp: string): number {
	return readStamp(row[stamp])?.at ?? 0;
}
