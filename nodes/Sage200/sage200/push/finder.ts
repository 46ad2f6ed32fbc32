/** Finds documents by key. Keys asked for while a look-up is under way share the next one. */
import { normalKey } from '../lookups/lookups';
import type { SageRecord } from '../protocol/api';

export type FindByKeys = (keys: string[]) => Promise<Map<string, SageRecord[]>>;

interface Batch {
	keys: Set<string>;
	found: Promise<Map<string, SageRecord[]>>;
}

export class Finder {
	private next?: Batch;
	private current: Promise<unknown> = Promise.resolve();

	/** @param findByKeys documents by `normalKey` */
	constructor(private readonly findByKeys: FindByKeys) {}

	/** All documents that carry the key now; the look-up starts after this call. */
	async find(key: string): Promise<SageRecord[]> {
		const batch = (this.next ??= this.openBatch());
		batch.keys.add(key);
		return (await batch.found).get(normalKey(key)) ?? [];
	}

	/** All documents that carry one of the keys now, by `normalKey`. */
	async findAll(keys: string[]): Promise<Map<string, SageRecord[]>> {
		return await this.findByKeys(keys);
	}

	private openBatch(): Batch {
		const keys = new Set<string>();
		const found = this.current.then(async () => {
			this.next = undefined;
			return await this.findByKeys([...keys]);
		});
		this.current = found.catch(() => undefined);
		return { keys, found };
	}
}
