/** Leaves out of a result what its form does not ask for. Nothing that the node itself tells is ever left out. */
import { schema } from '../catalog';

import { isSimplified, selectedFields } from './form/output';
import type { Answer } from './gives';
import type { Item } from './item';
import { decided, type Operation } from './resource';

/** Makes each row of an item's result one with the fields that Simplify, or Output, asks for. */
export function shownFields(item: Item, operation: Operation): (row: object) => object {
	const selected = selectedFields(item);
	if (!operation.answer)
		return selected ? (row) => fieldsOf(row, (name) => selected.includes(name)) : asItIs;
	// A dry run answers with what it found, not with a record.
	const answer = decided(operation.writes, item) ? decided(operation.answer, item) : undefined;
	const asked = selected ?? (isSimplified(item) ? answer?.simple : undefined);
	return answer && asked ? (row) => withoutOthers(row, answer, asked) : asItIs;
}

function asItIs(row: object): object {
	return row;
}

/** The row without the other fields of Sage's record. What the record does not have is the node's own word. */
function withoutOthers(row: object, { schema: name }: Answer, asked: string[]): object {
	const { fields } = schema(name);
	return fieldsOf(row, (each) => !fields.has(each) || asked.includes(each));
}

function fieldsOf(row: object, isAsked: (name: string) => boolean): object {
	return Object.fromEntries(Object.entries(row).filter(([name]) => isAsked(name)));
}
