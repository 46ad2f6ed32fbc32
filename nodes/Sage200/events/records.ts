/** Records of any kind that are created or changed. */
import { schema } from '../catalog';
import { anyCompany } from '../core/companyChoice';
import { CONDITION_PROPERTIES } from '../core/form/conditions';
import { filterGiven, listQuery, READ_OPTIONS } from '../core/form/listInput';
import { SIMPLIFY } from '../core/form/output';
import { simpleFields } from '../core/form/simple';
import type { Parameters } from '../core/parameters';
import type { Run } from '../core/run';
import type { TriggerEvent } from '../polling/event';
import type { ReadKinds } from '../sage200/lookups/kinds';
import { invalid } from '../sage200/protocol/failures';
import { recordsMachine, type RecordEvent } from '../trigger/records';
import type { Source } from '../trigger/source';

import { followedCollection, RECORD_TYPE } from './shared/recordType';

interface Words {
	value: string;
	name: string;
	description: string;
}

function recordEvent(kind: RecordEvent, words: Words): TriggerEvent {
	return {
		...words,
		properties: [RECORD_TYPE, ...CONDITION_PROPERTIES, SIMPLIFY, READ_OPTIONS],
		machine: async (parameters, run) =>
			recordsMachine(await sourceOf(parameters, kind, kindsOf(parameters, run)), kind),
		// An expression may give another moment at every poll, which is no other filter.
		scope: (parameters) => [
			followedCollection(parameters).resource,
			filterGiven(parameters.asWritten),
		],
	};
}

export const recordCreated = recordEvent('created', {
	value: 'recordCreated',
	name: 'Record Created',
	description: 'A record of any kind was created',
});

export const recordUpdated = recordEvent('updated', {
	value: 'recordUpdated',
	name: 'Record Updated',
	description: 'A record of any kind was changed',
});

export const recordCreatedOrUpdated = recordEvent('createdOrUpdated', {
	value: 'recordCreatedOrUpdated',
	name: 'Record Created or Updated',
	description: 'A record of any kind was created or changed; the item tells which',
});

/** @throws InvalidInput for a kind of record that cannot be followed, or a condition that cannot be asked */
async function sourceOf(
	parameters: Parameters,
	kind: RecordEvent,
	kinds: ReadKinds,
): Promise<Source> {
	const collection = followedCollection(parameters);
	const { resource, key, updated, created } = collection;
	if (kind === 'created' && created === undefined)
		throw invalid(
			RECORD_TYPE.displayName,
			`Sage 200 does not say when records of ${resource} were created`,
			'Wait for "Record Created or Updated" instead.',
		);
	const { $filter, $select, $expand } = await listQuery(
		parameters,
		collection.schema,
		simpleFields(schema(collection.schema)),
		kinds,
	);
	return {
		path: `/${resource}`,
		key,
		stamp: updated,
		created,
		filter: textOf($filter),
		select: textOf($select)?.split(','),
		expand: textOf($expand)?.split(','),
	};
}

/** The kinds that Sage itself defines are the same in all companies, so one company is asked. */
function kindsOf(parameters: Parameters, run: Run): ReadKinds {
	return async (resource) => await (await anyCompany(parameters, run)).kinds(resource);
}

function textOf(value: unknown): string | undefined {
	return value === undefined ? undefined : String(value);
}
