/** Status of an order or return, since 2025 R1. Verb and body are unknown (api.md §j 7): each is a switch. */
import { SageRefusal, type Call, type Row } from '../../world.mts';
import { isSet, textOf } from '../foundation/read.mts';
import { bodyOf } from '../foundation/records.mts';
import type { DocumentKind } from './kind.mts';

const SETTABLE = ['Live', 'OnHold', 'Dispute', 'Cancelled', 'Complete'].map(
	(name) => `EnumDocumentStatus${name}`,
);

/** Rule of `/sop_orders_status` and `/sop_returns_status`, whatever their verb. */
export function changeStatus(kind: DocumentKind, call: Call): Row {
	const body = bodyOf(call);
	const byDocument = call.company.behaviour.statusBody === 'sop_order_id';
	const id = call.ids.Id ?? (byDocument ? body[kind.lineParent] : body.id);
	if (!isSet(id)) throw new SageRefusal(`A ${kind.name} is required.`);
	const row = call.company.table(kind.resource).find(Number(id));
	if (!row) throw new SageRefusal(`There is no ${kind.name} with the Id ${String(id)}.`, 404);
	const status = textOf(byDocument ? body.document_status : body.status);
	if (!SETTABLE.includes(status))
		throw new SageRefusal(`The document status '${status}' cannot be set.`);
	return call.company.table(kind.resource).change(row.id, { document_status: status });
}
