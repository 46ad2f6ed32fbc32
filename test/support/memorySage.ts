/** A company in memory: the domain's port, answered from tables. For tests of the domain alone. */
import type {
	ListRequest,
	SageApi,
	SageRecord,
	SageRequest,
} from '../../nodes/Sage200/sage200/protocol/api';

type Handler = (request: SageRequest) => unknown;

/** Answers the domain's calls from tables, and keeps them. */
export class MemorySage implements SageApi {
	readonly scope = 'memory';
	/** Every call that was made, in order. */
	readonly calls: SageRequest[] = [];
	/** Milliseconds waited in all. */
	waited = 0;

	constructor(
		private readonly tables: Record<string, SageRecord[]> = {},
		private readonly handle: Handler = () => undefined,
	) {}

	async send(request: SageRequest): Promise<unknown> {
		this.calls.push(request);
		return await this.handle(request);
	}

	/** Answers filters of the form `field eq value or field eq value`, as look-ups write them. */
	async list({ path, query }: ListRequest): Promise<SageRecord[]> {
		this.calls.push({ method: 'GET', path, query });
		const filter = String(query?.$filter ?? '');
		const wanted = [...filter.matchAll(/(\w+) eq (?:'((?:[^']|'')*)'|(\S+))/g)].map(
			([, field, text, bare]) => ({ field, value: (text ?? bare).replaceAll("''", "'") }),
		);
		const rows = this.tables[path.slice(1)] ?? [];
		if (wanted.length === 0) return rows;
		return rows.filter((row) =>
			wanted.some(({ field, value }) => String(row[field]).toLowerCase() === value.toLowerCase()),
		);
	}

	async wait(milliseconds: number): Promise<void> {
		this.waited += milliseconds;
	}
}
