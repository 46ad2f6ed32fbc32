/** The lists of the Record resource: kinds of records from the catalog, the records themselves from the site. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { labelOf, singularLabelOf } from '../catalog/labels';
import {
	endpointsFor,
	findEndpoint,
	listedSchema,
	listedShape,
	type Endpoint,
	type Verb,
} from '../sage200/protocol/endpoints';
import { humanKeysOf } from '../sage200/lookups/humanKeys';
import { anyOf, condition } from '../sage200/lookups/odata';
import { recentReleaseOf } from '../sage200/protocol/releases';

import { openCompany, withNodeErrors } from './context';
import { kindsFound } from './typeSearch';

const PAGE = 50;

type SearchList = (
	this: ILoadOptionsFunctions,
	filter?: string,
	page?: string,
) => Promise<INodeListSearchResult>;

/** Kinds of records that the chosen operation can be done with, in Sage's groups. */
export const recordTypes: SearchList = withNodeErrors(async (context, filter = '') => {
	const kinds = endpointsFor(verbOf(context)).map((endpoint) => ({
		name: nameOf(endpoint),
		value: endpoint.place,
		resource: endpoint.operation.resource,
	}));
	const results = kindsFound(kinds, filter).map(({ name, value }) => ({ name, value }));
	return { results };
});

/** Records of the chosen kind. */
export const records: SearchList = withNodeErrors(async (context, filter, page) => {
	const endpoint = chosenEndpoint(context);
	return endpoint
		? await search(context, endpoint.operation.resource, filter, page)
		: { results: [] };
});

/** Records that the chosen kind belongs to. */
export const recordParents = parentList(0);
export const recordInnerParents = parentList(1);

function parentList(depth: number): SearchList {
	return withNodeErrors(async (context, filter, page) => {
		const resource = chosenEndpoint(context)?.parents[depth];
		return resource ? await search(context, resource, filter, page) : { results: [] };
	});
}

/** The endpoint of the form's operation and record type; undefined while they are not chosen. */
export function chosenEndpoint(context: ILoadOptionsFunctions): Endpoint | undefined {
	const place = context.getCurrentNodeParameter('recordType', { extractValue: true });
	return typeof place === 'string' && place !== ''
		? findEndpoint(verbOf(context), place)
		: undefined;
}

function verbOf(context: ILoadOptionsFunctions): Verb {
	const operation = String(context.getCurrentNodeParameter('operation') ?? '');
	return operation === 'upsert' ? 'create' : (operation as Verb);
}

/** `Sales: Customer Contacts of a Customer`, `SOP: Orders New (Save)`, with a mark for what not every site has. */
function nameOf({ operation, parents, single, verb }: Endpoint): string {
	const path = [
		operation.resource,
		...[...parents].reverse().map((parent) => singularLabelOf(parent)),
	];
	const [thing, ...owners] = path;
	const what = [labelOf(thing), ...owners].join(' of ');
	const how =
		verb === 'action' && operation.method === 'PUT' ? [single ? 'Save One' : 'Save Many'] : [];
	const marks = [
		...how,
		operation.professionalOnly ? 'Professional' : '',
		recentReleaseOf(operation.since) ?? '',
	].filter((mark) => mark !== '');
	return `${labelOf(operation.group.replaceAll('-', '_'))}: ${what}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

async function search(
	context: ILoadOptionsFunctions,
	resource: string,
	filter = '',
	page = '0',
): Promise<INodeListSearchResult> {
	const shown = humanKeysOf(resource).slice(0, 2);
	if (!listedShape(resource) || !findEndpoint('getAll', resource)) return { results: [] };
	const { api } = await openCompany(context);
	const rows = await api.list({
		path: `/${resource}`,
		query: {
			$select: ['id', ...shown].join(','),
			$filter: filterOf(resource, shown, filter.trim()),
			$orderby: [...shown.slice(0, 1), 'id'].map((field) => `${field} asc`).join(','),
			$skip: Number(page) || undefined,
		},
		limit: PAGE,
	});
	return {
		results: rows.map((row) => ({
			name:
				shown
					.map((field) => row[field])
					.filter(Boolean)
					.join(' · ') || String(row.id),
			value: String(row.id),
		})),
		paginationToken: rows.length === PAGE ? String(Number(page) + PAGE) : undefined,
	};
}

function filterOf(resource: string, shown: string[], text: string): string | undefined {
	if (text === '') return undefined;
	const { fields } = listedSchema(resource);
	return anyOf(
		shown
			.filter((field) => fields.get(field)?.type === 'string')
			.map((field) => condition(field, 'contains', text)),
	);
}
