/**
 * One collection of Sage in memory, on a clock of its own, with a line that fails by schedule: for property tests of
 * writes that are looked for by a field. What the line does to the next write is the next entry of the schedule.
 */
import type {
	ListRequest,
	SageApi,
	SageRecord,
	SageRequest,
} from '../../nodes/Sage200/sage200/protocol/api';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';

import type { Clock } from './faultySage';

/**
 * Lost before: Sage never has it. Lost after: applied, no answer. Late: applied up to a minute after the client gave up.
 * Hidden: applied and answered, but lists show it only seconds later. Empty: applied, answered with nothing.
 */
export type Fate = 'answered' | 'lostBefore' | 'lostAfter' | 'late' | 'hidden' | 'empty';

export const FATES: Fate[] = ['answered', 'lostBefore', 'lostAfter', 'late', 'hidden', 'empty'];

const LATE_MILLISECONDS = 55_000;
const HIDDEN_MILLISECONDS = 5_000;

interface Row {
	record: SageRecord;
	visibleAt: number;
}

/** Records behind a line that fails by schedule. */
export class FaultyTable implements SageApi {
	private static count = 0;
	/** What this process knows of an earlier table must not be known of this one. */
	readonly scope = `table ${FaultyTable.count++}`;
	/** Calls that listed rows. */
	lists = 0;
	private readonly rows: Row[] = [];
	private readonly late: Array<{ at: number; record: SageRecord }> = [];

	/** @param unique field that Sage has each value of once; what repeats one is refused */
	constructor(
		readonly clock: Clock,
		private readonly fates: Fate[],
		private readonly unique?: string,
	) {}

	/** No further call fails. */
	mend(): void {
		this.fates.length = 0;
	}

	/** All records in the end, when late writes have landed. */
	everything(): SageRecord[] {
		this.land(Infinity);
		return this.rows.map(({ record }) => record);
	}

	async send({ method, path, body }: SageRequest): Promise<unknown> {
		await this.clock.wait(2);
		this.land(this.clock.now);
		if (method === 'GET') return this.read(path);
		if (method === 'DELETE') return this.remove(path);
		return this.post(path, body as SageRecord);
	}

	/** Answers filters of `field eq value` and `startswith(field,value)`, joined by `or`, as look-ups write them. */
	async list({ path, query, limit }: ListRequest): Promise<SageRecord[]> {
		this.lists++;
		await this.clock.wait(2);
		this.land(this.clock.now);
		if (path !== '/customers' && path !== '/couriers') return [];
		const filter = String(query?.$filter ?? '');
		const equal = [...filter.matchAll(/(\w+) eq '([^']*)'/g)];
		const begun = [...filter.matchAll(/startswith\((\w+),\s*'([^']*)'\)/g)];
		return this.rows
			.filter(({ visibleAt }) => visibleAt <= this.clock.now)
			.map(({ record }) => ({ ...record }))
			.filter(
				(record) =>
					equal.some(([, field, value]) => String(record[field]) === value) ||
					begun.some(([, field, value]) => String(record[field]).startsWith(value)),
			)
			.slice(0, limit);
	}

	wait = async (milliseconds: number): Promise<void> => await this.clock.wait(milliseconds);

	private post(path: string, body: SageRecord): unknown {
		const fate = this.fates.shift() ?? 'answered';
		const failed = (kind: 'dropped' | 'timeout') => new SageFailure({ kind, method: 'POST', path });
		if (fate === 'lostBefore') throw failed('dropped');
		if (fate === 'late') {
			this.late.push({ at: this.clock.now + LATE_MILLISECONDS, record: body });
			throw failed('timeout');
		}
		const row = this.insert(body);
		if (!row)
			throw new SageFailure({ kind: 'refused', method: 'POST', path, sageMessage: 'in use' });
		if (fate === 'hidden') row.visibleAt = this.clock.now + HIDDEN_MILLISECONDS;
		if (fate === 'lostAfter') throw failed('dropped');
		return fate === 'empty' ? undefined : { ...row.record };
	}

	private read(path: string): SageRecord {
		const row = this.rows.find(({ record }) => path.endsWith(`/${String(record.id)}`));
		if (row) return { ...row.record };
		throw new SageFailure({ kind: 'notFound', method: 'GET', path, status: 404 });
	}

	private remove(path: string): undefined {
		const at = this.rows.findIndex(({ record }) => path.endsWith(`/${String(record.id)}`));
		if (at >= 0) this.rows.splice(at, 1);
	}

	private insert(body: SageRecord): Row | undefined {
		const { unique } = this;
		if (unique && this.rows.some(({ record }) => record[unique] === body[unique])) return undefined;
		const last = this.rows.at(-1)?.record.id;
		// Where the site numbers accounts itself, each has a reference that nobody gave it.
		const record = { reference: `SAGE${this.rows.length}`, ...body, id: Number(last ?? 0) + 1 };
		const row = { record, visibleAt: 0 };
		this.rows.push(row);
		return row;
	}

	private land(until: number): void {
		const due = this.late.filter(({ at }) => at <= until);
		for (const each of due) {
			this.late.splice(this.late.indexOf(each), 1);
			this.insert(each.record);
		}
	}
}
