/** Reads one document; `$expand=is_to_lock` locks it for editing (api.md j 4). */
import type { Body, Call } from '../../world.mts';
import { addressed } from '../foundation/records.mts';
import type { DocumentKind } from './kind.mts';
import { takeLock } from './locks.mts';

/** Rule of `GET /sop_orders/{Id}` and its like. */
export function readDocument(kind: DocumentKind, call: Call): Body {
	const row = addressed(call, kind.resource);
	return call.expand.has('is_to_lock')
		? { ...row, lock_id: takeLock(call, kind.resource, row.id) }
		: row;
}
