/** Writes children of a record: with an id they change, without one they are added, `is_to_delete` removes them (api.md §g). */
import { SageRefusal, type Body, type Call } from '../../world.mts';
import { childId } from '../foundation/child-ids.mts';
import { omit, writable } from '../foundation/fields.mts';
import { rowsOf } from '../foundation/read.mts';
import { childrenOf, type ChildCollection } from './collections.mts';

/** Fields that belong to the list, not to the child's own data. */
const LIST_FIELDS = ['id', 'is_to_delete'];

/** The children of a list after what was sent has been applied; children that were not sent are left alone. */
export function applyChildren(call: Call, existing: Body[], sent: Body[], defaults: Body): Body[] {
	return writeList(call, existing, sent, {
		defaults,
		write: (child, fields) => Object.assign(child, fields),
	});
}

/** Applies every child list of a body to a record. */
export function applyNested(call: Call, resource: string, record: Body, body: Body): void {
	for (const collection of childrenOf(resource)) {
		if (!Array.isArray(body[collection.field])) continue;
		const existing = rowsOf(record[collection.field]);
		record[collection.field] = applyCollection(
			call,
			collection,
			record,
			existing,
			rowsOf(body[collection.field]),
		);
		collection.finishParent?.(record);
	}
}

/** Writes sent rows of one collection of a parent. */
export function applyCollection(
	call: Call,
	collection: ChildCollection,
	parent: Body,
	existing: Body[],
	sent: Body[],
): Body[] {
	return writeList(call, existing, sent, {
		defaults: { [collection.key]: parent.id },
		write: (child, fields) => {
			Object.assign(child, omit(writable(collection.schema, fields), [collection.key]));
			applyNested(call, collection.resource, child, fields);
			collection.finish?.(child);
		},
	});
}

interface ListWriter {
	defaults: Body;
	write(child: Body, fields: Body): void;
}

function writeList(call: Call, existing: Body[], sent: Body[], writer: ListWriter): Body[] {
	const stamp = call.clock.stamp();
	let list = [...existing];
	for (const fields of sent) {
		let child = list.find((each) => each.id === fields.id);
		if (!fields.id) {
			child = { id: childId(call.company), date_time_created: stamp, ...writer.defaults };
			list.push(child);
		}
		if (!child)
			throw new SageRefusal(`There is no record with the Id ${String(fields.id)} to change.`);
		if (fields.is_to_delete === true) list = list.filter((each) => each !== child);
		else
			writer.write(Object.assign(child, { date_time_updated: stamp }), omit(fields, LIST_FIELDS));
	}
	return list;
}
