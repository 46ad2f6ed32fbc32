/** The kind of record that an event is about. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../core/parameters';
import { findEndpoint } from '../../sage200/protocol/endpoints';
import { invalid } from '../../sage200/protocol/failures';
import { findCollection, type Collection } from '../../trigger/collections';

export const RECORD_TYPE: INodeProperties = {
	displayName: 'Record Type',
	name: 'recordType',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: 'sop_orders', cachedResultName: 'SOP: SOP Orders' },
	description: 'What to follow. The list has every kind of record that Sage 200 puts stamps on.',
	modes: [
		{
			displayName: 'List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'followedTypes', searchable: true },
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. nominal_codes',
			hint: 'The name in the Sage 200 API',
		},
	],
};

/** @throws InvalidInput for a kind of record that cannot be followed */
export function followedCollection(parameters: Parameters): Collection {
	const { value } = parameters.locator(RECORD_TYPE.name);
	const collection = findCollection(value);
	if (collection) return collection;
	throw invalid(RECORD_TYPE.displayName, whyNot(value), 'Choose one from the list.');
}

function whyNot(value: string): string {
	if (value === '') return 'is empty';
	return findEndpoint('getAll', value)
		? `"${value}" cannot be followed: Sage 200 puts no stamps on it`
		: `Sage 200 has no "${value}"`;
}
