/** Logins and tokens in memory. They end by the simulator's clock, so that moving it ends them. */
import type { Clock } from '../world.mts';

interface Payload {
	grantId?: string;
	accountId?: string;
	uid?: string;
	consumed?: number;
	[name: string]: unknown;
}

interface Stored {
	payload: Payload;
	/** On the simulator's clock. */
	expiresAt: number;
}

/** Where oidc-provider keeps logins and tokens. */
export class TokenStore {
	private models = new Map<string, Map<string, Stored>>();

	constructor(private readonly clock: Clock) {}

	put(model: string, id: string, payload: Payload, seconds = Infinity): void {
		this.of(model).set(id, { payload, expiresAt: this.clock.now() + seconds * 1000 });
	}

	get(model: string, id: string): Payload | undefined {
		const stored = this.of(model).get(id);
		return stored && stored.expiresAt > this.clock.now() ? stored.payload : undefined;
	}

	remove(model: string, id: string): void {
		this.of(model).delete(id);
	}

	findByUid(model: string, uid: string): Payload | undefined {
		return [...this.of(model).values()].find(({ payload }) => payload.uid === uid)?.payload;
	}

	/** Seconds that something still lives. */
	secondsLeft(model: string, id: string): number {
		const stored = this.of(model).get(id);
		return stored ? Math.floor((stored.expiresAt - this.clock.now()) / 1000) : 0;
	}

	revokeGrant(model: string, grantId: string): void {
		for (const [id, { payload }] of this.of(model))
			if (payload.grantId === grantId) this.of(model).delete(id);
	}

	/** Ends everything of a kind; returns how many there were. */
	clear(model: string): number {
		const { size } = this.of(model);
		this.of(model).clear();
		return size;
	}

	private of(model: string): Map<string, Stored> {
		let stored = this.models.get(model);
		if (!stored) {
			stored = new Map();
			this.models.set(model, stored);
		}
		return stored;
	}
}

/** What oidc-provider asks of a store, for each kind of thing. */
export function adapterOf(store: TokenStore, clock: Clock): (model: string) => object {
	return (model) => ({
		upsert: async (id: string, payload: Payload, seconds?: number) =>
			store.put(model, id, payload, seconds),
		find: async (id: string) => store.get(model, id),
		findByUid: async (uid: string) => store.findByUid(model, uid),
		findByUserCode: async () => undefined,
		consume: async (id: string) => {
			const payload = store.get(model, id);
			if (payload) payload.consumed = Math.floor(clock.now() / 1000);
		},
		destroy: async (id: string) => store.remove(model, id),
		revokeByGrantId: async (grantId: string) => store.revokeGrant(model, grantId),
	});
}
