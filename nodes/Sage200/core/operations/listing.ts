/** Lists of a resource beside its own records: views, transactions, balances. */
import type { INodeProperties } from 'n8n-workflow';

import type { Fields, Rows } from '../../catalog/fieldNames';
import type { Query, SageRecord } from '../../sage200/protocol/api';
import { listedSchema } from '../../sage200/protocol/endpoints';
import { normalKey } from '../../sage200/lookups/lookups';

import { continued } from '../form/continueAfter';
import { LIST_PROPERTIES, listQuery } from '../form/listInput';
import { limitOf } from '../form/rowLimit';
import { recordFields } from '../gives';
import type { Item } from '../item';
import type { Parameters } from '../parameters';
import { oneByOne } from '../prepared';
import type { Operation } from '../resource';

export interface Listing<List extends keyof Rows = keyof Rows> extends Pick<
	Operation,
	'value' | 'name' | 'action' | 'description'
> {
	/** Collection in the API. */
	listed: List;
	/** Flat fields that Simplify shows; at most ten with the names. */
	simple: Array<Fields[Rows[List]]>;
	/** IDs that Simplify shows by name as well, where Sage's list has the ID only. */
	named?: Array<Naming & { field: Fields[Rows[List]] }>;
	/** What this list alone can be asked for. */
	own?: { properties: INodeProperties[]; query(parameters: Parameters): Query };
}

export interface Naming {
	/** Field of the list: `customer_id`. */
	field: string;
	/** Whose IDs it holds: `customers`. */
	resource: string;
	/** What is shown of them: `customer_name` → `name`. */
	shown: Record<string, string>;
}

/** An operation that lists one collection, with Get Many's filters. */
export function listing<List extends keyof Rows>({
	simple,
	named = [],
	own,
	...operation
}: Listing<List>): Operation {
	const names = Object.fromEntries(
		named.flatMap(({ shown }) => Object.keys(shown).map((name) => [name, 'string' as const])),
	);
	return {
		...operation,
		writes: false,
		gives: { ...names, ...recordFields(listedSchema(operation.listed).name, simple) },
		properties: [...(own?.properties ?? []), ...LIST_PROPERTIES],
		prepare: oneByOne(async (item) => {
			const { api, kinds } = item.company;
			const { name } = listedSchema(operation.listed);
			const asked = await listQuery(item, name, simple, kinds);
			const query = { ...continued(asked, item, operation.listed), ...own?.query(item) };
			const rows = await api.list({
				path: `/${operation.listed}`,
				query,
				limit: limitOf(item),
			});
			return query.$select === simple.join(',') ? await withNames(item, rows, named) : rows;
		}),
	};
}

/** The rows with the names that their IDs stand for, first what is read first; each kind of name in one look-up. */
async function withNames(item: Item, rows: SageRecord[], named: Naming[]): Promise<SageRecord[]> {
	const found = await Promise.all(
		named.map(
			async ({ field, resource, shown }) =>
				await item.company.lookups.byKeys(
					{ resource, field: 'id', select: ['id', ...Object.values(shown)] },
					rows.map((row) => String(row[field] ?? '')),
				),
		),
	);
	return rows.map((row) => {
		const names = named.flatMap(({ field, shown }, at) => {
			const [record] = found[at].get(normalKey(String(row[field] ?? ''))) ?? [];
			return Object.entries(shown).map(([name, from]) => [name, record?.[from]] as const);
		});
		return { ...Object.fromEntries(names), ...row };
	});
}
