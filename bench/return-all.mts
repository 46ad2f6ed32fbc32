/**
 * Reads a large collection whole, in a real n8n: by the node's Return All, and by n8n's HTTP Request node paging the same
 * endpoint as Sage's guide describes ($top, $skip, $orderby). Both sides start with a fresh n8n.
 */
import { readFile } from 'node:fs/promises';

import { connectAdmin } from '../simulator/admin-client.mts';
import { connected } from '../scripts/n8n/templates.mts';
import { DEFAULT_RELEASE, findRelease } from '../scripts/n8n/releases.mts';
import type { StoredCredential, Workflow } from '../scripts/n8n/cli.mts';
import { say } from '../scripts/progress.mts';
import { onStage, type Stage } from '../scripts/stage.mts';
import { inTemporaryFolder } from '../scripts/temporary.mts';
import type { SageAddress } from '../scripts/local-sage.mts';

const CUSTOMERS = 50_000;
const LATENCY_MS = 20;
/** What Sage gives when not asked for more, and so what a workflow's author meets. */
const USUAL_PAGE = 500;
const ROUNDS = 3;

type Side = 'node' | 'httpRequest';

interface Figures {
	seconds: number;
	peakMB: number;
}

export interface ReturnAllFigures {
	returnAll: { rows: number; node: Figures; httpRequest: Figures; timeRatio: number; memoryRatio: number };
}

export async function benchReturnAll(): Promise<ReturnAllFigures> {
	return await inTemporaryFolder(async (folder) => {
		const measured: Record<Side, Figures[]> = { node: [], httpRequest: [] };
		const workflows = async ({ credential, sage }: Omit<Stage, 'n8n'>) => [
			reading('node', credential, byTheNode()),
			reading('httpRequest', credential, byHttpRequests(sage)),
		];
		const options = { release: findRelease(DEFAULT_RELEASE), folder, owner: { email: 'bench@example.com', password: 'Sage200bench' }, workflows };
		await onStage(options, async (stage) => {
			const admin = connectAdmin(stage.sage.adminUrl);
			const there = (await admin.rows('customers')).length;
			await admin.bulk({ resource: 'customers', count: CUSTOMERS - there });
			await admin.setLatency({ ms: LATENCY_MS });
			for (const side of ['node', 'httpRequest'] as const) await stage.n8n.rest.publish(side);
			// In turn, so that whatever else the machine does meets both sides.
			for (let round = 0; round < ROUNDS; round++) {
				for (const side of ['node', 'httpRequest'] as const) measured[side].push(await measure(stage, side));
			}
		});
		const [node, httpRequest] = [median(measured.node), median(measured.httpRequest)];
		return {
			returnAll: { rows: CUSTOMERS, node, httpRequest, timeRatio: ratio(node.seconds, httpRequest.seconds), memoryRatio: ratio(node.peakMB, httpRequest.peakMB) },
		};
	});
}

async function measure({ n8n }: Stage, side: Side): Promise<Figures> {
	await n8n.stop();
	await n8n.start();
	const started = performance.now();
	const response = await fetch(`${n8n.url}/webhook/${side}`, { method: 'POST' });
	const answer = await response.text();
	const figures = { seconds: (performance.now() - started) / 1000, peakMB: await peakMemoryOf(n8n.pid) };
	const [{ count_id: rows }] = JSON.parse(answer) as Array<{ count_id: number }>;
	if (rows !== CUSTOMERS) throw new Error(`${side} read ${rows} of ${CUSTOMERS} customers`);
	say(`${side}: ${figures.seconds.toFixed(1)} s, ${figures.peakMB} MB at its peak`);
	return figures;
}

/** The most memory that a process has had, in MB, as Linux tells. */
async function peakMemoryOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024);
}

function byTheNode(): object {
	return {
		type: 'n8n-nodes-sage200.sage200',
		typeVersion: 1,
		parameters: { resource: 'customer', operation: 'getAll', returnAll: true, simplify: false },
	};
}

function byHttpRequests({ apiUrl, siteId, companyId }: SageAddress): object {
	const named = (values: Record<string, string>) => ({ parameters: Object.entries(values).map(([name, value]) => ({ name, value })) });
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `${apiUrl}/customers`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'sage200OAuth2Api',
			sendHeaders: true,
			headerParameters: named({ 'X-Site': siteId, 'X-Company': String(companyId) }),
			sendQuery: true,
			queryParameters: named({ $orderby: 'id asc', $top: String(USUAL_PAGE) }),
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: { parameters: [{ type: 'qs', name: '$skip', value: `={{ $pageCount * ${USUAL_PAGE} }}` }] },
						paginationCompleteWhen: 'other',
						completeExpression: `={{ $response.body.length < ${USUAL_PAGE} }}`,
						requestInterval: 0,
					},
				},
			},
		},
	};
}

/** Webhook → read → count, so that what is measured is the reading. */
function reading(side: Side, credential: StoredCredential, reader: object): Workflow {
	const start = {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `3f6f2e0c-5d0c-4a3e-9a55-${side.padEnd(12, '0').slice(0, 12)}`,
		parameters: { httpMethod: 'POST', path: side, responseMode: 'lastNode', responseData: 'allEntries' },
	};
	const count = {
		name: 'Count',
		type: 'n8n-nodes-base.summarize',
		typeVersion: 1.1,
		parameters: { fieldsToSummarize: { values: [{ aggregation: 'count', field: 'id' }] }, options: {} },
	};
	const read = { ...connected({ ...reader, name: 'Read' } as never, credential), credentials: { [credential.type]: { id: credential.id, name: credential.name } } };
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		id: side,
		name: side,
		nodes: [start, read, count].map((node, at) => ({ ...node, id: `${side}-${at}`, position: [at * 220, 0] })) as never,
		connections: { Start: to('Read'), Read: to('Count') },
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

function median(figures: Figures[]): Figures {
	const middle = (values: number[]) => values.sort((left, right) => left - right)[Math.floor(values.length / 2)];
	return { seconds: Number(middle(figures.map(({ seconds }) => seconds)).toFixed(2)), peakMB: middle(figures.map(({ peakMB }) => peakMB)) };
}

function ratio(ours: number, theirs: number): number {
	return Number((ours / theirs).toFixed(2));
}
