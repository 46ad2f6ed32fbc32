/**
 * A key for writes that people give no key of their own: the same for every try of one item in one run of the node, and
 * another for everything else. n8n's Retry On Fail runs a node again under the same execution and run.
 */
import type { Item } from '../item';

/** Sage keeps references of 20 characters. */
const LONGEST = 20;
const PREFIX = 'n8n';

/** @returns 20 characters: `n8n` and the beginning of a hash */
export async function executionKey(item: Item): Promise<string> {
	const { instance, id, node, run } = item.execution;
	const bytes = new TextEncoder().encode([instance, id, node, run, item.index].join('|'));
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const text = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${PREFIX}${text}`.slice(0, LONGEST);
}
