/** Bodies of creates and updates, checked against the catalog before anything is sent. */
import { schema, type Field } from '../../catalog';
import { labelOf, rowLabel } from '../../catalog/labels';

import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { convert, type ValueRules } from './convert';
import { isRecord } from './records';
import { isUnset } from './unset';

/**
 * The body of a create or update: only what the user set, in the types, lengths and places that Sage takes.
 * @param problems collects what cannot be sent, each under its label
 */
export function bodyOf(
	schemaName: string,
	values: SageRecord,
	rules: ValueRules,
	problems: Problem[],
	label = '',
): SageRecord {
	const { fields, open } = schema(schemaName);
	const body: SageRecord = {};
	const kept: string[] = [];
	for (const [name, value] of Object.entries(values)) {
		if (isUnset(value)) continue;
		const field = fields.get(name);
		const shown = `${label}${labelOf(name)}`;
		if (field && isOfSage(field)) kept.push(shown);
		else if (field) assign(body, name, nestedValue(field, value, rules, problems, shown));
		else if (open) assign(body, name, value);
		else
			problems.push({
				field: `${label}${name}`,
				message: 'is not a field of this record',
				remedy: nearest(name, [...fields.keys()]) ?? 'Leave it out.',
			});
	}
	tellKept(kept, rules);
	return body;
}

/** The body of a new record: its ID is Sage's to give, so one that is given is told and left out. */
export function newBody(body: SageRecord, rules: ValueRules): SageRecord {
	if (body.id === undefined) return body;
	tellKept([labelOf('id')], rules);
	return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'id'));
}

function tellKept(labels: string[], { tell }: ValueRules): void {
	if (labels.length > 0) tell?.(`Not sent, for Sage 200 sets it itself: ${labels.join(', ')}`);
}

/** A field that Sage works out, whatever it is sent. Rows are told apart by their ID, which is one too. */
function isOfSage({ name, readOnly, givenOnCreate }: Field): boolean {
	return readOnly && !givenOnCreate && name !== 'id';
}

function nestedValue(
	field: Field,
	value: unknown,
	rules: ValueRules,
	problems: Problem[],
	label: string,
): unknown {
	const rowSchema = field.schema;
	if (field.type === 'object' && rowSchema && isRecord(value)) {
		const nested = bodyOf(rowSchema, value, rules, problems, `${label}: `);
		// A form whose every field came out empty asks for nothing; an empty address would replace the one that Sage knows.
		return Object.keys(nested).length > 0 ? nested : undefined;
	}
	if (field.type === 'list' && rowSchema && Array.isArray(value)) {
		return value.map((row: unknown, at) => {
			if (isRecord(row)) return bodyOf(rowSchema, row, rules, problems, `${rowLabel(label, at)}: `);
			problems.push({
				field: rowLabel(label, at),
				message: 'must be a JSON object',
				remedy: 'Write it as {"field": "value"}.',
			});
			return row;
		});
	}
	const result = convert(field, value, rules);
	if ('value' in result) {
		if (result.note) rules.tell?.(`${label} ${result.note}`);
		return result.value;
	}
	const { problem: message, remedy } = result;
	problems.push({ field: label, message, remedy });
	return undefined;
}

/** Own property whatever the name: `__proto__` in a user's JSON stays a harmless name. */
function assign(target: SageRecord, name: string, value: unknown): void {
	if (value !== undefined)
		Object.defineProperty(target, name, {
			value,
			enumerable: true,
			writable: true,
			configurable: true,
		});
}

/** The field a mistyped name most likely means. */
export function nearest(name: string, known: string[]): string | undefined {
	const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
	const match =
		known.find((each) => plain(each) === plain(name)) ??
		known.find((each) => plain(each).includes(plain(name)));
	return match && `Did you mean "${match}"?`;
}
