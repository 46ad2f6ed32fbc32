/**
 * Items that an execution has carried out. n8n's Retry On Fail runs a node again for all its items where one has failed, so
 * what went well in an earlier try is answered from here and not done a second time.
 */
import type { Item } from '../item';
import type { Output } from '../prepared';

import { executionKey } from './executionKey';

/** n8n waits at most five seconds between tries, of which there are five at most; a try itself may take long. */
const KEPT_MILLISECONDS = 3_600_000;
/** What is kept of runs that have ended, as far as anybody can tell. */
const MOST = 20_000;

/** What an item gave, and what was done to the values that it was made of. */
interface Given {
	output: Output;
	remarks: string[];
}

interface Tried {
	outputs: Map<string, Given>;
	until: number;
}

class Retries {
	/** What each run of a node has done; that which was added to last is last. */
	private readonly runs = new Map<string, Tried>();
	private count = 0;

	/** What an earlier try of the same execution gave for the item, with its remarks; undefined where there was none. */
	async recall(item: Item): Promise<Output | undefined> {
		const { outputs, until } = this.runs.get(runOf(item)) ?? { until: 0 };
		const given = until > Date.now() ? outputs?.get(await nameOf(item)) : undefined;
		for (const remark of given?.remarks ?? []) item.remarks.add(remark);
		return given?.output;
	}

	/** Nothing of a run that goes on is forgotten, however many items it has. */
	async remember(item: Item, output: Output): Promise<void> {
		const name = await nameOf(item);
		const run = runOf(item);
		const outputs = this.runs.get(run)?.outputs ?? new Map<string, Given>();
		if (!outputs.has(name)) this.count++;
		outputs.set(name, { output, remarks: [...item.remarks] });
		this.runs.delete(run);
		this.runs.set(run, { outputs, until: Date.now() + KEPT_MILLISECONDS });
		for (const [each, tried] of this.runs) {
			if (each === run || (this.count <= MOST && tried.until > Date.now())) break;
			this.runs.delete(each);
			this.count -= tried.outputs.size;
		}
	}
}

function runOf(item: Item): string {
	const { instance, id, node, run } = item.execution;
	return [instance, id, node, run].join('|');
}

/** An item that goes to several companies is carried out in each. */
async function nameOf(item: Item): Promise<string> {
	const { siteId, companyId } = item.visited ?? {};
	return [await executionKey(item), siteId, companyId].join('|');
}

/** The retries of this process: a worker retries what it began itself. */
export const retries = new Retries();
