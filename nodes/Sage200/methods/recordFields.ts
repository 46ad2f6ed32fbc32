/** The fields of the chosen kind of record, for n8n's resource mapper: types, choices and marks from the catalog, names from the site. */
import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { type Field } from '../catalog';
import { labelOf } from '../catalog/labels';
import type { Company } from '../core/company';
import { valueOptions } from '../core/form/fields';
import { fieldsFor, type Leaf } from '../resources/record/fieldTree';
import { SageFailure } from '../sage200/protocol/failures';
import { humanKeysOf } from '../sage200/lookups/humanKeys';
import { recentReleaseOf } from '../sage200/protocol/releases';

import { openCompany, withNodeErrors } from './context';
import { chosenEndpoint } from './recordTypes';
import { smallList } from './references';
import { slotLabel, slotNames, type SlotName } from './slotNames';

/** Rarely filled: offered, but not shown until added. */
const RARE = /^(analysis_code_|spare_)|(^|\.)(is_to_delete|lock_id)$/;

const TYPES: Partial<Record<Field['type'], FieldType>> = {
	string: 'string',
	boolean: 'boolean',
	datetime: 'dateTime',
	object: 'object',
	list: 'array',
};

export const recordFields: (this: ILoadOptionsFunctions) => Promise<ResourceMapperFields> =
	withNodeErrors(async (context) => {
		const endpoint = chosenEndpoint(context);
		if (!endpoint) return { fields: [], emptyFieldsNotice: 'Choose a record type first.' };
		const shape = endpoint.operation.request ?? endpoint.operation.reply;
		const leaves = shape ? fieldsFor(endpoint.operation, shape.schema) : [];
		if (!shape || leaves.length === 0)
			return {
				fields: [],
				emptyFieldsNotice:
					'Sage 200 publishes no fields for this. Choose "As JSON" under Input and give the body by its own names.',
			};
		const company = await openCompany(context);
		const [names, lists] = await Promise.all([
			slotNames(company, shape.schema),
			choicesOf(company, leaves),
		]);
		const creates = endpoint.operation.method === 'POST';
		const [match] = humanKeysOf(endpoint.operation.resource);
		return { fields: leaves.map((leaf) => mapperField(leaf, { names, lists, creates, match })) };
	});

interface Shown {
	/** The site's own names of analysis codes. */
	names: Map<string, SlotName>;
	/** Choices of the records that fields refer to. */
	lists: Map<string, INodePropertyOptions[]>;
	creates: boolean;
	/** Field that records are matched on unless the user chooses another. */
	match: string | undefined;
}

function mapperField(
	{ path, field }: Leaf,
	{ names, lists, creates, match }: Shown,
): ResourceMapperField {
	const needed = field.readOnly ? field.givenOnCreate : field.required && !field.conditional;
	const required = creates && needed && !path.includes('.');
	const choices = field.values ? valueOptions(field.values) : lists.get(field.refers ?? '');
	return {
		id: path,
		displayName: `${slotLabel(names.get(path)) ?? nameOf(path, choices)}${marksOf(field, choices)}`,
		required,
		defaultMatch: path === match,
		canBeUsedToMatch: !path.includes('.') && field.type !== 'object' && field.type !== 'list',
		display: true,
		removed: !required && RARE.test(path),
		type: choices ? 'options' : typeOf(field),
		...(choices ? { options: choices } : {}),
	};
}

/** IDs of other records may be given by name, so they are text unless there is a list to choose from. */
function typeOf(field: Field): FieldType {
	return field.refers && field.type === 'int64' ? 'string' : (TYPES[field.type] ?? 'number');
}

/** `Main Address: City`; what is chosen from a list is not called an ID: `Currency`. */
function nameOf(path: string, choices: INodePropertyOptions[] | undefined): string {
	const label = path.split('.').map(labelOf).join(': ');
	return choices ? label.replace(/ ID$/, '') : label;
}

/** `(Professional, 2024 R2, at most 60 characters)`; how it is to be written only where it is not chosen from a list. */
function marksOf(
	{ professionalOnly, since, maxLength, refers, type }: Field,
	choices: INodePropertyOptions[] | undefined,
): string {
	const marks = [
		professionalOnly ? 'Professional' : '',
		recentReleaseOf(since) ?? '',
		!choices && type === 'string' && maxLength ? `at most ${maxLength}` : '',
		!choices && refers ? 'ID, code or name' : '',
	].filter((mark) => mark !== '');
	return marks.length > 0 ? ` (${marks.join(', ')})` : '';
}

async function choicesOf(
	company: Company,
	leaves: Leaf[],
): Promise<Map<string, INodePropertyOptions[]>> {
	const referred = new Set(
		leaves.flatMap(({ field: { refers, values } }) => (refers && !values ? [refers] : [])),
	);
	const lists = await Promise.all(
		[...referred].map(
			async (resource) =>
				[resource, await smallList(company, resource).catch(noneIfRefused)] as const,
		),
	);
	return new Map(lists.flatMap(([resource, list]) => (list ? [[resource, list] as const] : [])));
}

/** A list that the user may not see, or the site does not have, leaves its fields to be filled in by hand. */
function noneIfRefused(error: unknown): undefined {
	if (error instanceof SageFailure) return undefined;
	throw error;
}
