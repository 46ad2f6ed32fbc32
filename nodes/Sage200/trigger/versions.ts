/**
 * The versions of records that were emitted, as pairs of ID and stamp, so that a window that is read again emits
 * nothing twice.
 */
const BASE = 36;

/** Versions of records, the one added last of each. */
export class Versions {
	private readonly byId = new Map<number, number>();

	constructor(entries: Iterable<readonly [number, number]> = []) {
		for (const [id, at] of entries) this.byId.set(id, at);
	}

	get size(): number {
		return this.byId.size;
	}

	/** Whether this version of the record was added. Of each record the version added last is known. */
	has(id: number, at: number): boolean {
		return this.byId.get(id) === at;
	}

	/** Whether any version of the record was added. */
	hasAny(id: number): boolean {
		return this.byId.has(id);
	}

	add(id: number, at: number): void {
		this.byId.set(id, at);
	}

	entries(): Iterable<[number, number]> {
		return this.byId.entries();
	}

	/** Forgets versions with a stamp before a moment. */
	forgetBefore(moment: number): void {
		for (const [id, at] of this.byId) if (at < moment) this.byId.delete(id);
	}

	/**
	 * Forgets versions up to a stamp of records up to an ID.
	 * @returns the newest stamp forgotten; -Infinity when there was none
	 */
	forgetPassed(upToId: number, upTo: number): number {
		let newest = -Infinity;
		for (const [id, at] of this.byId) {
			if (id > upToId || at > upTo) continue;
			this.byId.delete(id);
			newest = Math.max(newest, at);
		}
		return newest;
	}

	get stamps(): number[] {
		return [...this.byId.values()];
	}

	/**
	 * As text: groups of one stamp, oldest first, each `stamp:id,id`, stamps and IDs as differences from those before.
	 * Equal stamps, which bulk updates make by the thousand, take a few bytes a record so.
	 */
	toText(): string {
		const sorted = [...this.byId].sort(
			([oneId, one], [otherId, other]) => one - other || oneId - otherId,
		);
		const groups: string[] = [];
		let lastStamp = 0;
		for (let start = 0; start < sorted.length; ) {
			const [, at] = sorted[start];
			let lastId = 0;
			const ids: string[] = [];
			for (; start < sorted.length && sorted[start][1] === at; start++) {
				const [id] = sorted[start];
				ids.push((id - lastId).toString(BASE));
				lastId = id;
			}
			groups.push(`${(at - lastStamp).toString(BASE)}:${ids.join()}`);
			lastStamp = at;
		}
		return groups.join(';');
	}

	/** What `toText` gave. */
	static fromText(text: string): Versions {
		const versions = new Versions();
		let at = 0;
		for (const group of text === '' ? [] : text.split(';')) {
			const [difference, ids = ''] = group.split(':');
			at += parseInt(difference, BASE);
			let id = 0;
			for (const each of ids.split(',')) {
				id += parseInt(each, BASE);
				versions.add(id, at);
			}
		}
		return versions;
	}
}
