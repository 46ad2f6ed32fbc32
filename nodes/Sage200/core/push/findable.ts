/**
 * The keys of an execution's documents, as n8n's custom data of it: its list of executions then finds an order by the
 * key, also one that failed (docs/guarantee.md). n8n keeps ten entries, which the workflow may use itself, so there is
 * one for all keys; the list finds a part of it.
 */
import type { Item } from '../item';

const ENTRY = 'sage200_key';
/** Characters of an entry that n8n takes without complaint. */
const LONGEST = 255;
const BETWEEN = ', ';

/** Adds keys to those of the execution, as far as there is room for them. */
export function noteKeys(item: Item, keys: string[]): void {
	const { customData } = item;
	if (!customData) return;
	const noted = (customData.get(ENTRY) as string | undefined)?.split(BETWEEN) ?? [];
	const all = [...new Set([...noted, ...keys])];
	let length = -BETWEEN.length;
	const kept = all.filter((key) => (length += BETWEEN.length + key.length) <= LONGEST);
	if (kept.length > noted.length) customData.set(ENTRY, kept.join(BETWEEN));
}
