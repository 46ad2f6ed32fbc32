/** IDs of other records given by their code, reference or name: found for all records of an execution together. */
import { schema, type Field } from '../../catalog';
import { labelOf } from '../../catalog/labels';

import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { findByName, type Matches } from './humanKeys';
import { normalKey, type Lookups } from './lookups';
import { isRecord } from '../values/records';

/** A code or name that is one even if it looks like an ID: product codes may be numbers. */
export class Named {
	constructor(readonly text: string) {}
}

/** One set of values with its schema and the problems it has. */
export interface Referring {
	schema: string;
	values: SageRecord;
	problems: Problem[];
}

/** The values of each with names replaced by IDs. What no record or several have is added to its problems. */
export async function resolveReferences<T extends Referring>(
	lookups: Lookups,
	all: T[],
): Promise<Map<T, SageRecord>> {
	const names = new Map<string, Set<string>>();
	for (const { schema: name, values } of all) {
		replaced(name, values, '', (resource, text) => {
			names.set(resource, (names.get(resource) ?? new Set()).add(text));
			return text;
		});
	}
	const found = new Map(
		await Promise.all(
			[...names].map(
				async ([resource, texts]) =>
					[resource, await findByName(lookups, resource, [...texts])] as const,
			),
		),
	);
	return new Map(
		all.map((each) => [
			each,
			replaced(each.schema, each.values, '', (resource, text, label) =>
				idOf(found.get(resource)!, resource, text, label, each.problems),
			),
		]),
	);
}

type Replace = (resource: string, text: string, label: string) => unknown;

/** A copy in which every name that stands for the ID of another record is replaced, in nested records and rows too. */
function replaced(
	schemaName: string,
	values: SageRecord,
	label: string,
	replace: Replace,
): SageRecord {
	const { fields } = schema(schemaName);
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const field = fields.get(name);
			return [
				name,
				field ? replacedValue(field, value, `${label}${labelOf(name)}`, replace) : value,
			];
		}),
	);
}

function replacedValue(field: Field, value: unknown, label: string, replace: Replace): unknown {
	if (value instanceof Named) return replace(field.refers!, value.text, label);
	if (field.schema && Array.isArray(value)) {
		return value.map((row, at) =>
			isRecord(row) ? replaced(field.schema!, row, `${label} ${at + 1}: `, replace) : row,
		);
	}
	if (field.schema && isRecord(value)) return replaced(field.schema, value, `${label}: `, replace);
	return field.refers && field.type === 'int64' && isName(value)
		? replace(field.refers, value.trim(), label)
		: value;
}

function idOf(
	found: Matches,
	resource: string,
	text: string,
	label: string,
	problems: Problem[],
): unknown {
	const ids = found.get(normalKey(text)) ?? [];
	if (ids.length === 1) return ids[0];
	const message =
		ids.length === 0
			? `"${text}" is not known in ${resource}`
			: `"${text}" names ${ids.length} records of ${resource}`;
	problems.push({
		field: label,
		message,
		remedy: 'Give its ID, or the code, reference or name that Sage 200 has.',
	});
	return undefined;
}

/** Text that is not a number: numbers are IDs. */
function isName(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '' && !/^-?\d+$/.test(value.trim());
}
