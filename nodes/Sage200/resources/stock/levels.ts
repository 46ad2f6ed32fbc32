/** How much of products is where. */
import type { INodeProperties } from 'n8n-workflow';

import { limitOf, LIMIT, RETURN_ALL } from '../../core/form/rowLimit';
import { isSimplified, OUTPUT_PROPERTIES } from '../../core/form/output';
import { recordFields } from '../../core/gives';
import type { Item } from '../../core/item';
import { prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import type { SageRecord } from '../../sage200/protocol/api';
import { invalid, onSageFailure } from '../../sage200/protocol/failures';
import { groupBy } from '../../sage200/values/grouping';
import { listIn } from '../../sage200/values/lists';
import { isUnset } from '../../sage200/values/unset';
import { normalKey } from '../../sage200/lookups/lookups';
import { allOf, condition } from '../../sage200/lookups/odata';
import { PRODUCT_CODES, productsOf } from '../shared/productCodes';

export const PRODUCTS: INodeProperties = {
	...PRODUCT_CODES,
	description: `${PRODUCT_CODES.description}. Leave empty for all products.`,
};

export const WAREHOUSES: INodeProperties = {
	displayName: 'Warehouse Names',
	name: 'warehouses',
	type: 'string',
	default: '',
	placeholder: 'e.g. HOME, NORTH',
	description: 'One name or several, separated by commas. Leave empty for all warehouses.',
};

const CONDITIONS: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	options: [
		{
			displayName: 'Changed Since',
			name: 'changedSince',
			type: 'dateTime',
			default: '',
			validateType: 'dateTime',
			description: 'Return only levels that changed at or after this moment',
		},
	],
};

/** What a shop needs of a level, in the order in which it is read; the product's code and name come before it. */
const SIMPLE = [
	'warehouse_name',
	'free_stock_available',
	'quantity_in_stock',
	'quantity_allocated',
	'quantity_on_order',
	'product_id',
	'warehouse_id',
	'date_time_updated',
];

export const getLevels: Operation = {
	value: 'getLevels',
	name: 'Get Levels',
	action: 'Get stock levels',
	description: 'Read how much of products is in each warehouse, with free stock',
	writes: false,
	listed: 'warehouse_holdings',
	gives: {
		product_code: 'string',
		product_name: 'string',
		...recordFields('warehouse_holding', SIMPLE),
	},
	properties: [PRODUCTS, WAREHOUSES, CONDITIONS, RETURN_ALL, LIMIT, ...OUTPUT_PROPERTIES],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const products = await productsOf(items, problems);
		await refuseUnknownWarehouses(items, problems);
		const filters = new Map(
			[...products].map(([item, named]) => [
				item,
				problems.collect(item, () => filtersOf(item, named)) ?? [],
			]),
		);
		return prepared({
			refused: problems.refused,
			jobs: filters,
			execute: async (filtersOfItem, item) => await levelsOf(item, filtersOfItem),
		});
	},
};

/** One filter a call: many products need several, for a URL has its limit. */
function filtersOf(item: Item, products: SageRecord[]): string[] {
	const common = allOf([anyWarehouse(item), since(item)]);
	if (products.length === 0) return [common ?? ''];
	return chunks(products, MOST_IN_FILTER).flatMap((group) => {
		const anyProduct = group.map(({ id }) => condition('product_id', 'eq', id, 'int64'));
		return allOf([anyProduct.join(' or '), common]) ?? [];
	});
}

/** Each takes some 40 characters once encoded, and a URL should keep below 2,000. */
const MOST_IN_FILTER = 30;

function chunks<T>(values: T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
		values.slice(at * size, (at + 1) * size),
	);
}

/** Adds the warehouses that Sage does not have to the problems: it would answer with nothing. */
export async function refuseUnknownWarehouses(
	items: Item[],
	problems: ItemProblems,
): Promise<void> {
	const asked = items.map((item) => ({
		item,
		names: listIn(item.parameter(WAREHOUSES.name, '')),
	}));
	for (const [{ lookups }, group] of groupBy(asked, ({ item }) => item.company)) {
		const names = group.flatMap((each) => each.names);
		const found = await lookups
			.byKeys({ resource: 'warehouses', field: 'name', select: ['name'] }, names)
			.catch(onSageFailure(() => undefined));
		for (const each of found ? group : [])
			for (const name of each.names.filter((named) => !found?.get(normalKey(named))?.length))
				problems.of(each.item).push({
					field: WAREHOUSES.displayName,
					message: `Sage 200 has no warehouse with name "${name}"`,
					remedy: 'Correct the name, or leave the field empty.',
				});
	}
}

/** A condition for the warehouses that an item names, where it names some. */
export function anyWarehouse(item: Item): string | undefined {
	const names = listIn(item.parameter(WAREHOUSES.name, ''));
	return names.length === 0
		? undefined
		: names.map((name) => condition('warehouse_name', 'eq', name)).join(' or ');
}

function since(item: Item): string | undefined {
	const { changedSince } = item.fields(CONDITIONS.name);
	if (isUnset(changedSince)) return undefined;
	try {
		const { timeZone } = item.rules;
		return condition('date_time_updated', 'ge', changedSince, 'datetime', timeZone);
	} catch (error) {
		throw invalid(
			'Changed Since',
			(error as Error).message,
			'Give a moment such as 2026-05-24T09:00:00Z.',
		);
	}
}

async function levelsOf(item: Item, filters: string[]): Promise<SageRecord[]> {
	const $select = isSimplified(item) ? SIMPLE.join(',') : undefined;
	const limit = limitOf(item);
	const pages = await Promise.all(
		filters.map(
			async (filter) =>
				await item.company.api.list({
					path: '/warehouse_holdings',
					query: { $filter: filter || undefined, $select },
					limit,
				}),
		),
	);
	const rows = pages.flat().slice(0, limit);
	const ids = [...new Set(rows.map(({ product_id: id }) => String(id)))];
	const products = await item.company.lookups.byKeys(
		{ resource: 'products', field: 'id', select: ['id', 'code', 'name'] },
		ids,
	);
	return rows.map((row) => {
		const product = products.get(normalKey(String(row.product_id)))?.[0];
		const shown =
			$select === undefined ? row : Object.fromEntries(SIMPLE.map((name) => [name, row[name]]));
		// The names are long, and n8n's table shows only some columns at a time.
		return { product_code: product?.code, ...shown, product_name: product?.name };
	});
}
