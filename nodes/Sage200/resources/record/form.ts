/** The form of a record: which kind, where it belongs, which one, and its fields. Its lists come from the catalog and the site. */
import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { listMode } from '../../core/form/picker';

/** Names of the parameters of the records that a path runs through, outermost first. */
export const PARENT_PARAMETERS = ['parent', 'innerParent'];

/** A mode in which the value is typed. */
const TYPED = { type: 'string' } as const;
const ID: INodePropertyMode = {
	...TYPED,
	displayName: 'ID',
	name: 'id',
	placeholder: 'e.g. 20756',
};
const KEY: INodePropertyMode = {
	...TYPED,
	displayName: 'Code or Name',
	name: 'key',
	placeholder: 'e.g. ABB001',
};

export const RECORD_TYPE: INodeProperties = {
	displayName: 'Record Type',
	name: 'recordType',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'What to work with. The list has only what this operation can be done with.',
	modes: [
		{
			displayName: 'List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'recordTypes', searchable: true },
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

/** What a chosen path contains or ends with. No regular expressions: n8n gives each a time limit, and fails the run beyond it. */
type PathCondition = { includes: string } | { endsWith: string };

/** One record that the path runs through, shown when the chosen path has it. */
function parent(
	displayName: string,
	name: string,
	searchListMethod: string,
	shownFor: PathCondition[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		displayOptions: shownForPaths(shownFor),
		description: 'The record that it belongs to',
		modes: [listMode(searchListMethod), KEY, ID],
	};
}

function shownForPaths(conditions: PathCondition[]): INodeProperties['displayOptions'] {
	return {
		show: {
			recordType: conditions.map((each) => ({ _cnd: each }) as { _cnd: { includes: string } }),
		},
	};
}

/** In a path such as `suppliers/{supplierId}/supplier_contacts/{supplierContactId}/supplier_emails`. `{Id}` at its end is the record itself. */
export const PARENTS = [
	parent('Belongs To', PARENT_PARAMETERS[0], 'recordParents', [{ includes: 'Id}/' }]),
	parent('Within', PARENT_PARAMETERS[1], 'recordInnerParents', [
		{ includes: '}/customer_contacts/{C' },
		{ includes: '}/supplier_contacts/{s' },
		{ includes: '}/products/{p' },
		{ includes: '}/warehouses/{w' },
	]),
];

export const RECORD: INodeProperties = {
	displayName: 'Record',
	name: 'record',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The record to work with. Leave empty where there is only one, such as the licence.',
	modes: [listMode('records'), KEY, ID],
};

/** The record of an action on one record. */
export const ACTED_ON: INodeProperties = {
	...RECORD,
	displayOptions: shownForPaths([{ endsWith: '{Id}' }]),
};

/** Sage published these paths without a verb. */
export const METHOD: INodeProperties = {
	displayName: 'Method',
	name: 'method',
	type: 'options',
	default: 'POST',
	options: [
		{ name: 'POST', value: 'POST' },
		{ name: 'PUT', value: 'PUT' },
	],
	displayOptions: { show: { recordType: [{ _cnd: { startsWith: 'UNKNOWN ' } }] } },
	description: 'Sage has published this path but not how it is called',
};

const INPUT: INodeProperties = {
	displayName: 'Input',
	name: 'input',
	type: 'options',
	default: 'fields',
	options: [
		{ name: 'As JSON', value: 'json', description: 'The body by the names of the Sage 200 API' },
		{
			name: 'Fields',
			value: 'fields',
			description: 'Fields to fill in, or matched from the input items',
		},
	],
};

const JSON_BODY: INodeProperties = {
	displayName: 'Body (JSON)',
	name: 'bodyJson',
	type: 'json',
	default: '{}',
	displayOptions: { show: { input: ['json'] } },
	description:
		'An object by the field names of the Sage 200 API; IDs of other records may be given by their code, reference or name',
};

const UNKNOWN_FIELDS: INodeProperties = {
	displayName: 'Unknown Input Fields',
	name: 'unknownFields',
	type: 'options',
	default: 'refuse',
	displayOptions: { show: { input: ['fields'], '/fields.mappingMode': ['autoMapInputData'] } },
	options: [
		{ name: 'Ignore', value: 'ignore' },
		{ name: 'Refuse', value: 'refuse' },
	],
	description: 'What to do with fields of the input items that the record does not have',
};

function mapper(mode: 'add' | 'upsert'): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		// Before a kind is chosen there are no fields, which n8n would show as a failure.
		displayOptions: { show: { input: ['fields'], recordType: [{ _cnd: { not: '' } }] } },
		typeOptions: {
			loadOptionsDependsOn: ['recordType.value', 'company.value'],
			resourceMapper: {
				resourceMapperMethod: 'recordFields',
				mode,
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				multiKeyMatch: false,
				supportAutoMap: true,
				...(mode === 'upsert'
					? {
							matchingFieldsLabels: {
								title: 'Field to Match On',
								description: 'A record with this value is updated; otherwise one is created',
							},
						}
					: {}),
			},
		},
	};
}

export const BODY = [INPUT, mapper('add'), JSON_BODY, UNKNOWN_FIELDS];

const MATCH_FIELD: INodeProperties = {
	displayName: 'Field to Match On',
	name: 'matchField',
	type: 'string',
	default: '',
	placeholder: 'e.g. reference',
	displayOptions: { show: { input: ['json'] } },
	description:
		'Field of the body that tells whether the record exists. Leave empty for its code, reference or name.',
};

export const UPSERT_BODY = [INPUT, mapper('upsert'), JSON_BODY, MATCH_FIELD, UNKNOWN_FIELDS];
