/** What a list reply holds. */
import type { SageRecord } from './api';

/** Its rows: a bare array, or as one client saw, wrapped in `value`. Undefined for a reply that is no list. */
export function rowsIn(body: unknown): SageRecord[] | undefined {
	const rows: unknown = Array.isArray(body)
		? body
		: (body as { value?: unknown } | null | undefined)?.value;
	return Array.isArray(rows) ? (rows as SageRecord[]) : undefined;
}
