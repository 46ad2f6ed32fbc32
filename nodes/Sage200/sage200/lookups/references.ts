/** IDs of other records given by their code, reference or name: found for all records of an execution together. */
import { schema, type Field } from '../../catalog';
import { fieldLabel, inSentence, rowLabel, singularLabelOf } from '../../catalog/labels';

import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { isRecord } from '../values/records';
import { humanKeysOf, Matches } from './humanKeys';
import type { Lookups } from './lookups';
import { eitherRemedy, namingOf, type Naming } from './named';

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

/**
 * The values of each, in their order, with names replaced by IDs. What no record or several have is added to its
 * problems. A number is an ID unless it is a code: where it is one record's code and another's ID it is a problem too.
 */
export async function resolveReferences(lookups: Lookups, all: Referring[]): Promise<SageRecord[]> {
	const wanted = new Map<string, Naming[]>();
	for (const { schema: name, values } of all) {
		replaced(name, values, '', ({ resource, naming, given }) => {
			wanted.set(resource, [...(wanted.get(resource) ?? []), naming]);
			return given;
		});
	}
	const matches = new Map(
		await Promise.all(
			[...wanted].map(
				async ([resource, namings]) =>
					[resource, await Matches.read(lookups, resource, namings)] as const,
			),
		),
	);
	return all.map((each) =>
		replaced(each.schema, each.values, '', (reference) =>
			idOf(matches.get(reference.resource), reference, each.problems),
		),
	);
}

/** A value that stands for a record of another resource. */
interface Reference {
	resource: string;
	naming: Naming;
	given: unknown;
	label: string;
}

type Replace = (reference: Reference) => unknown;

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
				field ? replacedValue(field, value, `${label}${fieldLabel(field)}`, replace) : value,
			];
		}),
	);
}

function replacedValue(field: Field, value: unknown, label: string, replace: Replace): unknown {
	const { schema: rows, refers: resource } = field;
	if (rows && Array.isArray(value)) {
		return value.map((row, at) =>
			isRecord(row) ? replaced(rows, row, `${rowLabel(label, at)}: `, replace) : row,
		);
	}
	if (resource !== undefined && value instanceof Named) {
		const naming: Naming = { text: value.text, as: 'code' };
		return replace({ resource, naming, given: value.text, label });
	}
	if (rows && isRecord(value)) return replaced(rows, value, `${label}: `, replace);
	const naming =
		resource !== undefined && field.type === 'int64' ? namingIn(value, resource) : undefined;
	return resource !== undefined && naming
		? replace({ resource, naming, given: value, label })
		: value;
}

/** What a value names; undefined for what can only be an ID, and for none. */
function namingIn(value: unknown, resource: string): Naming | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const naming = namingOf(value);
	if (naming.text === '') return undefined;
	const isNumber = /^-?\d+$/.test(naming.text);
	if (!isNumber || naming.as !== 'either') return naming;
	return Number(naming.text) > 0 && humanKeysOf(resource).length > 0 ? naming : undefined;
}

function idOf(
	matches: Matches | undefined,
	{ resource, naming, given, label }: Reference,
	problems: Problem[],
): unknown {
	const { text, as } = naming;
	const thing = inSentence(singularLabelOf(resource));
	const isNumber = /^\d+$/.test(text);
	if (as === 'id') {
		if (isNumber) return Number(text);
		problems.push({
			field: label,
			message: `"${text}" is not an ID`,
			remedy: `Write id: and the number, or code:${text}.`,
		});
		return undefined;
	}
	const { byCode = [], byId } = matches?.of(text) ?? {};
	const isBoth = as === 'either' && byId !== undefined && byCode.some((id) => id !== byId);
	if (byCode.length === 1 && !isBoth) return byCode[0];
	// What neither list shows may be an ID that was given a moment ago.
	if (byCode.length === 0 && as === 'either' && isNumber) return given;
	problems.push({
		field: label,
		...(isBoth
			? {
					message: `"${text}" is the code of ${thing} ${byCode.join(' and ')}, and the ID of another`,
					remedy: eitherRemedy(text),
				}
			: {
					message:
						byCode.length === 0
							? `Sage 200 has no ${thing} "${text}"`
							: `"${text}" names ${byCode.length} records (${thing})`,
					remedy: 'Give its ID, or the code, reference or name that Sage 200 has.',
				}),
	});
	return undefined;
}
