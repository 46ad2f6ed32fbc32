/** Kinds of Sage's own in what is to be written, given by the names that people know: `On Hold` for `AccountStatusOnHold`. */
import { schema, type Field } from '../../catalog';
import { labelOf, rowLabel } from '../../catalog/labels';

import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { isRecord } from '../values/records';
import { isUnset } from '../values/unset';

import { isSpelledAsSage, kindMeant, kindsListOf, knownKinds, type ReadKinds } from './kinds';
import type { Referring } from './references';

/**
 * The values with Sage's own words for kinds whose lists the site tells, in nested records and rows too. A word that is none
 * of them is added to the problems. What is spelled as Sage does, and all where the site does not tell, goes as it is.
 */
export async function withKinds(
	{ schema: name, values, problems }: Referring,
	read: ReadKinds,
): Promise<SageRecord> {
	return await recordOf(name, values, '', { read, problems });
}

interface Reading {
	read: ReadKinds;
	problems: Problem[];
}

async function recordOf(
	schemaName: string,
	values: SageRecord,
	label: string,
	reading: Reading,
): Promise<SageRecord> {
	const { fields } = schema(schemaName);
	const entries = Object.entries(values).map(async ([name, value]) => {
		const field = fields.get(name);
		return [
			name,
			field ? await valueOf(field, value, `${label}${labelOf(name)}`, reading) : value,
		] as const;
	});
	return Object.fromEntries(await Promise.all(entries));
}

async function valueOf(
	field: Field,
	value: unknown,
	label: string,
	reading: Reading,
): Promise<unknown> {
	const { schema: rows } = field;
	if (rows && Array.isArray(value))
		return await Promise.all(
			value.map(async (row: unknown, at) =>
				isRecord(row) ? await recordOf(rows, row, `${rowLabel(label, at)}: `, reading) : row,
			),
		);
	if (rows && isRecord(value)) return await recordOf(rows, value, `${label}: `, reading);
	return await kindOf(field, value, label, reading);
}

async function kindOf(
	field: Field,
	value: unknown,
	label: string,
	{ read, problems }: Reading,
): Promise<unknown> {
	if (typeof value !== 'string' || isUnset(value) || isSpelledAsSage(value)) return value;
	const list = field.type === 'string' ? kindsListOf(field) : undefined;
	if (list === undefined || knownKinds(field).length > 0) return value;
	if ((await read(list)).length === 0) return value;
	const meant = await kindMeant(field, value, read);
	if ('value' in meant) return meant.value;
	problems.push({ field: label, message: meant.problem, remedy: meant.remedy });
	return undefined;
}
