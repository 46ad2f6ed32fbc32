/** Who orders what, which webhooks come twice, and when a worker is killed: drawn from a seed. */

export interface ShopOrder {
	key: string;
	customer: string;
	lines: Array<{ code: string; quantity: number }>;
}

/** Orders that arrive at n8n together, as one webhook call. */
export type Delivery = ShopOrder[];

export interface Plan {
	deliveries: Delivery[];
	/** Numbers of deliveries before which a worker is killed. */
	kills: Set<number>;
	/** Numbers of deliveries before which all access tokens end. */
	expiries: Set<number>;
}

const LARGEST_DELIVERY = 5;
const DELIVERED_TWICE = 0.15;
const KILLS_PER_THOUSAND = 6;
const EXPIRIES_PER_THOUSAND = 10;

/** A small generator of even quality, so that a plan is the same on every machine (Mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** @param stock references of customers and codes of products that exist */
export function makePlan(
	orders: number,
	seed: number,
	stock: { customers: string[]; products: string[] },
): Plan {
	const random = randomFrom(seed);
	const pick = <T,>(from: T[]): T => from[Math.floor(random() * from.length)];
	const all = Array.from(
		{ length: orders },
		(_, at): ShopOrder => ({
			key: `CHAOS-${seed}-${at + 1}`,
			customer: pick(stock.customers),
			lines: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
				code: pick(stock.products),
				quantity: 1 + Math.floor(random() * 3),
			})),
		}),
	);
	const deliveries: Delivery[] = [];
	for (let at = 0; at < all.length; ) {
		const size = 1 + Math.floor(random() * LARGEST_DELIVERY);
		const delivery = all.slice(at, at + size);
		deliveries.push(delivery);
		if (random() < DELIVERED_TWICE) deliveries.push(delivery);
		at += size;
	}
	const moments = (perThousand: number) =>
		new Set(
			Array.from({ length: Math.ceil((orders * perThousand) / 1000) }, () =>
				Math.floor(random() * deliveries.length),
			),
		);
	return {
		deliveries,
		kills: moments(KILLS_PER_THOUSAND),
		expiries: moments(EXPIRIES_PER_THOUSAND),
	};
}
