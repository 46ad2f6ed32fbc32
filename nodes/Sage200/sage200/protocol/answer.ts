/** What a write is answered with: only an answer that names the document proves that it is in Sage. */
import type { SageRecord, SageRequest } from './api';
import { SageFailure } from './failures';

/**
 * The document in an answer. Gateways answer 200 with an empty or foreign body, and what they took may be in Sage or not.
 * @param number field that Sage gives every such document
 * @throws SageFailure `unreadable` for an answer that names no document
 */
export function documentIn(
	reply: unknown,
	{ method, path }: Pick<SageRequest, 'method' | 'path'>,
	number = 'id',
): SageRecord {
	const record = reply as SageRecord | null | undefined;
	if (typeof record === 'object' && Number(record?.[number] ?? 0) > 0) return record!;
	throw new SageFailure({ kind: 'unreadable', method, path });
}
