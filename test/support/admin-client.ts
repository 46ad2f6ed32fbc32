/**
 * Talks to the simulator's admin URL. Plain TypeScript, so that jest (CommonJS) and the scripts (ESM) share it;
 * the scripts' door to it is simulator/admin-client.mts, with exact types.
 */

export interface TokenSet {
	access_token: string;
	refresh_token: string;
	id_token: string;
	expires_in: number;
	token_type: string;
	scope: string;
}

export interface LoggedCall {
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	/** null where the line dropped before an answer. */
	status: number | null;
	ms: number;
	inFlight: number;
	siteId?: string;
	companyId?: string;
	fault?: string;
}

export interface CallLog {
	count: number;
	inFlight: number;
	peak: number;
	/** `GET /sop_orders/{Id}` → how often. */
	counts: Record<string, number>;
	calls: LoggedCall[];
}

export interface ClockState {
	now: string;
	frozen: boolean;
	/** Commits that wait for their time. */
	pending: number;
}

export interface OrderLedger {
	orders: Array<{ key: string; orders: number; drafts: number; ids: number[] }>;
	pendingCommits: number;
	/** Documents whose commit was kept from readers for a while. */
	hiddenCommits: number;
}

export interface Renewals {
	granted: number;
	refused: number;
	/** The most that were under way at the same time. */
	mostAtOnce: number;
}

export interface CompanyChoice {
	siteId?: string;
	companyId?: number;
}

export type AnyRow = Record<string, unknown> & { id: number };
type Loose = Record<string, unknown>;

/** Sets and reads the simulator's switches, faults, clock and rows. */
export class AdminClient<Behaviour extends object = Loose, Fault extends object = Loose> {
	constructor(private readonly adminUrl: string) {}

	async behaviour(): Promise<Behaviour> {
		return await this.call('GET', '/behaviour');
	}

	/** All switches with their values, the usual one first. */
	async switches(): Promise<Record<string, unknown[]>> {
		return await this.call('GET', '/switches');
	}

	/** Sets some switches; the others stay. */
	async setBehaviour(changes: Partial<Behaviour>): Promise<Behaviour> {
		return await this.call('PUT', '/behaviour', changes);
	}

	async resetBehaviour(): Promise<Behaviour> {
		return await this.call('DELETE', '/behaviour');
	}

	/** Replaces all faults; none ends them. */
	async setFaults(faults: Fault[], seed?: number): Promise<void> {
		await this.call('PUT', '/faults', { faults, seed });
	}

	/** Faults with how often they have hit. */
	async faults(): Promise<Array<{ fault: Fault; hits: number }>> {
		return await this.call('GET', '/faults');
	}

	async setLatency(latency: { ms?: number; jitter?: number }): Promise<void> {
		await this.call('PUT', '/latency', latency);
	}

	async setThrottle(throttle: {
		maxInFlight?: number;
		perSecond?: number;
		retryAfter?: string;
	}): Promise<void> {
		await this.call('PUT', '/throttle', throttle);
	}

	async clock(): Promise<ClockState> {
		return await this.call('GET', '/clock');
	}

	/** Moves the clock; what is due by then happens. */
	async advanceClock(advanceMs: number): Promise<ClockState> {
		return await this.call('POST', '/clock', { advanceMs });
	}

	async freezeClock(frozen = true): Promise<ClockState> {
		return await this.call('POST', '/clock', { frozen });
	}

	/** Logs in without a browser. */
	async mintTokens(login?: string): Promise<TokenSet> {
		return await this.call('POST', '/tokens', { login });
	}

	/** Ends every access token, as if its life were over. */
	async expireAccessTokens(): Promise<void> {
		await this.call('POST', '/tokens/expire');
	}

	/** Ends every refresh token: somebody has to log in again. */
	async revokeRefreshTokens(): Promise<void> {
		await this.call('POST', '/tokens/revoke');
	}

	/** The token renewals since the last clearing. */
	async renewals(): Promise<Renewals> {
		return await this.call('GET', '/tokens/renewals');
	}

	async clearRenewals(): Promise<void> {
		await this.call('DELETE', '/tokens/renewals');
	}

	async log(): Promise<CallLog> {
		return await this.call('GET', '/log');
	}

	async clearLog(): Promise<void> {
		await this.call('DELETE', '/log');
	}

	/** What was committed, by the value of a key field. */
	async orders(
		resource?: string,
		field?: string,
		company: CompanyChoice = {},
	): Promise<OrderLedger> {
		return await this.call('GET', `/orders${queryOf({ resource, field, ...company })}`);
	}

	/** Rows of any table, those hidden from readers too; `fields` narrows by exact value. */
	async rows(
		resource: string,
		fields: Record<string, string | number> = {},
		company: CompanyChoice = {},
	): Promise<AnyRow[]> {
		return await this.call('GET', `/tables/${resource}${queryOf({ ...fields, ...company })}`);
	}

	async row(resource: string, id: number, company: CompanyChoice = {}): Promise<AnyRow> {
		return await this.call('GET', `/tables/${resource}/${id}${queryOf(company)}`);
	}

	async insertRow(resource: string, row: object, company: CompanyChoice = {}): Promise<AnyRow> {
		return await this.call('POST', `/tables/${resource}${queryOf(company)}`, row);
	}

	/** `stamp` sets date_time_updated; without it the change is stamped now. */
	async changeRow(
		resource: string,
		id: number,
		fields: object,
		company: CompanyChoice = {},
	): Promise<AnyRow> {
		return await this.call('PUT', `/tables/${resource}/${id}${queryOf(company)}`, fields);
	}

	async deleteRow(resource: string, id: number, company: CompanyChoice = {}): Promise<void> {
		await this.call('DELETE', `/tables/${resource}/${id}${queryOf(company)}`);
	}

	/** Makes (or with `change` changes) many rows; returns their ids. */
	async bulk(
		request: { resource: string; count: number; change?: boolean; fields?: object; stamp?: string },
		company: CompanyChoice = {},
	): Promise<number[]> {
		return (await this.call<{ ids: number[] }>('POST', `/bulk${queryOf(company)}`, request)).ids;
	}

	/** Goes back to the seed: data, behaviour, faults, line, log and clock. Tokens stay. */
	async reset(): Promise<void> {
		await this.call('POST', '/reset');
	}

	async takeSnapshot(name: string): Promise<void> {
		await this.call('POST', `/snapshots/${name}`);
	}

	async restoreSnapshot(name: string): Promise<void> {
		await this.call('POST', `/snapshots/${name}/restore`);
	}

	private async call<Reply>(method: string, path: string, body?: object): Promise<Reply> {
		const reply = await fetch(`${this.adminUrl}${path}`, {
			method,
			body: body && JSON.stringify(body),
		});
		const text = await reply.text();
		if (!reply.ok)
			throw new Error(`The simulator answered ${reply.status} to ${method} ${path}: ${text}`);
		return JSON.parse(text) as Reply;
	}
}

function queryOf(fields: object): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(fields))
		if (value !== undefined) query.set(name, String(value));
	return query.size === 0 ? '' : `?${query.toString()}`;
}
