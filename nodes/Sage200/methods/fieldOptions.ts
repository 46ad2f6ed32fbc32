/** Lists of a record's fields, from the catalog; what they can hold, where only the site knows it, from the site. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../core/alphabet';
import { findSchema, type Field } from '../catalog';
import { labelOf } from '../catalog/labels';
import { kindsListOf, knownKinds, type Kind } from '../sage200/lookups/kinds';

import { openCompany } from './context';

type FieldList = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

const isNested = ({ type }: Field) => type === 'object' || type === 'list';

/**
 * The lists that the form of a read asks for.
 * @param schemaOf name of the chosen record's schema; undefined while none is chosen
 */
export function fieldListsOf(
	schemaOf: (context: ILoadOptionsFunctions) => string | undefined,
): Record<'filterFields' | 'selectFields' | 'expandFields', FieldList> {
	const fieldsOf = (context: ILoadOptionsFunctions, wanted: (field: Field) => boolean): Field[] =>
		[...(findSchema(schemaOf(context) ?? '')?.fields.values() ?? [])].filter(wanted);
	const listOf = (wanted: (field: Field) => boolean): FieldList =>
		async function (this: ILoadOptionsFunctions) {
			return inOrder(fieldsOf(this, wanted).map(optionOf));
		};
	return {
		// What a filter or a sort can use, with what each can hold.
		async filterFields(this: ILoadOptionsFunctions) {
			const fields = fieldsOf(this, (field) => !isNested(field));
			const choices = await choicesOf(this, fields);
			return inOrder(
				fields.map((field, at) => {
					const option = optionOf(field);
					if (choices[at] === undefined) return option;
					return { ...option, description: `${field.name}: ${choices[at]}` };
				}),
			);
		},
		// What can be asked for one by one.
		selectFields: listOf((field) => !isNested(field)),
		// Nested records that come only when asked for.
		expandFields: listOf(isNested),
	};
}

function optionOf({ name }: Field): INodePropertyOptions {
	return { name: labelOf(name), value: name, description: name };
}

function inOrder(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort(alphabetically(({ name }) => name));
}

/** What each field can hold, in words; undefined for one that can hold anything, or whose kinds the site does not tell. */
async function choicesOf(
	context: ILoadOptionsFunctions,
	fields: Field[],
): Promise<Array<string | undefined>> {
	const wanted = new Set(fields.flatMap((field) => kindsAsked(field) ?? []));
	const told = wanted.size > 0 ? await kindsOfSite(context, [...wanted]) : undefined;
	return fields.map((field) => {
		if (field.type === 'boolean') return 'true or false';
		const kinds = told?.get(kindsAsked(field) ?? '') ?? knownKinds(field);
		return kinds.length > 0 ? kinds.map(({ name }) => name).join(', ') : undefined;
	});
}

/** The list that is asked of the site, for what the catalog does not know. */
function kindsAsked(field: Field): string | undefined {
	return knownKinds(field).length > 0 ? undefined : kindsListOf(field);
}

/** Without a company, or a login that works, the fields are offered all the same. */
async function kindsOfSite(
	context: ILoadOptionsFunctions,
	lists: string[],
): Promise<Map<string, Kind[]> | undefined> {
	try {
		const { kinds } = await openCompany(context);
		return new Map(
			await Promise.all(lists.map(async (list) => [list, await kinds(list)] as const)),
		);
	} catch {
		return undefined;
	}
}
