/** Two ways to do the same in one real n8n: the node, and n8n's HTTP Request nodes as a workflow's author would set them up. */
import { readFile } from 'node:fs/promises';

import { webhookChain, type Step } from '../scripts/n8n/chain.mts';
import { DEFAULT_RELEASE, findRelease } from '../scripts/n8n/releases.mts';
import { say } from '../scripts/progress.mts';
import { onStage, type Stage } from '../scripts/stage.mts';
import { inTemporaryFolder } from '../scripts/temporary.mts';
import type { SageAddress } from '../scripts/local-sage.mts';

export type Side = 'node' | 'httpRequest';
export const SIDES: readonly Side[] = ['node', 'httpRequest'];

export interface Figures {
	seconds: number;
	/** The most memory that n8n has had. */
	peakMB: number;
}

export interface Comparison extends Record<Side, Figures> {
	timeRatio: number;
	memoryRatio: number;
}

export interface Contest {
	name: string;
	rounds: number;
	/** The steps of both sides; each gets what the webhook is sent, and ends with one item. */
	steps(sage: SageAddress): Record<Side, Step[]>;
	prepare(stage: Stage): Promise<void>;
	/** What the webhook is sent in a round. */
	input(side: Side, round: number): object;
	/** @throws Error when the workflow's answer is not that of finished work */
	check(answer: Record<string, unknown>): void;
}

/** Carries out a contest: the sides in turn, each round with a fresh n8n. */
export async function compare(contest: Contest): Promise<Comparison> {
	return await inTemporaryFolder(async (folder) => {
		const measured: Record<Side, Figures[]> = { node: [], httpRequest: [] };
		const workflows = async ({ credential, sage }: Omit<Stage, 'n8n'>) => {
			const steps = contest.steps(sage);
			return SIDES.map((side) =>
				webhookChain(side, credential, steps[side], { saveDataSuccessExecution: 'none' }),
			);
		};
		const owner = { email: 'bench@example.com', password: 'Sage200bench' };
		await onStage(
			{ release: findRelease(DEFAULT_RELEASE), folder, owner, workflows },
			async (stage) => {
				await contest.prepare(stage);
				for (const side of SIDES) await stage.n8n.rest.publish(side);
				// In turn, so that whatever else the machine does meets both sides.
				for (let round = 0; round < contest.rounds; round++) {
					for (const side of SIDES) measured[side].push(await measure(contest, stage, side, round));
				}
			},
		);
		const [node, httpRequest] = [median(measured.node), median(measured.httpRequest)];
		return {
			node,
			httpRequest,
			timeRatio: ratio(node.seconds, httpRequest.seconds),
			memoryRatio: ratio(node.peakMB, httpRequest.peakMB),
		};
	});
}

async function measure(
	contest: Contest,
	{ n8n }: Stage,
	side: Side,
	round: number,
): Promise<Figures> {
	await n8n.stop();
	await n8n.start();
	const started = performance.now();
	const response = await fetch(`${n8n.url}/webhook/${side}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(contest.input(side, round)),
	});
	const answer = await response.text();
	const figures = {
		seconds: (performance.now() - started) / 1000,
		peakMB: await peakMemoryOf(n8n.pid),
	};
	if (!response.ok)
		throw new Error(`${contest.name} by ${side}: n8n answered ${response.status}: ${answer}`);
	contest.check((JSON.parse(answer) as Array<Record<string, unknown>>)[0]);
	say(
		`${contest.name} by ${side}: ${figures.seconds.toFixed(1)} s, ${figures.peakMB} MB at its peak`,
	);
	return figures;
}

/** The most memory that a process has had, in MB, as Linux tells. */
async function peakMemoryOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024);
}

/** An HTTP Request node that calls Sage as its guide describes: the credential, and the two headers typed by hand. */
export function httpRequest(
	sage: SageAddress,
	name: string,
	path: string,
	{ query = {}, ...parameters }: { query?: Record<string, string>; [more: string]: unknown },
): Step {
	const named = (values: Record<string, string>) => ({
		parameters: Object.entries(values).map(([key, value]) => ({ name: key, value })),
	});
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `${sage.apiUrl}${path}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'sage200OAuth2Api',
			sendHeaders: true,
			headerParameters: named({ 'X-Site': sage.siteId, 'X-Company': String(sage.companyId) }),
			sendQuery: Object.keys(query).length > 0,
			queryParameters: named(query),
			...parameters,
		},
	};
}

/** Counts items by a field, so that one small answer comes back. */
export function countOf(field: string): Step {
	return {
		name: 'Count',
		type: 'n8n-nodes-base.summarize',
		typeVersion: 1.1,
		parameters: { fieldsToSummarize: { values: [{ aggregation: 'count', field }] }, options: {} },
	};
}

function median(figures: Figures[]): Figures {
	const middle = (values: number[]) =>
		values.sort((left, right) => left - right)[Math.floor(values.length / 2)];
	return {
		seconds: Number(middle(figures.map(({ seconds }) => seconds)).toFixed(2)),
		peakMB: middle(figures.map(({ peakMB }) => peakMB)),
	};
}

function ratio(ours: number, theirs: number): number {
	return Number((ours / theirs).toFixed(2));
}
