/** Pushes a plan's orders through workers that die, over a line that fails, until every push got a clear answer. */
import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { connectAdmin, type SimulatorAdmin } from '../../simulator/admin-client.mts';
import type { Fault } from '../../simulator/api/faults.mts';

import { startLocalSage, type SageAddress } from '../local-sage.mts';
import { ownUserFolder } from '../n8n/own-user-folder.mts';

import { makePlan, type Delivery, type Plan, type ShopOrder } from './plan.mts';
import type { Protection, Result, Task } from './worker.mts';

export type { Protection };

export interface Score {
	pushed: number;
	inSage: number;
	lost: number;
	duplicates: number;
	/** Drafts that nobody discarded: not orders, but somebody will ask. */
	draftsLeft: number;
	/** Pushes that had to be repeated, in doubt or after a kill. */
	repeated: number;
	/** Orders that Sage had taken and readers did not see yet. */
	hiddenCommits: number;
	/** How often each thing went wrong. */
	faults: Record<string, number>;
	seconds: number;
}

/** The simulator's clock runs so much faster than ours. */
const PACE = 20;
const TICK_MS = 100;
const LATEST_COMMIT_MS = 60_000;
const DELIVERIES_AT_ONCE = 4;
const REPEAT_AFTER_MS = 300;
const PATIENCE = 200;

const WRITES = { path: '^/sop_orders' };
const FAULTS: Fault[] = [
	{ kind: 'dropBeforeCommit', match: { ...WRITES, method: 'POST' }, probability: 0.03 },
	{ kind: 'dropAfterCommit', match: { ...WRITES, method: 'POST' }, probability: 0.03 },
	{
		kind: 'lateCommit',
		afterMs: LATEST_COMMIT_MS,
		match: { ...WRITES, method: 'POST' },
		probability: 0.01,
	},
	{
		kind: 'lateCommit',
		afterMs: LATEST_COMMIT_MS / 6,
		match: { ...WRITES, method: 'POST' },
		probability: 0.02,
	},
	{ kind: 'hiddenCommit', afterMs: 4_000, match: { ...WRITES, method: 'POST' }, probability: 0.05 },
	{ kind: 'dropAfterCommit', match: { ...WRITES, method: 'PUT' }, probability: 0.03 },
	{ kind: 'dropBeforeCommit', match: { ...WRITES, method: 'PUT' }, probability: 0.02 },
	{
		kind: 'lateCommit',
		afterMs: LATEST_COMMIT_MS / 3,
		match: { ...WRITES, method: 'PUT' },
		probability: 0.01,
	},
	{ kind: 'wrongShape', match: { ...WRITES, method: 'POST' }, probability: 0.01 },
	{ kind: 'status', status: 429, retryAfter: 0, probability: 0.03 },
	{ kind: 'status', status: 502, probability: 0.02 },
	{
		kind: 'status',
		status: 502,
		commit: true,
		match: { ...WRITES, method: 'POST' },
		probability: 0.01,
	},
];

/** Real seconds: the latest commit lands well within the doubt. */
const SETTINGS = {
	lookAgainSeconds: 1,
	doubtSeconds: (LATEST_COMMIT_MS / 1000 / PACE) * 2,
	settleSeconds: 0.5,
};

/** Pushes so many orders of a seed under one protection, and counts what is in Sage afterwards. */
export async function runChaos(
	orders: number,
	seed: number,
	protection: Protection,
): Promise<Score> {
	const started = Date.now();
	ownUserFolder();
	const simulator = await startLocalSage();
	try {
		const push = new ChaosRun(simulator.ready, seed, protection);
		return { ...(await push.run(orders)), seconds: Math.round((Date.now() - started) / 1000) };
	} finally {
		await simulator.stop();
	}
}

class ChaosRun {
	private readonly admin: SimulatorAdmin;
	private readonly workers: Worker[] = [];
	private repeated = 0;
	private killed = 0;

