/** Lists for fields that hold another record: its ID (currencies, tax codes, warehouses …), or of a kind of Sage's own its text. */
import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../core/alphabet';
import { hasResource } from '../catalog';
import type { Company } from '../core/company';
import { OWNERS } from '../core/form/fields';
import { anyOf, condition } from '../sage200/lookups/odata';
import type { SageRecord } from '../sage200/protocol/api';
import { listedSchema, listedShape } from '../sage200/protocol/endpoints';
import { groupBy } from '../sage200/values/grouping';
import { isRecord } from '../sage200/values/records';

import { openCompany, withNodeErrors } from './context';

/** Fields that say what a record is, best first. */
const NAMING = ['code', 'reference', 'name', 'description', 'symbol'];
/** Fields that tell records of one name apart: every customer may have a delivery address called Warehouse. */
const APART = ['postal_name', 'postcode'];
/** Lists of kinds (`account_status_types`) have a text for each; fields hold the text, not the ID. */
const ENUM_TEXT = 'value';
const LONGEST_LIST = 1000;
/** As many as a plain list can hold for someone to choose from. */
const MOST_CHOICES = 300;

type ReferenceList = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** One list for every resource that a field of the form refers to. */
export function referenceListsOf(properties: INodeProperties[]): Record<string, ReferenceList> {
	const names = [
		...JSON.stringify(properties).matchAll(/"loadOptionsMethod":"([a-z]+_[a-z_]+|[a-z]+s)"/g),
	].map((match) => match[1]);
	return Object.fromEntries(
		[...new Set(names)]
			.filter(hasResource)
			.map((name) => [name, withNodeErrors(async (context) => await list(context, name))]),
	);
}

async function list(
	context: ILoadOptionsFunctions,
	resource: string,
): Promise<INodePropertyOptions[]> {
	const company = await openCompany(context);
	const $filter = await ownedBy(context, company, resource);
	return await entriesOf(company, resource, LONGEST_LIST, $filter);
}

/** What belongs to the record that the form names, once it names one; all of them otherwise. */
async function ownedBy(
	context: ILoadOptionsFunctions,
	{ api }: Company,
	resource: string,
): Promise<string | undefined> {
	const owner = OWNERS[resource];
	const chosen: unknown = owner && context.getCurrentNodeParameter(owner.parameter);
	if (!isRecord(chosen)) return undefined;
	const { mode } = chosen;
	const text = String(chosen.value ?? '').trim();
	if (text === '' || text.startsWith('=')) return undefined;
	const belongs = (id: unknown) => condition(owner.field, 'eq', id, 'int64');
	if (mode === 'list' || mode === 'id') return /^\d+$/.test(text) ? belongs(text) : undefined;
	if (!listedSchema(owner.resource).fields.has(String(mode))) return undefined;
	const owners = await api.list({
		path: `/${owner.resource}`,
		query: { $select: 'id', $filter: condition(String(mode), 'eq', text) },
		limit: 2,
	});
	return anyOf(owners.map(({ id }) => belongs(id)));
}

/** All records of a resource as choices; undefined when there are too many to choose from in a plain list, or none to list. */
export async function smallList(
	company: Company,
	resource: string,
): Promise<INodePropertyOptions[] | undefined> {
	if (!listedShape(resource)) return undefined;
	const entries = await entriesOf(company, resource, MOST_CHOICES + 1);
	return entries.length > MOST_CHOICES || entries.length === 0 ? undefined : entries;
}

async function entriesOf(
	{ api }: Company,
	resource: string,
	limit: number,
	$filter?: string,
): Promise<INodePropertyOptions[]> {
	const { fields } = listedSchema(resource);
	const naming = fields.has(ENUM_TEXT)
		? ['description', ENUM_TEXT]
		: NAMING.filter((field) => fields.has(field)).slice(0, 2);
	const apart = APART.filter((field) => fields.has(field));
	const rows = await api.list({
		path: `/${resource}`,
		query: { $select: ['id', ...naming, ...apart].join(','), $filter },
		limit,
	});
	const rowsOf = groupBy(rows, (row) => entryOf(row, naming).name);
	return [...rowsOf.values()]
		.flatMap((named) => {
			const shown = named.length > 1 ? [...naming, ...apart] : naming;
			return named.map((row) => entryOf(row, shown));
		})
		.sort(alphabetically(({ name }) => name));
}

function entryOf(row: SageRecord, naming: string[]): INodePropertyOptions {
	const names = naming
		.map((field) => row[field])
		.filter((part) => part !== undefined && part !== '')
		.map(String);
	const { [ENUM_TEXT]: text } = row;
	if (typeof text === 'string') return { name: names[0], value: text };
	return { name: names.join(' · ') || String(row.id), value: Number(row.id) };
}
