/** What the trigger costs: calls while nothing changes, and 10,000 changes against a bare script that reads the same rows. */
import { startLocalSage, type SageAddress } from '../scripts/local-sage.mts';
import { ownUserFolder } from '../scripts/n8n/own-user-folder.mts';
import { connectAdmin, type SimulatorAdmin } from '../simulator/admin-client.mts';

import { alternate } from './measure/alternate.mts';
import { exactly, ratio, spreadOf } from './measure/figures.mts';
import type { Result } from './measure/result.mts';

ownUserFolder();
const { credential } = await import('../test/support/engine.ts');
const { PollingNode } = await import('../test/support/pollingNode.ts');

type Login = ReturnType<typeof credential>;

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

export async function benchTrigger(): Promise<Result> {
	const sage = await startLocalSage();
	try {
		const admin = connectAdmin(sage.ready.adminUrl);
		const login = await loginTo(sage.ready, admin);
		const quiet = await quietPolls(login, admin);
		const { samples, noisy } = await manyChanges(login, sage.ready, admin);
		const of = (side: 'trigger' | 'bare') => ({
			seconds: samples[side].map(({ seconds }) => seconds),
			calls: samples[side].map(({ calls }) => calls),
		});
		const [ours, theirs] = [of('trigger'), of('bare')];
		const calls = ratio(ours.calls, theirs.calls);
		const seconds = ratio(ours.seconds, theirs.seconds);
		const most = Math.max(...Object.values(quiet));
		return {
			title: 'The trigger',
			about: `Polls that find nothing, and ${CHANGES.toLocaleString('en')} changes with one stamp, ${LATENCY_MS} ms a call, against a bare script that knows how to page through them.`,
			rows: [
				{ name: 'the trigger', seconds: spreadOf(ours.seconds) },
				{ name: 'the bare script', seconds: spreadOf(theirs.seconds) },
			],
			bars: [
				{
					what: 'A quiet poll, for each watched collection and company',
					measured: exactly(most),
					most: 1,
					unit: 'calls',
				},
				{
					what: `${CHANGES} changes, calls against the bare script`,
					measured: calls,
					most: MOST_CALLS,
				},
				{
					what: `${CHANGES} changes, time against the bare script`,
					measured: seconds,
					most: MOST_SECONDS,
				},
			],
			curves: [],
			notes: [],
			noisy,
			figures: {
				quietCalls: quiet,
				changes: CHANGES,
				calls: ours.calls[0],
				callsToBare: calls.median,
				timeToBare: seconds.median,
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
	return await alternate<'trigger' | 'bare', { seconds: number; calls: number }>({
		name: 'Trigger',
		sides: {
			trigger: async () => await measured(polled),
			bare: async () => {
				const sample = await measured(async (stamp) => await readBare(login, sage, stamp));
				// The trigger is to find the changes of its own round only.
				await polled();
				return sample;
			},
		},
		floor: 'bare',
		seconds: ({ seconds }) => seconds,
	});
}

/** Reads the same rows, page by page. */
async function readBare(login: Login, sage: SageAddress, stamp: string): Promise<number> {
	const { access_token: token } = login.data.oauthTokenData as { access_token: string };
	let found = 0;
	for (let after = 0, rows: Array<{ id: number }> = []; ; after = rows[rows.length - 1].id) {
		const filter = encodeURIComponent(`date_time_updated ge ${stamp} and id gt ${after}`);
		const response = await fetch(
			`${sage.apiUrl}/customers?$filter=${filter}&$orderby=id&$top=${PAGE}&$select=${FIELDS.join()}`,
			{
				headers: {
					Authorization: `Bearer ${token}`,
					'X-Site': sage.siteId,
					'X-Company': String(sage.companyId),
				},
			},
		);
		rows = (await response.json()) as Array<{ id: number }>;
		found += rows.length;
		if (rows.length < PAGE) return found;
	}
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
