/**
 * What one node of one workflow keeps in the memory of this process: that it is polling, what it complained of, and how
 * large the site's pages may be. It is gone when n8n stops, as it should be.
 */
import type { Site } from '../sage200/login/sites';

import { PageReader } from './pages';

const HOUR = 3_600_000;
/** How long a list of companies, and the names that Sage knew, are used again: what is new or renamed is found after it. */
const LISTS_LAST = 900_000;
/** Nodes that are kept: far more than run in one n8n. */
const MOST = 5000;

/** Tells one process of n8n from another. */
export const PROCESS = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

export class Session {
	private running?: Promise<unknown>;
	private runner?: unknown;
	private told?: { reason: string; at: number; by: unknown };
	private reached?: { sites: Site[]; scope: string; at: number };
	private named?: { scope: string; at: number };
	/** Companies in the order of their last turns. */
	private readonly turns = new Set<string>();
	/** By company. */
	private readonly readers = new Map<string, PageReader>();

	/**
	 * Runs a poll, unless the same activation of the workflow is still at its last one. A new activation waits for it.
	 * @returns undefined when it was not run
	 */
	async alone<Result>(
		activation: unknown,
		poll: () => Promise<Result>,
	): Promise<Result | undefined> {
		while (this.running) {
			if (this.runner === activation) return undefined;
			await this.running;
		}
		const running = poll();
		this.runner = activation;
		this.running = running.then(
			() => undefined,
			() => undefined,
		);
		try {
			return await running;
		} finally {
			this.running = undefined;
		}
	}

	/**
	 * Whether a failure is to be told: the same reason no more than once an hour, but always to someone who activates the
	 * workflow.
	 */
	isNews(reason: string, now: number, activation: unknown): boolean {
		const { told } = this;
		const isKnown =
			told?.reason === reason && told.by === activation && Math.abs(now - told.at) < HOUR;
		if (!isKnown) this.told = { reason, at: now, by: activation };
		return !isKnown;
	}

	/** All went well: the next failure is news. */
	recovered(): void {
		this.told = undefined;
	}

	/**
	 * The sites and companies that the login reaches, which do not change from one minute to the next.
	 * @param scope what they were read for
	 */
	sitesOf(scope: string, now: number): Site[] | undefined {
		const { reached } = this;
		return isGood(reached, scope, now) ? reached.sites : undefined;
	}

	reaches(sites: Site[], scope: string, at: number): void {
		this.reached = { sites, scope, at };
	}

	/**
	 * Whether Sage knew the names of the form a while ago.
	 * @param scope what they were asked for
	 */
	knowsNames(scope: string, now: number): boolean {
		return isGood(this.named, scope, now);
	}

	learntNames(scope: string, at: number): void {
		this.named = { scope, at };
	}

	/** A poll that failed may have gone by a list that is no longer true. */
	forgetLists(): void {
		this.reached = undefined;
		this.named = undefined;
	}

	/**
	 * The companies, first those whose last turn was longest ago: one that takes the time or the maximum of a poll stands
	 * behind the others in the next.
	 */
	inTurn<Place extends { name: string }>(places: Place[]): Place[] {
		const turns = [...this.turns];
		return [...places].sort((one, other) => turns.indexOf(one.name) - turns.indexOf(other.name));
	}

	hadTurn({ name }: { name: string }): void {
		this.turns.delete(name);
		this.turns.add(name);
	}

	pagesOf(company: string): PageReader {
		const reader = this.readers.get(company) ?? new PageReader();
		this.readers.set(company, reader);
		return reader;
	}
}

/** Whether what was read for a scope is still gone by. */
function isGood<Read extends { scope: string; at: number }>(
	read: Read | undefined,
	scope: string,
	now: number,
): read is Read {
	return read?.scope === scope && Math.abs(now - read.at) < LISTS_LAST;
}

const sessions = new Map<string, Session>();

/**
 * The session of a node.
 * @param name of workflow and node
 */
export function sessionOf(name: string): Session {
	const session = sessions.get(name) ?? new Session();
	sessions.delete(name);
	sessions.set(name, session);
	const [oldest] = sessions.keys();
	if (sessions.size > MOST && oldest !== undefined) sessions.delete(oldest);
	return session;
}
