/** Everything about the connection in one report. What cannot be found out is said to be unknown. */
import type { IDataObject } from 'n8n-workflow';

import { labelOf } from '../../catalog/labels';
import type { Run } from '../../core/run';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import { SageFailure, type FailureKind } from '../../sage200/protocol/failures';
import { rowsIn } from '../../sage200/protocol/rows';
import { isRecord } from '../../sage200/values/records';
import {
	agingTroubles,
	endedEarly,
	reachOf,
	reachTroubles,
	summaryOf,
	type Chosen,
	type Trouble,
} from '../../sage200/login/health';
import { reconnect } from '../../sage200/login/diagnosis';
import { same, siteColumns, type Site } from '../../sage200/login/sites';
import {
	accessTokenTimes,
	loginTimes,
	LONGEST_LOGIN_DAYS,
	UNKNOWN,
	type StoredTokens,
} from '../../sage200/login/times';
import { endsLogin } from '../../transport/errors';
import { remedyOf } from '../../transport/remedies';

export interface Demands {
	failBelowDays: number;
	connectedOn?: number;
}

export interface Inspection {
	report: IDataObject;
	healthy: boolean;
	/** What n8n or Sage said, where that is what is wrong. */
	cause?: Error;
}

/** The answer to one call, how long it took, or why there is none. */
interface Attempt<T> {
	value?: T;
	error?: Error;
	milliseconds: number;
}

/** What decides which orders the user may send: prices, customers on hold, cost prices. */
const PERMISSION = /^(view|override|generate)_/;
/** An older site does not have it, or the user may not see it: both say nothing about the connection. */
const HARMLESS: ReadonlySet<FailureKind> = new Set([
	'notFound',
	'outdated',
	'forbidden',
	'refused',
]);
/** What Sage itself answers with, so it was reached. */
const ANSWERED: ReadonlySet<FailureKind> = new Set([
	'unauthorised',
	'forbidden',
	'throttled',
	'crashed',
]);

/** Asks for the sites, then in a company for user, licence and permissions, and judges. */
export async function inspect(
	run: Run,
	{ failBelowDays, connectedOn }: Demands,
): Promise<Inspection> {
	const { connection } = run;
	const reach = await attempt(async () => await run.sites());
	const sites = reach.value ?? [];
	const chosen = reachOf(sites, connection);
	const place = placeToLook(sites, connection);
	const inside = place && (await lookInside(run.client(place.siteId, place.companyId)));
	// Read last: the calls may have renewed the token.
	const credential = await run.credential();
	const tokens = (credential.oauthTokenData ?? {}) as StoredTokens;
	const stored = {
		access: accessTokenTimes(tokens, Date.now()),
		login: loginTimes(
			tokens,
			Number(credential.loginLifetimeDays) || LONGEST_LOGIN_DAYS,
			connectedOn,
			Date.now(),
		),
	};
	const cause = reach.error ?? inside?.cause;
	const hasEnded = cause !== undefined && endsLogin(cause);
	const facts = hasEnded ? endedEarly(stored) : stored;
	const troubles: Trouble[] = [
		...(cause ? [troubleOf(cause, run.credentialName)] : []),
		...(reach.error ? [] : reachTroubles(sites, connection)),
		...(hasEnded ? [] : agingTroubles(facts.login, failBelowDays)),
	];
	const report = {
		healthy: troubles.length === 0,
		summary: summaryOf(facts, troubles),
		troubles,
		...facts,
		credential: {
			name: run.credentialName,
			edition: connection.edition,
			site_id: connection.siteId,
			company_id: connection.companyId,
			site_reached: reach.error || connection.siteId === '' ? UNKNOWN : chosen.site,
			company_reached: reach.error || connection.companyId === '' ? UNKNOWN : chosen.company,
		},
		looked_into: place?.companyName ?? UNKNOWN,
		companies: sites.map(siteColumns),
		api: {
			reachable: isReachable(reach),
			milliseconds: reach.error ? UNKNOWN : reach.milliseconds,
		},
		user: inside?.user ?? UNKNOWN,
		modules: inside?.modules ?? UNKNOWN,
		permissions: inside?.permissions ?? UNKNOWN,
	};
	return { report: report as unknown as IDataObject, healthy: report.healthy, cause };
}

/** The company of the credential; of one that leaves it open, the first that the login reaches. */
function placeToLook(sites: Site[], { siteId, companyId }: Chosen): Site | undefined {
	return sites.find(
		(each) =>
			(siteId === '' || same(each.siteId, siteId)) &&
			(companyId === '' || same(each.companyId, companyId)),
	);
}

interface Inside {
	user?: SageRecord;
	modules?: string[];
	permissions?: SageRecord;
	/** Why the company could not be looked into. */
	cause?: Error;
}

async function lookInside(api: SageApi): Promise<Inside> {
	const read = async (path: string) =>
		await attempt(async () => firstOf(await api.send({ method: 'GET', path })));
	const attempts = await Promise.all(
		['/current_user', '/licence', '/current_user_sop_user_permissions'].map(read),
	);
	const [user, licence, permissions] = attempts.map(({ value }) => value);
	return {
		user,
		modules: licence && modulesIn(licence),
		permissions: permissions && pick(permissions, (name) => PERMISSION.test(name)),
		cause: causeIn(attempts),
	};
}

/** One answer shows that the company is open to the user; what else failed then is not about the connection. */
function causeIn(attempts: Array<Attempt<unknown>>): Error | undefined {
	if (attempts.some(({ value }) => value !== undefined)) return undefined;
	return attempts
		.map(({ error }) => error)
		.find((error) => error && !(error instanceof SageFailure && HARMLESS.has(error.kind)));
}

/** Where n8n itself failed, at the login, nothing shows whether the API is there. */
function isReachable({ error }: Attempt<unknown>): boolean | typeof UNKNOWN {
	if (!error) return true;
	return error instanceof SageFailure && error.kind !== 'notRenewed'
		? ANSWERED.has(error.kind)
		: UNKNOWN;
}

async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
	const started = Date.now();
	try {
		const value = await read();
		return { value, milliseconds: Date.now() - started };
	} catch (error) {
		return { error: error as Error, milliseconds: Date.now() - started };
	}
}

/** One record, or the only one of a list. */
function firstOf(reply: unknown): SageRecord | undefined {
	const record: unknown = rowsIn(reply)?.[0] ?? reply;
	return isRecord(record) ? record : undefined;
}

/** `is_sales_orders_enabled: true` → `Sales Orders` */
function modulesIn(licence: SageRecord): string[] {
	return Object.keys(licence).flatMap((name) => {
		const module = /^is_(\w+)_enabled$/.exec(name)?.[1];
		return module && licence[name] === true ? [labelOf(module)] : [];
	});
}

function pick(record: SageRecord, wanted: (name: string) => boolean): SageRecord {
	return Object.fromEntries(Object.entries(record).filter(([name]) => wanted(name)));
}

/** n8n's own errors, which are about the login, have a remedy in their description, if at all. */
function troubleOf(
	error: Error & { description?: string | null },
	credentialName: string,
): Trouble {
	const known = error instanceof SageFailure ? remedyOf(error) : error.description;
	const remedy = endsLogin(error) ? undefined : known;
	return { what: error.message, remedy: remedy ?? reconnect(credentialName) };
}
