/** Look First: the field and value by which the record of a generic write is found, before and after it is sent. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { resourceOfPath, schema, type FieldType } from '../../catalog';
import type { Item } from '../item';
import { condition } from '../../sage200/lookups/odata';
import type { SageApi, SageRecord, SageRequest } from '../../sage200/protocol/api';
import { listedShape } from '../../sage200/protocol/endpoints';
import { invalid, onSageFailure } from '../../sage200/protocol/failures';
import { writeOnce, type LookFirst } from '../../sage200/push/lookFirst';
import { keyRegister } from '../../sage200/push/register';
import { isRecord } from '../../sage200/values/records';
import { isUnset } from '../../sage200/values/unset';
import { safePath } from '../../transport/path';

import { writeInExecution } from './writeInExecution';

export const LOOK_FIRST: INodeProperties = {
	displayName: 'Look First',
	name: 'lookFirst',
	type: 'collection',
	placeholder: 'Add Field or Value',
	default: {},
	displayOptions: { show: { method: ['POST', 'PUT'] } },
	description:
		'A field and its value by which the record is found. It is looked for before the request is sent, which is then not sent, and after any unclear answer: so a request that is repeated is applied once.',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			type: 'string',
			default: '',
			placeholder: 'e.g. reference',
			description: 'A field that no other record has this value in',
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			placeholder: 'e.g. INV-1001',
		},
		{
			displayName: 'Look In',
			name: 'path',
			type: 'string',
			default: '',
			placeholder: 'e.g. /sales_posted_transactions',
			description: 'The list to look in. Leave empty for the path of the request.',
		},
	],
};

/** For what is posted anywhere: the list to look in is given where it is not the record's own. */
export const LOOK_FIRST_ANYWHERE: INodeProperties = {
	displayName: LOOK_FIRST.displayName,
	name: LOOK_FIRST.name,
	type: 'collection',
	placeholder: LOOK_FIRST.placeholder,
	default: {},
	description: LOOK_FIRST.description,
	options: LOOK_FIRST.options,
};

/** For a new record of a known kind: it is looked for where such records are listed. */
export const LOOK_FIRST_RECORD: INodeProperties = {
	displayName: LOOK_FIRST.displayName,
	name: LOOK_FIRST.name,
	type: 'collection',
	placeholder: LOOK_FIRST.placeholder,
	default: {},
	description:
		'A field and its value by which the record is found. It is looked for first, and after any unclear answer: so a push that is repeated makes one record.',
	options: (LOOK_FIRST.options as INodeProperties[]).filter(({ name }) => name !== 'path'),
};

/** Label of what is wrong with it. */
const LABEL = LOOK_FIRST.displayName;
/** Two are enough to know that the value names several. */
const SEVERAL = 2;

/**
 * How the record of an item's write is found; undefined where the item does not say.
 * @param path of the request
 * @throws InvalidInput for half an answer, or a value that the field cannot have
 */
export function lookFirstOf(item: Item, path: string): ((api: SageApi) => LookFirst) | undefined {
	const { field, value, path: place } = item.collection(LOOK_FIRST.name);
	if ([field, value, place].every(isUnset)) return undefined;
	if (isUnset(field))
		throw invalid(LABEL, 'names no field', 'Give the field that holds the value.');
	if (isUnset(value)) throw invalid(LABEL, 'has no value', 'Give the value to look for.');
	const list = isUnset(place) ? path : safePath(String(place)).path;
	const sought = { field: String(field).trim(), value, path: list };
	const filter = filterOf(sought);
	return (api) => ({
		sought: `${sought.field} "${String(value)}" in ${list}`,
		find: async () =>
			/\/-?\d+$/.test(list)
				? await oneWith(api, sought)
				: await api.list({ path: list, query: { $filter: filter }, limit: SEVERAL }),
	});
}

interface Sought {
	field: string;
	value: IDataObject[string];
	path: string;
}

/** The record that a request changes, if it has the value already. */
async function oneWith(api: SageApi, { field, value, path }: Sought): Promise<SageRecord[]> {
	const record = await api.send({ method: 'GET', path }).catch(
		onSageFailure((failure) => {
			if (failure.kind !== 'notFound') throw failure;
			return undefined;
		}),
	);
	return isRecord(record) && String(record[field] ?? '') === String(value) ? [record] : [];
}

function filterOf({ field, value, path }: Sought): string {
	try {
		return condition(field, 'eq', value, typeOf(path, field, value));
	} catch (error) {
		throw invalid(LABEL, (error as Error).message);
	}
}

/** As the catalog says; where it does not know the field, as the value is given. */
function typeOf(path: string, field: string, value: unknown): FieldType {
	const shape = listedShape(resourceOfPath(path));
	const known = shape && schema(shape.schema).fields.get(field)?.type;
	return known ?? (typeof value === 'number' ? 'decimal' : 'string');
}

/** Sends the write of an item and answers with the record; where the item says how it is found, once. */
export type Writer = (request: SageRequest) => Promise<unknown>;

/**
 * What sends the writes of items.
 * @param lists where the records of each item are listed
 */
export function writersOf(lists: Map<Item, string>): {
	writers: Map<Item, Writer>;
	refused: Map<Item, unknown>;
} {
	const writers = new Map<Item, Writer>();
	const refused = new Map<Item, unknown>();
	for (const [item, list] of lists) {
		try {
			writers.set(item, writerOf(item, lookFirstOf(item, list)));
		} catch (error) {
			refused.set(item, error);
		}
	}
	return { writers, refused };
}

function writerOf(item: Item, look: ReturnType<typeof lookFirstOf>): Writer {
	if (!look) return async (request) => await writeInExecution(item, request);
	const { api } = item.company;
	return async (request) => {
		const { reply, outcome } = await writeOnce(api, request, look(api), keyRegister);
		if (!isRecord(reply)) return reply;
		return { ...reply, outcome: outcome === 'written' ? 'created' : outcome };
	};
}
