/** Finds documents by key. Keys asked for while a look-up is under way share the next one. */
import type { SageRecord } from '../protocol/api';

export type FindByKeys = (keys: string[]) => Promise<Map<string, SageRecord[]>>;

export class Finder {
	private next?: { keys: Set<string>; found: Promise<Map<string, SageRecord[]>> };
	private current: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly findByKeys: FindByKeys,
		private readonly normal: (key: string) => string,
	) {}

	/** All documents that carry the key now; the look-up starts after this call. */
	async find(key: string): Promise<SageRecord[]> {
		const batch = (this.next ??= this.openBatch());
		batch.keys.add(key);
		return (await batch.found).get(this.normal(key)) ?? [];
	}

	/** All documents that carry one of the keys now, by key. */
	async findAll(keys: string[]): Promise<Map<string, SageRecord[]>> {
		return await this.findByKeys(keys);
	}

	private openBatch(): { keys: Set<string>; found: Promise<Map<string, SageRecord[]>> } {
		const keys = new Set<string>();
		const found = this.current.then(async () => {
			this.next = undefined;
			return await this.findByKeys([...keys]);
		});
		this.current = found.catch(() => undefined);
		return { keys, found };
	}
}
