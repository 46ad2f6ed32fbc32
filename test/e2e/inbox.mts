/** Orders survive that Sage is away: stored and answered at once, pushed when it is there again, none lost and none twice. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { readSage, type SageAddress } from '../../scripts/local-sage.mts';
import type { StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';
import { DataTables } from '../../scripts/n8n/data-tables.mts';
import { readyTemplate, sampleOrder } from '../../scripts/n8n/templates.mts';
import { say } from '../../scripts/progress.mts';
import type { Stage } from '../../scripts/stage.mts';
import { connectAdmin } from '../../simulator/admin-client.mts';
import type { Chat } from './mailbox.mts';
import { until, type Scenario } from './scenario.mts';
import { spedUp } from './schedule.mts';

const INBOX = 'order-inbox';
/** The same workflow with a table that cannot take its orders. */
const BROKEN = 'order-inbox-broken';
const OTHER_TABLE = 'something-else';
const TABLE = 'inbox-of-e2e';
const KEY_PREFIX = 'INBOX-';

const AWAY_MS = 120_000;
/** n8n loses power so long after Sage went away, while it tries to push. */
const KILLED_AFTER_MS = 20_000;
const ORDERS_BEFORE = 12;
const ORDERS_AFTER = 8;

interface Row {
	number: string;
	status: string;
	document_no: string | null;
	error: string | null;
}

/** What was counted. */
export interface InboxFigures {
	sent: number;
	inSage: number;
	lost: number;
	twice: number;
	awaySeconds: number;
	slowestAnswerMs: number;
	caughtUpSeconds: number;
}

export async function inboxWorkflows(
	credential: StoredCredential,
	chat: Chat,
): Promise<Workflow[]> {
	const inbox = spedUp(
		await readyTemplate(INBOX, credential, {
			webAccount: 'ZEN001',
			keyPrefix: KEY_PREFIX,
			chatUrl: chat.url,
			table: TABLE,
			takenMinutes: 0.2,
			tellAfterMinutes: 0.5,
		}),
	);
	const broken = await readyTemplate(INBOX, credential, { table: OTHER_TABLE });
	return [inbox, { ...broken, id: BROKEN, nodes: broken.nodes.map(withPathOfBroken) }];
}

function withPathOfBroken(node: Workflow['nodes'][number]): Workflow['nodes'][number] {
	if (node.type !== 'n8n-nodes-base.webhook') return node;
	return { ...node, webhookId: BROKEN, parameters: { ...node.parameters, path: BROKEN } };
}

/** Returns what was counted while Sage was away. */
export async function inboxSteps(
	scenario: Scenario,
	{ n8n, sage }: Stage,
	chat: Chat,
): Promise<Partial<InboxFigures>> {
	const admin = connectAdmin(sage.adminUrl);
	const tables = new DataTables(n8n.rest);
	const figures: Partial<InboxFigures> = {};
	let slowestAnswerMs = 0;

	const post = async (order: object, path = INBOX): Promise<Response> => {
		const started = Date.now();
		const response = await fetch(`${n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(order),
		});
		slowestAnswerMs = Math.max(slowestAnswerMs, Date.now() - started);
		return response;
	};
	const send = async (number: string) => {
		const response = await post(await sampleOrder(number));
		const answer = await response.text();
		assert.equal(response.status, 200, answer);
		assert.deepEqual({ ...JSON.parse(answer), row: 0 }, { stored: true, row: 0, number });
	};
	const rowOf = async (number: string) =>
		(await tables.rows<Row>(TABLE)).find((row) => row.number === number);

	await scenario.step(
		'an order is stored, answered, pushed and marked with its number',
		async () => {
			await n8n.rest.publish(INBOX);
			await send('#5001');
			await until('it is pushed', async () => (await rowOf('#5001'))?.status === 'pushed');
			const [inSage] = await ordersOf(sage, '#5001');
			assert.equal((await rowOf('#5001'))?.document_no, inSage.document_no);
		},
	);

	await scenario.step('an order that Sage refuses waits, with the reason', async () => {
		const order = await sampleOrder('#5002');
		const [line] = order.line_items as object[];
		await post({ ...order, line_items: [{ ...line, sku: 'NO-SUCH-SKU' }] });
		await until('it is refused', async () => Boolean((await rowOf('#5002'))?.error));
		const row = await rowOf('#5002');
		assert.equal(row?.status, 'waiting');
		assert.match(String(row?.error), /NO-SUCH-SKU/);
	});

	await scenario.step('an order that could not be stored is answered with 500', async () => {
		await tables.create(OTHER_TABLE, [{ name: 'colour', type: 'string' }]);
		await n8n.rest.publish(BROKEN);
		const response = await post(await sampleOrder('#5003'), BROKEN);
		assert.equal(response.status, 500, await response.text());
	});

	await scenario.step(
		'Sage is away for two minutes and n8n loses power meanwhile: all orders are in Sage, once',
		async () => {
			slowestAnswerMs = 0;
			const numbers = (from: number, count: number) =>
				Array.from({ length: count }, (_, at) => `#${from + at}`);
			await admin.setFaults([{ kind: 'dropBeforeCommit' }]);
			const wentAway = Date.now();
			const before = numbers(6000, ORDERS_BEFORE);
			for (const number of before) await send(number);
			await pause(wentAway + KILLED_AFTER_MS - Date.now());
			await n8n.kill();
			await n8n.start();
			const after = numbers(7000, ORDERS_AFTER);
			// A shop that sends an order again.
			for (const number of [...after, before[0], after[0]]) await send(number);
			await pause(wentAway + AWAY_MS - Date.now());
			assert.deepEqual((await admin.orders()).orders.filter(isOf([...before, ...after])), []);

			await admin.setFaults([]);
			const cameBack = Date.now();
			const all = [...before, ...after];
			const waiting = async () =>
				(await tables.rows<Row>(TABLE)).filter(
					({ number, status }) => all.includes(number) && status !== 'pushed',
				);
			await until('none waits', async () => (await waiting()).length === 0, AWAY_MS);
			const inSage = (await admin.orders()).orders.filter(isOf(all));
			Object.assign(figures, {
				sent: all.length,
				inSage: inSage.length,
				lost: all.length - inSage.filter(({ orders }) => orders > 0).length,
				twice: inSage.filter(({ orders, drafts }) => orders > 1 || drafts > 0).length,
				awaySeconds: Math.round((cameBack - wentAway) / 1000),
				slowestAnswerMs,
				caughtUpSeconds: Math.round((Date.now() - cameBack) / 1000),
			});
			say(`    ${JSON.stringify(figures)}`);
			assert.deepEqual([figures.lost, figures.twice], [0, 0]);
		},
	);

	await scenario.step('what has waited is told in one message', async () => {
		assert.equal(chat.messages.length, 1);
		assert.match(chat.messages[0], /not in Sage 200 yet[^]*#5002, since [^]*Sage 200 was lost/);
	});
	return figures;
}

function isOf(numbers: string[]): (ledger: { key: string }) => boolean {
	const keys = new Set(numbers.map((number) => `${KEY_PREFIX}${number}`));
	return ({ key }) => keys.has(key);
}

async function ordersOf(
	sage: SageAddress,
	number: string,
): Promise<Array<{ document_no: string }>> {
	const filter = encodeURIComponent(`customer_document_no eq '${KEY_PREFIX}${number}'`);
	return await readSage(sage, `/sop_orders?$filter=${filter}`);
}
