/**
 * Items that an execution has carried out. n8n's Retry On Fail runs a node again for all its items where one has failed, so
 * what went well in an earlier try is answered from here and not done a second time.
 */
import type { Item } from '../item';
import type { Output } from '../prepared';

import { executionKey, hashOf } from './executionKey';

/** n8n waits at most five seconds between tries, of which there are five at most; a try itself may take long. */
const KEPT_MILLISECONDS = 3_600_000;
const MOST = 20_000;

interface Done {
	output: Output;
	until: number;
}

class Retries {
	private readonly done = new Map<string, Done>();

	/** What an earlier try of the same execution gave for the item; undefined where there was none. */
	async recall(item: Item): Promise<Output | undefined> {
		const { output, until } = this.done.get(await nameOf(item)) ?? { until: 0 };
		return until > Date.now() ? output : undefined;
	}

	async remember(item: Item, output: Output): Promise<void> {
		this.done.set(await nameOf(item), { output, until: Date.now() + KEPT_MILLISECONDS });
		for (const [name, { until }] of this.done) {
			if (this.done.size <= MOST && until > Date.now()) break;
			this.done.delete(name);
		}
	}
}

/**
 * An item that goes to several companies is carried out in each. What came in is part of the name, for an AI agent may call
 * a tool several times in one run.
 */
async function nameOf(item: Item): Promise<string> {
	const { siteId, companyId } = item.visited ?? {};
	return [
		await executionKey(item),
		siteId,
		companyId,
		await hashOf(JSON.stringify(item.json)),
	].join('|');
}

/** Of this process: a worker retries what it began itself. */
export const retries = new Retries();
