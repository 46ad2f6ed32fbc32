/** The lists of the trigger's form: kinds of records that can be followed, and their fields. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { labelOf } from '../catalog/labels';
import { collections, findCollection } from '../trigger/collections';

import { withNodeErrors } from './context';
import { fieldListsOf } from './fieldOptions';
import { kindsFound } from './typeSearch';

/** What most people want to follow. It comes first. */
const COMMON = [
	'sop_orders',
	'customers',
	'products',
	'customer_contacts',
	'customer_delivery_addresses',
	'suppliers',
	'pop_orders',
	'sop_quotes',
	'sales_posted_transactions',
	'warehouse_holdings',
];

/** `Sales: Customers`; what only says when it was created, or only when it was changed, is there all the same. */
export const followedTypes: (
	this: ILoadOptionsFunctions,
	filter?: string,
) => Promise<INodeListSearchResult> = withNodeErrors(async (_context, filter = '') => {
	const kinds = collections().map(({ resource, group }) => ({
		name: `${labelOf(group.replaceAll('-', '_'))}: ${labelOf(resource)}`,
		value: resource,
		resource,
	}));
	const found = kindsFound(kinds, filter).map(({ name, value }) => ({ name, value }));
	if (filter.trim() !== '') return { results: found };
	const common = COMMON.flatMap((wanted) => found.find(({ value }) => value === wanted) ?? []);
	return { results: [...common, ...found.filter((each) => !common.includes(each))] };
});

export const followedFields = fieldListsOf((context) => {
	const chosen = context.getCurrentNodeParameter('recordType', { extractValue: true });
	return typeof chosen === 'string' ? findCollection(chosen)?.schema : undefined;
});
