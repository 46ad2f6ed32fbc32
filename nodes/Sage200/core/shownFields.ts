/** Leaves out of a result what its form does not ask for. Nothing that the node itself tells is ever left out. */
import { schema } from '../catalog';

import { isSimplified, selectedFields } from './form/output';
import type { Answer } from './gives';
import type { Item } from './item';
import { decided, type Operation } from './resource';

type Row = object;

/** What shows a row of an item's result as Simplify, or Output, asks for it. */
export function shownFields(item: Item, operation: Operation): (row: Row) => Row {
	const selected = selectedFields(item);
	if (!operation.answer)
		return selected ? (row) => fieldsOf(row, (name) => selected.includes(name)) : asItIs;
	// A dry run answers with what it found, not with a record.
	const answer = decided(operation.writes, item) ? decided(operation.answer, item) : undefined;
	const asked = selected ?? (isSimplified(item) ? answer?.simple : undefined);
	return answer && asked ? (row) => withoutOthers(row, answer, asked) : asItIs;
}

function asItIs(row: Row): Row {
	return row;
}

/** The row without the other fields of Sage's record. What the record does not have is the node's own word. */
function withoutOthers(row: Row, { schema: name }: Answer, asked: string[]): Row {
	const { fields } = schema(name);
	return fieldsOf(row, (each) => !fields.has(each) || asked.includes(each));
}

function fieldsOf(row: Row, isAsked: (name: string) => boolean): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => isAsked(name)));
}
