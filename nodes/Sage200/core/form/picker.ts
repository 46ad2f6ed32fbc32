/** The picker for one record: from a list, by a human key, or by its ID. */
import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { Identity } from '../identity';

/** A mode in which the value is typed. */
const TYPED = { type: 'string' } as const;
/** A mode in which it is chosen. */
const LISTED = { type: 'list' } as const;

/** Seconds after which a list that is still loading names another way. */
const SLOW_LOAD = 5;

/** A list that is searched in Sage 200. */
export function listMode(searchListMethod: string): INodePropertyMode {
	return {
		...LISTED,
		displayName: 'List',
		name: 'list',
		typeOptions: {
			searchListMethod,
			searchable: true,
			slowLoadNotice: {
				message: 'Slow? Choose another mode and type it.',
				timeout: SLOW_LOAD * 1000,
			},
		},
	};
}

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
			listMode(identity.resource),
			...identity.keys.map(
				({ field, label, placeholder }): INodePropertyMode => ({
					...TYPED,
					displayName: label,
					name: field,
					placeholder,
				}),
			),
			{ displayName: 'ID', name: 'id', type: 'string', placeholder: 'e.g. 20756' },
		],
		...overrides,
	};
}