	constructor(
		private readonly simulator: SageAddress,
		private readonly seed: number,
		private readonly protection: Protection,
	) {
		this.admin = connectAdmin(simulator.adminUrl);
	}

	async run(orders: number): Promise<Omit<Score, 'seconds'>> {
		const plan = makePlan(orders, this.seed, await this.stock());
		// Standard protects one n8n process; Strict several workers, where Automatic is Strict by itself.
		const count = this.protection === 'standard' ? 1 : 2;
		for (let at = 0; at < count; at++) this.workers.push(await this.startWorker());
		await this.admin.setFaults(FAULTS, this.seed);
		const clock = setInterval(() => void this.admin.advanceClock(TICK_MS * (PACE - 1)), TICK_MS);
		try {
			await this.deliverAll(plan);
			const faults = { ...(await this.faultsMet()), ...eventsOf(plan), workerKilled: this.killed };
			await this.admin.setFaults([]);
			await this.admin.advanceClock(LATEST_COMMIT_MS * 2);
			return { ...(await this.score(orders)), faults };
		} finally {
			clearInterval(clock);
			for (const worker of this.workers) worker.kill();
		}
	}

	private async deliverAll({ deliveries, kills, expiries }: Plan): Promise<void> {
		let next = 0;
		const lane = async (): Promise<void> => {
			while (next < deliveries.length) {
				const number = next++;
				if (expiries.has(number)) await this.admin.expireAccessTokens();
				if (kills.has(number)) void this.replace(number % this.workers.length);
				await this.deliver(deliveries[number], number);
			}
		};
		await Promise.all(Array.from({ length: DELIVERIES_AT_ONCE * this.workers.length }, lane));
	}

	/** Pushes a delivery again until every order of it got a clear answer, as a shop or n8n's Retry On Fail does. */
	private async deliver(delivery: Delivery, number: number): Promise<void> {
		let open: ShopOrder[] = delivery;
		let why = '';
		for (let attempt = 0; open.length > 0; attempt++) {
			if (attempt === PATIENCE)
				throw new Error(`No clear answer for ${open.map(({ key }) => key).join(', ')}: ${why}`);
			if (attempt > 0) this.repeated++;
			const worker = this.workers[(number + attempt) % this.workers.length];
			const outcomes = await worker.push(open, this.protection);
			why = outcomes?.find(({ problem }) => problem)?.problem ?? 'the worker died';
			const clear = new Set(
				outcomes?.filter(({ sageId }) => sageId !== undefined).map(({ key }) => key),
			);
			open = open.filter(({ key }) => !clear.has(key));
			if (open.length > 0) await pause(REPEAT_AFTER_MS);
		}
	}

	/**
	 * Kills a worker and starts another. In Standard nobody else remembers what the killed process had under way, so
	 * the new one starts when that has landed; Strict needs no such patience. docs/guarantee.md says so.
	 */
	private async replace(at: number): Promise<void> {
		const worker = this.workers[at];
		if (!worker.kill()) return;
		this.killed++;
		if (this.protection === 'standard') await pause((LATEST_COMMIT_MS / PACE) * 1.5);
		await worker.start();
	}

	private async startWorker(): Promise<Worker> {
		const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = this.simulator;
		const credential = {
			apiUrl,
			identityUrl,
			clientId,
			clientSecret,
			siteId,
			companyId: String(companyId),
		};
		const worker = new Worker(credential, async () => await this.admin.mintTokens());
		await worker.start();
		return worker;
	}

	private async stock(): Promise<{ customers: string[]; products: string[] }> {
		const customers = await this.admin.rows('customers', { on_hold: 'false' });
		const products = await this.admin.rows('products', {
			product_status_type: 'EnumStockItemStatusTypeActive',
		});
		return {
			customers: customers
				.filter(({ credit_limit: limit }) => Number(limit) > 5000)
				.map(({ reference }) => String(reference))
				.slice(0, 60),
			products: products
				.filter(
					({ traceable_type: type, allow_sales_order: sold }) =>
						type === 'EnumTraceableTypeNone' && sold !== false,
				)
				.map(({ code }) => String(code))
				.slice(0, 80),
		};
	}

