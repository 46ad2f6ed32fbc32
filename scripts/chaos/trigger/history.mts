/**
 * What happens to the customers of a company: each of them is written once, so that every change is one that a poll can
 * see. Some come alone, some by the thousand with one stamp, some later than they are stamped.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { administer, type SageAddress } from '../../local-sage.mts';

const RESOURCE = 'customers';
const LARGEST_BATCH = 1500;
/** Less than the trigger's overlap. */
const LATEST_MS = 200_000;
const UPDATED = 0.1;
const LATE = 0.2;

interface Row {
	id: number;
	date_time_updated: string;
}

/** Writes the changes over a time, and knows which there have been. */
export class History {
	private written = 0;
	private readonly untouched: number[] = [];
	private readonly updated = new Set<number>();
	/** The first id that the history made. */
	private firstNew = 0;

	private constructor(
		private readonly sage: SageAddress,
		private readonly changes: number,
		private readonly random: () => number,
	) {}

	/** Fills the company with customers that are to be changed later. */
	static async begin(sage: SageAddress, changes: number, random: () => number): Promise<History> {
		const history = new History(sage, changes, random);
		const count = Math.ceil(changes * UPDATED);
		const stamp = new Date(Date.now() - 86_400_000).toISOString();
		history.untouched.push(...(await history.bulk({ count, stamp })));
		history.firstNew = Math.max(...history.untouched) + 1;
		return history;
	}

	get isOver(): boolean {
		return this.written >= this.changes;
	}

	/** Writes all changes, spread over a time. */
	async run(durationMs: number): Promise<void> {
		const begun = Date.now();
		while (!this.isOver) {
			await this.writeSome();
			const ahead = (this.written / this.changes) * durationMs - (Date.now() - begun);
			if (ahead > 0) await sleep(ahead);
		}
	}

	/** Every change as `id@stamp`. */
	async all(): Promise<string[]> {
		const rows = (await administer(this.sage, 'GET', `/tables/${RESOURCE}`)) as Row[];
		return rows
			.filter(({ id }) => id >= this.firstNew || this.updated.has(id))
			.map(({ id, date_time_updated: stamp }) => `${id}@${new Date(stamp).toISOString()}`);
	}

	private async writeSome(): Promise<void> {
		const left = this.changes - this.written;
		if (this.untouched.length > 0 && this.random() < 0.5) {
			for (const id of this.untouched.splice(0, Math.min(5, left))) {
				this.updated.add(id);
				await administer(this.sage, 'PUT', `/tables/${RESOURCE}/${id}`, { short_name: 'changed' });
				this.written++;
			}
			return;
		}
		const size = this.random() < 0.1 ? LARGEST_BATCH : 1 + Math.floor(this.random() * 200);
		const count = Math.min(size, left);
		const late = this.random() < LATE ? Math.floor(this.random() * LATEST_MS) : 0;
		const stamp = new Date(Date.now() - late).toISOString();
		await this.bulk({ count, stamp });
		this.written += count;
	}

	private async bulk(request: { count: number; stamp: string }): Promise<number[]> {
		const { ids } = (await administer(this.sage, 'POST', '/bulk', {
			resource: RESOURCE,
			...request,
		})) as { ids: number[] };
		return ids;
	}
}
