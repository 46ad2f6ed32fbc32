/** The picker for one record: from a list, by a human key, or by its ID. */
import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { Identity } from '../identity';

/** A mode in which the value is typed. */
const TYPED = { type: 'string' } as const;

export function picker(
	identity: Identity,
	overrides: Partial<INodeProperties> = {},
): INodeProperties {
	return {
		displayName: identity.label,
		name: identity.parameter,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: `The ${identity.label.toLowerCase()} to work with`,
		modes: [
			{
				displayName: 'List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: identity.resource, searchable: true },
			},
			...identity.keys.map(
				({ field, label, placeholder }): INodePropertyMode => ({
					...TYPED,
					displayName: label,
					name: field,
					placeholder,
				}),
			),
			{ displayName: 'ID', name: 'id', type: 'string', placeholder: 'e.g. 27825' },
		],
		...overrides,
	};
}
