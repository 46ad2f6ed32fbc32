/**
 * A key for writes that people give no key of their own: the same for every try of one item in one run of the node, and
 * another for everything else. n8n's Retry On Fail runs a node again under the same execution and run. What came in is part
 * of it, for an AI agent may call a tool several times in one run.
 */
import type { Item } from '../item';

/** Sage keeps references of 20 characters. */
const LONGEST = 20;
const PREFIX = 'n8n';

/** @returns 20 characters: `n8n` and the beginning of a hash */
export async function executionKey(item: Item): Promise<string> {
	const { instance, id, node, run } = item.execution;
	const place = [instance, id, node, run, item.index, JSON.stringify(item.json)];
	const hash = await hashOf(place.join('|'));
	return `${PREFIX}${hash}`.slice(0, LONGEST);
}

/** SHA-256 of a text, in hexadecimal digits. */
async function hashOf(text: string): Promise<string> {
	const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
