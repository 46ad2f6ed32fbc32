/**
 * What the trigger costs: calls while nothing changes, and 10,000 changes against a bare poll and a bare script that read
 * the same rows.
 */
import { startLocalSage, type SageAddress } from '../scripts/local-sage.mts';
import { ownUserFolder } from '../scripts/n8n/own-user-folder.mts';
import { connectAdmin, type SimulatorAdmin } from '../simulator/admin-client.mts';

import { alternate } from './measure/alternate.mts';
import { exactly, ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';
import { siteHeaders } from './n8n/http-request.mts';

ownUserFolder();
const { credential, pollContext, triggerWorkflow } = await import('../test/support/engine.ts');
const { PollingNode } = await import('../test/support/pollingNode.ts');

type Login = ReturnType<typeof credential>;
type Side = 'trigger' | 'barePoll' | 'bareScript';
/** Reads the rows below an address of the API. */
type ReadRows = (path: string) => Promise<Array<{ id: number }>>;

const NAMES: Record<Side, string> = {
	trigger: 'the trigger',
	barePoll: 'a bare poll',
	bareScript: 'a bare script',
};

const CHANGES = 10_000;
const PAGE = 1000;
const LATENCY_MS = 20;
const MINUTE = 60_000;
/** Longer than the overlap, within which what was read is read again. */
const SETTLED = 10 * MINUTE;

const MOST_CALLS = 1.3;
const MOST_SECONDS = 1.5;

/** What the trigger reads of a customer. */
const FIELDS = [
	'id',
	'reference',
	'name',
	'balance',
	'credit_limit',
	'on_hold',
	'account_status_type',
	'currency_id',
	'telephone_subscriber_number',
	'date_time_updated',
	'date_time_created',
];

const CUSTOMERS = { mode: 'list', value: 'customers' };
const ALL_COMPANIES = { mode: 'list', value: '*' };

/** What is watched, in how many companies. */
const WATCHED: Array<[string, number, object]> = [
	['customers', 1, { event: 'recordCreatedOrUpdated', recordType: CUSTOMERS }],
	[
		'customers of three companies',
		3,
		{ event: 'recordCreatedOrUpdated', recordType: CUSTOMERS, company: ALL_COMPANIES },
	],
	['despatches', 1, { event: 'orderDespatched' }],
	['order statuses', 1, { event: 'orderStatusChanged' }],
	['stock levels', 1, { event: 'stockLevelChanged' }],
	['customer statuses', 1, { event: 'customerStatusChanged' }],
	['prices', 1, { event: 'priceChanged' }],
];

/** Counts the calls of quiet polls, and times 10,000 changes against a bare poll and a bare script. */
export async function benchTrigger(): Promise<Result> {
	const sage = await startLocalSage();
	try {
		const admin = connectAdmin(sage.ready.adminUrl);
		const login = await loginTo(sage.ready, admin);
		const quiet = await quietPolls(login, admin);
		const { samples, noisy } = await manyChanges(login, sage.ready, admin);
		const seconds = (side: Side) => samples[side].map((sample) => sample.seconds);
		const calls = (side: Side) => samples[side].map((sample) => sample.calls);
		const callsToBare = ratio(calls('trigger'), calls('bareScript'));
		const toBarePoll = ratio(seconds('trigger'), seconds('barePoll'));
		const most = Math.max(...Object.values(quiet));
		return {
			title: 'The trigger',
			about: `Polls that find nothing, and ${CHANGES.toLocaleString('en')} changes with one stamp, ${LATENCY_MS} ms a call. _A bare poll_ knows how to page through them, and makes the calls with n8n's request helper and nothing else; _a bare script_ makes them without n8n.`,
			rows: (Object.keys(samples) as Side[]).map((side) => ({
				name: NAMES[side],
				seconds: spreadOf(seconds(side)),
			})),
			bars: [
				{
					what: 'A quiet poll, for each watched collection and company',
					measured: exactly(most),
					most: 1,
					unit: 'calls',
				},
				{
					what: `${CHANGES} changes, calls against a bare script`,
					measured: callsToBare,
					most: MOST_CALLS,
				},
				{
					what: `${CHANGES} changes, time against a bare poll`,
					measured: toBarePoll,
					most: MOST_SECONDS,
				},
			],
			curves: [],
			notes: [],
			noisy,
			figures: {
				quietCalls: quiet,
				changes: CHANGES,
				calls: samples.trigger[0].calls,
				callsToBare: callsToBare.median,
				timeToBarePoll: toBarePoll.median,
				timeToBareScript: ratio(seconds('trigger'), seconds('bareScript')).median,
			},
		};
	} finally {
		await sage.stop();
	}
}

async function loginTo(sage: SageAddress, admin: SimulatorAdmin): Promise<Login> {
	const { adminUrl: _, ...address } = sage;
	return credential({
		...address,
		companyId: String(address.companyId),
		oauthTokenData: await admin.mintTokens(),
	} as never);
}

/** Calls of one poll that finds nothing, for each collection and company. */
async function quietPolls(login: Login, admin: SimulatorAdmin): Promise<Record<string, number>> {
	const calls: Record<string, number> = {};
	for (const [name, companies, parameters] of WATCHED) {
		const node = new PollingNode(login, parameters as never);
		await node.poll();
		calls[name] = await later(SETTLED, async () => {
			await node.poll();
			await admin.clearLog();
			const items = await node.poll();
			if (items.length > 0) throw new Error(`A quiet poll of ${name} gave ${items.length} items`);
			return (await admin.log()).count / companies;
		});
	}
	return calls;
}

async function manyChanges(login: Login, sage: SageAddress, admin: SimulatorAdmin) {
	const there = (await admin.rows('customers')).length;
	await admin.bulk({ resource: 'customers', count: CHANGES - there });
	const node = new PollingNode(login, {
		event: 'recordCreatedOrUpdated',
		recordType: CUSTOMERS,
		options: { startFrom: new Date(Date.now() + MINUTE).toISOString() },
	});
	await node.poll();
	/** Changes all customers at one moment, which it returns. */
	const change = async (): Promise<string> => {
		await admin.advanceClock(MINUTE);
		const { now } = await admin.clock();
		const fields = { short_name: now.slice(11, 19) };
		await admin.bulk({ resource: 'customers', count: CHANGES, change: true, fields, stamp: now });
		await admin.clearLog();
		return now;
	};
	const measured = async (read: (stamp: string) => Promise<number>) => {
		const stamp = await change();
		await admin.setLatency({ ms: LATENCY_MS });
		const started = performance.now();
		const found = await read(stamp);
		const seconds = (performance.now() - started) / 1000;
		await admin.setLatency({ ms: 0 });
		if (found !== CHANGES) throw new Error(`${found} of ${CHANGES} changes were found`);
		return { seconds, calls: (await admin.log()).count };
	};
	const polled = async (): Promise<number> => {
		let found = 0;
		for (let items = 1; items > 0 && found < CHANGES; found += items)
			items = (await node.poll()).length;
		return found;
	};
	const bare = (read: ReadRows) => async () => {
		const sample = await measured(async (stamp) => await readChanges(read, stamp));
		// The trigger is to find the changes of its own round only.
		await polled();
		return sample;
	};
	return await alternate<Side, { seconds: number; calls: number }>({
		name: 'Trigger',
		sides: {
			trigger: async () => await measured(polled),
			barePoll: bare(readByPoll(login, sage)),
			bareScript: bare(readByScript(login, sage)),
		},
		floor: 'bareScript',
		seconds: ({ seconds }) => seconds,
	});
}

/** Reads what has a stamp, page by page, and tells how many rows that is. */
async function readChanges(read: ReadRows, stamp: string): Promise<number> {
	let found = 0;
	for (let after = 0, rows: Array<{ id: number }> = []; ; after = rows[rows.length - 1].id) {
		const filter = encodeURIComponent(`date_time_updated ge ${stamp} and id gt ${after}`);
		rows = await read(
			`/customers?$filter=${filter}&$orderby=id&$top=${PAGE}&$select=${FIELDS.join()}`,
		);
		found += rows.length;
		if (rows.length < PAGE) return found;
	}
}

/** In a trigger node, by n8n's request helper, which opens the login for each call. */
function readByPoll(login: Login, sage: SageAddress): ReadRows {
	const context = pollContext(login, triggerWorkflow({}), 'trigger');
	return async (path) =>
		(await context.helpers.httpRequestWithAuthentication.call(context, 'sage200OAuth2Api', {
			method: 'GET',
			url: `${sage.apiUrl}${path}`,
			headers: siteHeaders(sage),
			json: true,
		})) as Array<{ id: number }>;
}

function readByScript(login: Login, sage: SageAddress): ReadRows {
	const { access_token: token } = login.data.oauthTokenData as { access_token: string };
	const headers = { Authorization: `Bearer ${token}`, ...siteHeaders(sage) };
	return async (path) => {
		const response = await fetch(`${sage.apiUrl}${path}`, { headers });
		return (await response.json()) as Array<{ id: number }>;
	};
}

/** Runs something while this process's clock is ahead. */
async function later<Value>(ahead: number, run: () => Promise<Value>): Promise<Value> {
	const usual = Date.now;
	Date.now = () => usual() + ahead;
	try {
		return await run();
	} finally {
		Date.now = usual;
	}
}
