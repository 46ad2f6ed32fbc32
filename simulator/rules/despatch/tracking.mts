/** Tracking of a despatch can be told later (api.md j 6). */
import type { Call, Row } from '../../world.mts';
import { writable } from '../foundation/fields.mts';
import { addressed, bodyOf, checkReference } from '../foundation/records.mts';

/** Rule of `PUT /sop_despatch_receipts/{Id}`. */
export function changeTracking(call: Call): Row {
	const receipt = addressed(call, 'sop_despatch_receipts');
	const fields = writable('sop_despatch_receipt', bodyOf(call));
	checkReference(call.company, 'couriers', fields.courier_id, 'courier');
	return call.company.table('sop_despatch_receipts').change(receipt.id, fields);
}
