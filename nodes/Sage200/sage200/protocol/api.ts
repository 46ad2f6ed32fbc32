/** The domain's only view of the outside: something that sends calls to one Sage 200 company. */

export type SageRecord = Record<string, unknown>;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Query = Record<string, string | number | boolean | undefined>;

export interface SageRequest {
	method: HttpMethod;
	/** Path below the API address, starting with a slash. */
	path: string;
	query?: Query;
	body?: unknown;
}

export interface ListRequest {
	path: string;
	query?: Query;
	/** At most this many rows; all of them when left out. */
	limit?: number;
	/** How many rows there are, where that is known: so many are all. */
	expected?: number;
}

/** Calls to one site and company. Every method throws SageFailure when Sage does not answer as asked. */
export interface SageApi {
	/** Sends one call and returns the reply's body, undefined when it is empty. */
	send(request: SageRequest): Promise<unknown>;
	/** Reads a collection page by page, each row once, in a stable order. */
	list(request: ListRequest): Promise<SageRecord[]>;
	/** Waits; in tests, on their own clock. */
	wait(milliseconds: number): Promise<void>;
	/** Which site and company the calls go to: tells caches and registers of different companies apart. */
	readonly scope: string;
}
