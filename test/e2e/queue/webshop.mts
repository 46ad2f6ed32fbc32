/** A shop that sends its orders to n8n's webhook, and goes by what the answer says. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ShopOrder } from '../../../scripts/shop-orders.mts';

/** What one call came to. */
export interface Reply {
	/** 0 where the call got no answer. */
	status: number;
	body: string;
	seconds: number;
	/** The Sage order that the answer names as the one of this key. */
	orderId?: number;
}

/** Sends an order; rejects when the signal ends the shop's patience. */
export type Call = (order: ShopOrder, signal: AbortSignal) => Promise<Response>;

/** So long that a busy machine is not taken for an n8n that does not answer. */
const PATIENCE_MS = 120_000;
const RESEND_AFTER_MS = 1_000;
/** After so long the shop gives up, and the order counts as lost. */
const GIVE_UP_MS = 15 * 60_000;

/** Orders that the shop knows of, with the Sage orders that it was told. */
export class Webshop {
	/** The Sage orders that answers named, by key. A key without any was never confirmed. */
	readonly named = new Map<string, Set<number>>();
	/** Calls sent. */
	webhooks = 0;
	/** Calls that were answered otherwise than with 200 and the order, by what they were answered. */
	readonly refusals = new Map<string, number>();

	/** @param patienceMs how long the shop waits for an answer */
	constructor(
		private readonly call: Call,
		private readonly patienceMs = PATIENCE_MS,
	) {}

	/** Sends an order once. */
	async send(order: ShopOrder): Promise<Reply> {
		if (!this.named.has(order.key)) this.named.set(order.key, new Set());
		this.webhooks++;
		const reply = await this.replyTo(order);
		if (reply.orderId === undefined) this.countRefusal(reply);
		else this.named.get(order.key)?.add(reply.orderId);
		return reply;
	}

	/** Sends an order again until an answer names it, as a shop does that is not told 200. */
	async sendUntilNamed(order: ShopOrder): Promise<void> {
		const deadline = Date.now() + GIVE_UP_MS;
		while (Date.now() < deadline) {
			if ((await this.send(order)).orderId !== undefined) return;
			await pause(RESEND_AFTER_MS);
		}
	}

	private async replyTo(order: ShopOrder): Promise<Reply> {
		const started = performance.now();
		const reply = (status: number, body: string): Reply => ({
			status,
			body,
			seconds: (performance.now() - started) / 1000,
		});
		try {
			const response = await this.call(order, AbortSignal.timeout(this.patienceMs));
			const body = await response.text();
			const orderId = response.ok ? orderNamedIn(body, order.key) : undefined;
			return { ...reply(response.status, body), orderId };
		} catch (error) {
			return reply(0, (error as Error).name === 'TimeoutError' ? 'too late' : 'no connection');
		}
	}

	private countRefusal({ status, body }: Reply): void {
		const what = status === 0 ? body : `${status} ${body.slice(0, SHOWN)}`.trim();
		this.refusals.set(what, (this.refusals.get(what) ?? 0) + 1);
	}
}

const SHOWN = 120;

/** Posts an order to a webhook. */
export function postTo(url: string): Call {
	return async (order, signal) =>
		await fetch(url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(order),
			signal,
		});
}

/** Only an answer that carries the key and an order's id says that the order is in Sage. */
export function orderNamedIn(body: string, key: string): number | undefined {
	try {
		const [item] = JSON.parse(body) as Array<{ id?: unknown; customer_document_no?: unknown }>;
		return item?.customer_document_no === key && typeof item.id === 'number' ? item.id : undefined;
	} catch {
		return undefined;
	}
}

/** Does the work for every entry, so many at a time, in order. */
export async function inLanes<Entry>(
	entries: Entry[],
	lanes: number,
	work: (entry: Entry, at: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const lane = async () => {
		while (next < entries.length) {
			const at = next++;
			await work(entries[at], at);
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}
