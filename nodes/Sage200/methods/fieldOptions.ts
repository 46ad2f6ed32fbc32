/** Lists of a record's fields, from the catalog; what only the site knows of them (names, choices), from the site. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../core/alphabet';
import { findSchema, type Field } from '../catalog';
import { labelOf } from '../catalog/labels';
import { holdsAKind, kindsListOf, knownKinds, type Kind } from '../sage200/lookups/kinds';

import { openCompany } from './context';
import { hasSlots, slotNames, type SlotName } from './slotNames';

type FieldList = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

const isNested = ({ type }: Field) => type === 'object' || type === 'list';
const isPlain = (field: Field) => !isNested(field);

/**
 * The lists that the form of a read asks for.
 * @param schemaOf name of the chosen record's schema; undefined while none is chosen
 */
export function fieldListsOf(
	schemaOf: (context: ILoadOptionsFunctions) => string | undefined,
): Record<'filterFields' | 'selectFields' | 'expandFields', FieldList> {
	const fieldsOf = (schemaName: string, wanted: (field: Field) => boolean): Field[] =>
		[...(findSchema(schemaName)?.fields.values() ?? [])].filter(wanted);
	return {
		// What a filter or a sort can use, with what each can hold.
		async filterFields(this: ILoadOptionsFunctions) {
			const schemaName = schemaOf(this) ?? '';
			const fields = fieldsOf(schemaName, isPlain);
			const lists = fields.flatMap((field) => kindsAsked(field) ?? []);
			const { names, kinds } = await toldBySite(this, { schemaName, lists });
			return inOrder(fields.map((field) => optionOf(field, names, choicesOf(field, kinds))));
		},
		// What can be asked for one by one.
		async selectFields(this: ILoadOptionsFunctions) {
			const schemaName = schemaOf(this) ?? '';
			const { names } = await toldBySite(this, { schemaName, lists: [] });
			return inOrder(fieldsOf(schemaName, isPlain).map((field) => optionOf(field, names)));
		},
		// Nested records that come only when asked for.
		async expandFields(this: ILoadOptionsFunctions) {
			return inOrder(fieldsOf(schemaOf(this) ?? '', isNested).map((field) => optionOf(field)));
		},
	};
}

function optionOf(
	{ name }: Field,
	names: Told['names'] = new Map(),
	choices?: string,
): INodePropertyOptions {
	return {
		name: names.get(name)?.name ?? labelOf(name),
		value: name,
		description: choices === undefined ? name : `${name}: ${choices}`,
	};
}

function inOrder(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort(alphabetically(({ name }) => name));
}

/** What a field can hold, in words; undefined for one that can hold anything. */
function choicesOf(field: Field, told: Map<string, Kind[]>): string | undefined {
	if (field.type === 'boolean') return 'true or false';
	const kinds = told.get(kindsAsked(field) ?? '') ?? knownKinds(field);
	if (kinds.length > 0) return kinds.map(({ name }) => name).join(', ');
	return holdsAKind(field) ? 'as your Sage 200 shows it' : undefined;
}

/** The list that is asked of the site, for what the catalog does not know. */
function kindsAsked(field: Field): string | undefined {
	return knownKinds(field).length > 0 ? undefined : kindsListOf(field);
}

/** What is asked of the site. */
interface Asked {
	/** Its analysis codes are named by the site. */
	schemaName: string;
	/** Lists of kinds. */
	lists: string[];
}

interface Told {
	names: Map<string, SlotName>;
	kinds: Map<string, Kind[]>;
}

/** Without a company, or a login that works, nothing is told, and the fields are offered all the same. */
async function toldBySite(
	context: ILoadOptionsFunctions,
	{ schemaName, lists }: Asked,
): Promise<Told> {
	const nothing: Told = { names: new Map(), kinds: new Map() };
	if (!hasSlots(schemaName) && lists.length === 0) return nothing;
	try {
		const company = await openCompany(context);
		const [names, kinds] = await Promise.all([
			slotNames(company, schemaName),
			Promise.all(
				[...new Set(lists)].map(async (list) => [list, await company.kinds(list)] as const),
			),
		]);
		return { names, kinds: new Map(kinds) };
	} catch {
		return nothing;
	}
}
