/**
 * Despatches, transfers, allocations, postings, entries of banks and changes of orders over a line that fails, each node run with n8n's
 * Retry On Fail; then one more push of whatever got no clear answer, and a count of what is in Sage.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Fault } from '../../../simulator/api/faults.mts';
import { startLocalSage } from '../../local-sage.mts';
import { ownUserFolder } from '../../n8n/own-user-folder.mts';
import type { Waits, Write } from './kinds.mts';

ownUserFolder();
const { ChaosCompany } = await import('./company.mts');
const { KINDS, WRITE_PATHS } = await import('./kinds.mts');

export interface WritesScore {
	writes: number;
	/** In Sage exactly once in the end. */
	once: number;
	/** Without a clear answer after the later push. */
	inDoubt: number;
	lost: number;
	twice: number;
	/** Without a clear answer at first: pushed once more. */
	pushedAgain: number;
	faults: Record<string, number>;
	byKind: Record<string, { writes: number; once: number }>;
	seconds: number;
}

/** The simulator's clock runs so much faster than ours. */
const PACE = 20;
const TICK_MS = 100;
const LATEST_COMMIT_MS = 60_000;
const AT_ONCE = 4;

/** Real seconds: the latest commit lands well within the doubt. */
const WAITS: Waits = {
	lookAgainSeconds: 1,
	doubtSeconds: (LATEST_COMMIT_MS / 1000 / PACE) * 2,
};

const LINE = { path: WRITE_PATHS };
const FAULTS: Fault[] = [
	...(['POST', 'PUT'] as const).flatMap((method): Fault[] => [
		{ kind: 'dropBeforeCommit', match: { ...LINE, method }, probability: 0.05 },
		{ kind: 'dropAfterCommit', match: { ...LINE, method }, probability: 0.08 },
		{
			kind: 'lateCommit',
			afterMs: LATEST_COMMIT_MS,
			match: { ...LINE, method },
			probability: 0.03,
		},
		{
			kind: 'lateCommit',
			afterMs: LATEST_COMMIT_MS / 6,
			match: { ...LINE, method },
			probability: 0.03,
		},
		{ kind: 'wrongShape', match: { ...LINE, method }, probability: 0.02 },
		{ kind: 'status', status: 502, commit: true, match: { ...LINE, method }, probability: 0.03 },
	]),
	{ kind: 'status', status: 429, retryAfter: 0, probability: 0.03 },
	{ kind: 'status', status: 502, probability: 0.02 },
];

/** Makes so many writes of a seed under faults, and counts how often each is in Sage. */
export async function runWrites(writes: number, seed: number): Promise<WritesScore> {
	const started = Date.now();
	const simulator = await startLocalSage();
	try {
		const company = await ChaosCompany.open(simulator.ready);
		const all = await writesOf(company, writes, seed);
		await company.admin.setFaults(FAULTS, seed);
		const clock = setInterval(() => void company.admin.advanceClock(TICK_MS * (PACE - 1)), TICK_MS);
		const unclear: Write[] = [];
		try {
			await inLanes(all, async (write) => {
				if (!(await isClear(company, write))) unclear.push(write);
			});
		} finally {
			clearInterval(clock);
		}
		const faults = await faultsMet(company);
		await company.admin.setFaults([]);
		await company.admin.advanceClock(LATEST_COMMIT_MS * 2);
		await pause(WAITS.doubtSeconds * 1000);
		let inDoubt = 0;
		await inLanes(unclear, async (write) => {
			if (!(await isClear(company, write))) inDoubt++;
		});
		const counted = await Promise.all(
			all.map(async (write) => ({ kind: write.kind, count: await write.count() })),
		);
		return {
			writes: all.length,
			once: counted.filter(({ count }) => count === 1).length,
			inDoubt,
			lost: counted.filter(({ count }) => count < 1).length,
			twice: counted.filter(({ count }) => count > 1).length,
			pushedAgain: unclear.length,
			faults,
			byKind: byKind(counted),
			seconds: Math.round((Date.now() - started) / 1000),
		};
	} finally {
		await simulator.stop();
	}
}

type Company = Awaited<ReturnType<typeof ChaosCompany.open>>;

/** As many writes of each kind, in turn. */
async function writesOf(company: Company, writes: number, seed: number): Promise<Write[]> {
	const each = Math.ceil(writes / KINDS.length);
	const numbers = Array.from({ length: each }, (_, at) => `${seed}-${at + 1}`);
	const kinds: Write[][] = [];
	for (const kind of KINDS) kinds.push(await kind(company, numbers, WAITS));
	return numbers.flatMap((_, at) => kinds.map((all) => all[at])).slice(0, writes);
}

async function isClear(company: Company, { parameters }: Write): Promise<boolean> {
	const { error } = await company.push({ ...parameters, options: { retries: 6 } });
	return error === undefined;
}

async function inLanes<Work>(all: Work[], act: (work: Work) => Promise<void>): Promise<void> {
	const left = [...all].reverse();
	const lane = async (): Promise<void> => {
		for (let work = left.pop(); work !== undefined; work = left.pop()) await act(work);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function faultsMet(company: Company): Promise<Record<string, number>> {
	const met: Record<string, number> = {};
	for (const { fault, hits } of await company.admin.faults()) {
		const name = fault.kind === 'status' ? `status ${fault.status}` : fault.kind;
		met[name] = (met[name] ?? 0) + hits;
	}
	return met;
}

function byKind(counted: Array<{ kind: string; count: number }>): WritesScore['byKind'] {
	const kinds: WritesScore['byKind'] = {};
	for (const { kind, count } of counted) {
		kinds[kind] ??= { writes: 0, once: 0 };
		kinds[kind].writes++;
		if (count === 1) kinds[kind].once++;
	}
	return kinds;
}