	private async faultsMet(): Promise<Record<string, number>> {
		const met: Record<string, number> = {};
		for (const { fault, hits } of await this.admin.faults()) {
			const name = fault.kind === 'status' ? `status ${fault.status}` : fault.kind;
			met[name] = (met[name] ?? 0) + hits;
		}
		return met;
	}

	private async score(orders: number): Promise<Omit<Score, 'seconds' | 'faults'>> {
		const { orders: keys, hiddenCommits } = await this.admin.orders();
		const ledger = keys.filter(({ key }) => key.startsWith(`CHAOS-${this.seed}-`));
		const there = ledger.filter(({ orders: count }) => count > 0);
		return {
			pushed: orders,
			inSage: there.length,
			lost: orders - there.length,
			duplicates: there.reduce((sum, { orders: count }) => sum + count - 1, 0),
			draftsLeft: ledger.reduce((sum, { drafts }) => sum + drafts, 0),
			repeated: this.repeated,
			hiddenCommits,
		};
	}
}

/** What the plan makes happen beside the faults of the line. */
function eventsOf({ deliveries, expiries }: Plan): Record<string, number> {
	return {
		webhookTwice: deliveries.length - new Set(deliveries).size,
		tokensExpired: expiries.size,
	};
}

/** A worker process that can be killed with work under way, and started again. */
class Worker {
	private process?: WorkerProcess;

	constructor(
		private readonly credential: object,
		private readonly login: () => Promise<object>,
	) {}

	async start(): Promise<void> {
		// A login of its own each time: what n8n's workers share is n8n's credential store, which is not tested here.
		this.process = new WorkerProcess({ ...this.credential, oauthTokenData: await this.login() });
		await this.process.ready;
	}

	/** Runs a delivery; undefined when the worker is dead, or died over it. */
	async push(
		orders: ShopOrder[],
		protection: Task['protection'],
	): Promise<Result['outcomes'] | undefined> {
		return await this.process?.push(orders, protection);
	}

	/** @returns false if it is dead already */
	kill(): boolean {
		const killed = this.process?.kill() ?? false;
		this.process = undefined;
		return killed;
	}
}

class WorkerProcess {
	/** It takes work, or died before it could. */
	readonly ready: Promise<void>;
	private readonly child: ChildProcess;
	private nextTask = 1;
	private readonly waiting = new Map<number, (outcomes: Result['outcomes'] | undefined) => void>();

	constructor(credential: object) {
		this.child = fork(fileURLToPath(new URL('./worker.mts', import.meta.url)), [], {
			execArgv: ['--import', 'tsx'],
			env: {
				...process.env,
				// A worker that is killed removes nothing: its folder is in ours.
				TMPDIR: process.env.N8N_USER_FOLDER,
				CHAOS_CREDENTIAL: JSON.stringify(credential),
			},
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.ready = new Promise((resolve) => {
			this.child.once('message', () => resolve());
			this.child.once('exit', () => resolve());
		});
		this.child.on('message', (message: Result | 'ready') => {
			if (message !== 'ready') this.finish(message.id, message.outcomes);
		});
		this.child.once('exit', () => {
			for (const id of [...this.waiting.keys()]) this.finish(id, undefined);
		});
	}

	async push(
		orders: ShopOrder[],
		protection: Task['protection'],
	): Promise<Result['outcomes'] | undefined> {
		await this.ready;
		const id = this.nextTask++;
		return await new Promise((resolve) => {
			this.waiting.set(id, resolve);
			this.child.send({ id, orders, protection, ...SETTINGS } satisfies Task, (error) => {
				if (error) this.finish(id, undefined);
			});
		});
	}

	kill(): boolean {
		return this.child.kill('SIGKILL');
	}

	private finish(id: number, outcomes: Result['outcomes'] | undefined): void {
		this.waiting.get(id)?.(outcomes);
		this.waiting.delete(id);
	}
}
