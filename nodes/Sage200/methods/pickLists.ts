/** Pick lists that search in Sage 200 itself, a page at a time. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { ALL_COMPANIES } from '../core/companyChoice';
import { NAMED_LISTS, type NamedList } from '../core/form/namedPicker';
import type { Identity } from '../core/identity';
import type { SageRecord } from '../sage200/protocol/api';
import { anyOf, condition } from '../sage200/lookups/odata';
import { listedSchema } from '../sage200/protocol/endpoints';

import { openCompany, openRun, withNodeErrors } from './context';

const PAGE = 50;
const LONGEST_LIST = 1000;

type PickList = (
	this: ILoadOptionsFunctions,
	filter?: string,
	page?: string,
) => Promise<INodeListSearchResult>;

/** One list per identity, named after its resource. */
export function pickListsOf(identities: Identity[]): Record<string, PickList> {
	return Object.fromEntries(
		identities.map((identity) => [
			identity.resource,
			withNodeErrors(
				async (context, filter?: string, page?: string) =>
					await search(context, identity, filter, page),
			),
		]),
	);
}

/** One for each list of names. */
export const namedLists: Record<string, PickList> = Object.fromEntries(
	NAMED_LISTS.map((list) => [
		list.name,
		withNodeErrors(
			async (context, filter?: string, page?: string) => await search(context, list, filter, page),
		),
	]),
);

/** What is searched, and what stands for a record: its ID, unless said otherwise. */
type Searched = Pick<Identity, 'resource' | 'shown'> &
	Partial<Pick<NamedList, 'expand' | 'textOf'>>;

async function search(
	context: ILoadOptionsFunctions,
	{ resource, shown, expand, textOf = ({ id }) => String(id) }: Searched,
	filter = '',
	page = '0',
): Promise<INodeListSearchResult> {
	const { api } = await openCompany(context);
	const text = filter.trim();
	const { fields } = listedSchema(resource);
	const searched = shown.filter((field) => fields.get(field)?.type === 'string');
	const rows = await api.list({
		path: `/${resource}`,
		query: {
			$select: ['id', ...shown, ...(expand ? [expand] : [])].join(','),
			$expand: expand,
			$filter:
				text === '' || expand
					? undefined
					: anyOf(searched.map((field) => condition(field, 'contains', text))),
			$orderby: `${shown[0]} asc,id asc`,
			$skip: Number(page) || undefined,
		},
		limit: expand ? LONGEST_LIST : PAGE,
	});
	const entries = rows.map((row) => ({ name: nameOf(row, shown), value: textOf(row) }));
	if (expand) {
		const named = entries.map(({ name, value }) => ({ name: `${name} (${value})`, value }));
		const fits = (name: string) => name.toLowerCase().includes(text.toLowerCase());
		return { results: named.filter(({ name, value }) => value !== '' && fits(name)) };
	}
	return {
		results: [...new Map(entries.map((entry) => [entry.value, entry])).values()],
		paginationToken: rows.length === PAGE ? String(Number(page) + PAGE) : undefined,
	};
}

/** `A1 Design Services (A1D001)` */
function nameOf(row: SageRecord, [first, ...others]: string[]): string {
	const rest = others.map((field) => row[field]).filter(Boolean);
	return `${String(row[first] ?? row.id)}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`;
}

/**
 * The sites and companies that the login reaches, and all of them at once where that is possible.
 * @param isForOne whether an operation, such as `customer:create`, works with one company only
 */
export function companiesOf(isForOne: (operation: string) => boolean): PickList {
	return withNodeErrors(async (context, filter = '') => {
		const sites = await (await openRun(context)).sites();
		const [resource, operation] = ['resource', 'operation'].map((name) =>
			String(context.getCurrentNodeParameter(name)),
		);
		const all = isForOne(`${resource}:${operation}`)
			? []
			: [{ name: 'All Companies', value: ALL_COMPANIES }];
		const each = sites.map(({ siteId, siteName, companyId, companyName }) => ({
			name: `${companyName} (${siteName})`,
			value: `${siteId}/${companyId}`,
		}));
		const wanted = filter.trim().toLowerCase();
		return { results: [...all, ...each].filter(({ name }) => name.toLowerCase().includes(wanted)) };
	});
}
