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
import { Watch, type Source, type StoredWatch } from './watch';

/** The share of what may be remembered that is for versions: a repeated version tells nothing when its value is the same. */
const FOR_VERSIONS = 0.1;
/** Fewer would make small pages, and so many calls, where many companies share what may be remembered. */
const FEWEST_VERSIONS = 100;
/** And so much is for the values before the last poll, which undo it after a restart. */
const FOR_UNDO = 0.2;
/** Rows whose groups are read at once. */
const MOST_ROWS = 200;

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
	/** What to tell of a value that is another than before; undefined for what is not to be told. */
	tell(subject: Subject, before: string | undefined): Omit<Happening, 'time'> | undefined;
	/** Adds what is read only for what is told. */
	complete?(happenings: Happening[]): Reading<Happening[]>;
}

export interface FigureRules {
	/** What the first poll does: tells nothing and knows nothing, reads all to know it, or tells all. */
	first: 'changes' | 'remember' | 'all';
	/** Hour of the night at which all are compared. */
	nightly?: number;
}

/** What was told last, in the order in which it was told; and how far a comparison has come. */
export interface StoredFigures {
	/** Key, value, key, value … */
	values: string[];
	/** The night of the last comparison. */
	night?: string;
	comparison?: Comparison;
	/** What the last poll that found something changed, to be undone: key, value before or null … */
	undo?: Array<string | null>;
	/** That poll compared, so doing it again is to compare again. */
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

export function figuresMachine(
	source: FigureSource,
	figureRules: FigureRules,
): Machine<FiguresState> {
	return {
		*poll(stored, rules) {
			return yield* new FigurePoll(source, figureRules, rules, stored).run();
		},
		*sample(count) {
			const { rows } = source;
			const page = yield {
				path: rows.path,
				query: { ...selection(rows), $filter: rows.filter, $orderby: `${rows.stamp} desc` },
				limit: count,
				mayEnd: true,
			};
			const told = source.subjects(page?.rows ?? []).flatMap((subject) => {
				const happening = source.tell(subject, undefined);
				return happening ? [withTime(happening, subject)] : [];
			});
			return source.complete ? yield* source.complete(told) : told;
		},
		rewound,
	};
}

class FigurePoll {
	private readonly values: Map<string, string>;
	private readonly watch: Watch;
	private readonly capacity: number;
	private readonly undoCapacity: number;
	private readonly before = new Map<string, string | null>();
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
		this.capacity = rules.capacity - forVersions - this.undoCapacity;
		this.values = new Map(pairs(stored?.figures?.values ?? []));
		this.watch = new Watch(source.rows, { ...rules, capacity: forVersions }, stored?.watch);
	}

	*run(): Reading<Poll<FiguresState>> {
		const comparison = this.comparisonDue();
		if (!this.watch.isArmed && this.rules.backFill !== undefined)
			this.watch.armAt(this.rules.backFill);
		yield* this.tellChanges();
		const left = comparison && this.watch.isArmed ? yield* this.compare(comparison) : comparison;
		return { happenings: yield* this.completed(), state: this.state(left) };
	}

	private *tellChanges(): Reading<void> {
		for (;;) {
			const room = Math.min(MOST_ROWS, this.room);
			if (room <= 0) return;
			const { changes, isLast } = yield* this.watch.batch(room);
			if (changes.length > 0) {
				this.hasFound = true;
				const rows = yield* this.wholeGroups(changes.map(({ row }) => row));
				for (const subject of this.source.subjects(rows)) this.meet(subject, {}, true);
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
			for (const [id, rows] of groups) {
				if (this.room <= 0) return { ...from, after };
				// What was written since the sweep is told by the next one, as it would be if it had come a moment later.
				const isToCome = from.silent && rows.some((row) => this.watch.isToCome(row));
				if (!isToCome)
					for (const subject of this.source.subjects(rows)) this.meet(subject, from, false);
				after = id;
			}
			if (endsList(page)) return undefined;
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
		const { rows: source, group } = this.source;
		if (group === source.key) return changed;
		const { filter, path } = source;
		const request = { path, query: selection(source), filter };
		return yield* readByIds(request, source.key, {
			field: group,
			ids: changed.map((row) => row[group]),
		});
	}

	/** Tells a value that is another than the one told last. */
	private meet(subject: Subject, { tellsAll, silent }: Comparison, changed: boolean): void {
		const { key, figure } = subject;
		const before = this.values.get(key);
		if (before === figure) return;
		// A comparison cannot tell what changed of what is not remembered.
		const isTold = !silent && (changed || tellsAll || before !== undefined);
		const happening = isTold ? this.source.tell(subject, before) : undefined;
		const isRemembered = this.remember(key, figure, changed);
		if (isRemembered && !silent && !this.before.has(key)) this.before.set(key, before ?? null);
		if (!happening) return;
		const facts = this.values.has(key) ? {} : { not_remembered: true };
		this.happenings.push(
			withTime({ ...happening, facts: { ...happening.facts, ...facts } }, subject),
		);
	}

	/** What changed last is kept, what changed longest ago makes room. A comparison drives nothing out. */
	private remember(key: string, figure: string, changed: boolean): boolean {
		const isKnown = this.values.delete(key);
		if (!isKnown && this.values.size >= this.capacity) {
			const [oldest] = this.values.keys();
			if (!changed || oldest === undefined) return false;
			this.values.delete(oldest);
		}
		this.values.set(key, figure);
		return true;
	}

	/** How much more this poll may tell and undo. */
	private get room(): number {
		return Math.min(this.rules.most - this.happenings.length, this.undoCapacity - this.before.size);
	}

	private *completed(): Reading<Happening[]> {
		const { complete } = this.source;
		return complete && this.happenings.length > 0
			? yield* complete(this.happenings)
			: this.happenings;
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
		const { undo, undoesComparison } = this.stored?.figures ?? {};
		return {
			watch: this.watch.toStored(),
			figures: {
				values: [...this.values].flat(),
				night: this.night(),
				comparison,
				undo: isUndoable ? [...this.before].flat() : undo,
				undoesComparison: isUndoable ? this.comparedFrom : undoesComparison,
			},
		};
	}
}

/** Values as they were before the last poll that found something; what it found is found again. */
function rewound({ watch, figures }: FiguresState): FiguresState {
	if (!figures) return { watch: watch && Watch.rewound(watch) };
	const values = new Map(pairs(figures.values));
	for (const [key, before] of pairs(figures.undo ?? [])) {
		values.delete(key as string);
		if (before !== null) values.set(key as string, before);
	}
	return {
		watch: watch && Watch.rewound(watch),
		figures: {
			values: [...values].flat(),
			night: figures.night,
			comparison: figures.undoesComparison ?? figures.comparison,
		},
	};
}

function pairs<Value>(flat: Value[]): Array<[Value, Value]> {
	return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at], flat[2 * at + 1]]);
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
