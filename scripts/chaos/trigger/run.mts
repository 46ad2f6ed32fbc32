/**
 * The trigger in a real n8n, while Sage is written to and n8n is killed three times: nothing may be lost, and only what
 * was sent before a restart may come again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { administer } from '../../local-sage.mts';
import { DEFAULT_RELEASE, findRelease } from '../../n8n/releases.mts';
import { Receiver, type Count } from '../../n8n/receiver.mts';
import { triggerWorkflow } from '../../n8n/trigger-workflow.mts';
import { onStage, type Stage } from '../../stage.mts';
import { inTemporaryFolder } from '../../temporary.mts';
import { randomFrom } from '../plan.mts';
import { History } from './history.mts';

export interface TriggerScore extends Count {
	changes: number;
	lost: number;
}

const WORKFLOW = 'chaosTrigger';
const OWNER = { email: 'chaos@example.com', password: 'Sage200chaos' };
const MINUTE = 60_000;
/** n8n polls once a minute at most. */
const WRITING_MS = 5 * MINUTE;
/** Late changes show within the overlap, and a killed n8n takes a while to start. */
const CATCHING_UP_MS = 8 * MINUTE;

/** Makes so many changes of a seed while n8n is killed, and counts what the trigger emitted. */
export async function runTriggerChaos(changes: number, seed: number): Promise<TriggerScore> {
	return await inTemporaryFolder(async (folder) => {
		const receiver = new Receiver();
		await receiver.start();
		let score: TriggerScore | undefined;
		try {
			const options = {
				release: findRelease(DEFAULT_RELEASE),
				folder,
				owner: OWNER,
				workflows: async ({ credential }: Omit<Stage, 'n8n'>) => [
					triggerWorkflow(WORKFLOW, credential, receiver.url, {
						event: 'recordCreatedOrUpdated',
						recordType: { __rl: true, mode: 'list', value: 'customers' },
					}),
				],
			};
			await onStage(options, async (stage) => {
				score = await play(stage, receiver, changes, randomFrom(seed));
			});
		} finally {
			await receiver.stop();
		}
		if (!score) throw new Error('The play did not end');
		return score;
	});
}

async function play(
	{ n8n, sage }: Stage,
	receiver: Receiver,
	changes: number,
	random: () => number,
): Promise<TriggerScore> {
	const history = await History.begin(sage, changes, random);
	await n8n.rest.publish(WORKFLOW);
	const writing = history.run(WRITING_MS);
	for (const moment of ['while it sends', 'after a poll', 'at any time']) {
		await sleep(MINUTE / 2 + random() * (MINUTE / 2));
		await untilDue(moment, sage, receiver);
		console.error(`Killing n8n ${moment}: ${JSON.stringify(receiver.count)}`);
		await n8n.kill();
		receiver.life++;
		await n8n.start();
	}
	await writing;
	const wanted = await history.all();
	const deadline = Date.now() + CATCHING_UP_MS;
	let lost = missing(wanted, receiver);
	while (lost.length > 0 && Date.now() < deadline) {
		await sleep(5000);
		lost = missing(wanted, receiver);
	}
	// One poll more: what is repeated, is repeated then.
	await sleep(1.5 * MINUTE);
	return { changes: wanted.length, ...receiver.count, lost: lost.length };
}

/** Waits for the moment at which n8n is killed. */
async function untilDue(moment: string, sage: Stage['sage'], receiver: Receiver): Promise<void> {
	const { messages } = receiver;
	const calls = await callsTo(sage);
	if (moment === 'while it sends') await until(async () => receiver.messages > messages);
	if (moment === 'after a poll') await until(async () => (await callsTo(sage)) > calls);
}

async function callsTo(sage: Stage['sage']): Promise<number> {
	const { counts } = (await administer(sage, 'GET', '/log')) as {
		counts: Record<string, number>;
	};
	return counts['GET /customers'] ?? 0;
}

/** At most one poll and a half, for nothing may have changed. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 1.5 * MINUTE;
	while (Date.now() < deadline && !(await isSo())) await sleep(5);
}

/** Changes of which no event came. An event's id ends with the record's id and stamp. */
function missing(wanted: string[], { lives }: Receiver): string[] {
	const known = new Set(
		[...lives.keys()].map((id) => id.split(':customers:')[1].replace(':', '@')),
	);
	return wanted.filter((change) => !known.has(change));
}
