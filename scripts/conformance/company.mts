/** Finds records of the simulated company, for the IDs that paths and bodies need. */
import { findResource } from '../../nodes/Sage200/catalog/index.ts';
import { endpointOf, type Endpoint } from '../../nodes/Sage200/sage200/protocol/endpoints.ts';
import type { SimulatorAdmin } from '../../simulator/admin-client.mts';
import { mintTokens, type SageAddress } from '../local-sage.mts';

export type Row = Record<string, unknown>;

/** Rows of a parent that are tried for one that has children. */
const TRIED = 40;

/** Records that no list shows: in which field of which list they stand. */
const INSIDE: Record<string, { parent: string; field?: string }> = {
	sop_order_lines: { parent: 'sop_orders', field: 'lines' },
	pop_order_lines: { parent: 'pop_orders', field: 'lines' },
	stocktake_count_sheet_items: { parent: 'stocktakes', field: 'stocktake_count_sheet_items' },
	product_sales_figures: { parent: 'products' },
	product_purchase_figures: { parent: 'products' },
};

/** Calls the simulated Sage without the node, and finds records' ids. */
export class Company {
	private constructor(
		private readonly sage: SageAddress,
		private readonly admin: SimulatorAdmin,
		private readonly token: string,
	) {}

	static async open(sage: SageAddress, admin: SimulatorAdmin): Promise<Company> {
		const { access_token: token } = await mintTokens(sage);
		return new Company(sage, admin, token);
	}

	/** The first rows of a path; none where there is no such list. */
	async list(path: string, query = ''): Promise<Row[]> {
		const reply = await this.call('GET', `${path}?$top=${TRIED}${query}`);
		return Array.isArray(reply) ? (reply as Row[]) : [];
	}

	async call(method: string, path: string, body?: object): Promise<unknown> {
		const reply = await fetch(`${this.sage.apiUrl}${path}`, {
			method,
			headers: {
				authorization: `Bearer ${this.token}`,
				'x-site': this.sage.siteId,
				'x-company': String(this.sage.companyId),
				'content-type': 'application/json',
			},
			body: body && JSON.stringify(body),
		});
		const text = await reply.text();
		return text === '' ? undefined : (JSON.parse(text) as unknown);
	}

	/** One record of a resource, wherever it stands. */
	async one(resource: string): Promise<Row | undefined> {
		const inside = INSIDE[resource];
		if (inside) {
			const rows = await this.list(
				`/${inside.parent}`,
				inside.field ? `&$expand=${inside.field}` : '',
			);
			return inside.field
				? rows.flatMap((row) => (row[inside.field!] as Row[] | undefined) ?? [])[0]
				: rows[0];
		}
		const [row] = await this.list(`/${resource}`);
		return row ?? (await this.admin.rows(resource).catch(() => []))[0];
	}

	/** Puts a record where the API has no way to make one. */
	async make(resource: string, row: Row): Promise<Row> {
		return await this.admin.insertRow(resource, row);
	}

	/** IDs for a path, outermost first, of records that belong together. */
	async idsFor(endpoint: Endpoint): Promise<number[]> {
		const { parents, single, operation } = endpoint;
		const chain = single ? [...parents, operation.resource] : parents;
		return (
			(await this.chainIds(
				chain,
				'',
				operation.method === 'GET' && !single ? operation.resource : undefined,
			)) ?? []
		);
	}

	/** @param last list that must have rows, where there is such a one */
	private async chainIds(
		[resource, ...rest]: string[],
		prefix: string,
		last: string | undefined,
	): Promise<number[] | undefined> {
		if (resource === undefined) return [];
		const rows = await this.rowsBelow(prefix, resource);
		let fallback: number[] | undefined;
		for (const { id } of rows.slice(0, TRIED)) {
			const path = `${prefix}/${resource}/${Number(id)}`;
			const inner = await this.chainIds(rest, path, last);
			if (inner === undefined) continue;
			fallback ??= [Number(id), ...inner];
			if (rest.length > 0 || last === undefined || (await this.list(`${path}/${last}`)).length > 0)
				return [Number(id), ...inner];
		}
		return fallback;
	}

	private async rowsBelow(prefix: string, resource: string): Promise<Row[]> {
		const template = `${prefix.replace(/\d+/g, '{}')}/${resource}`;
		const listed = (findResource(resource)?.operations ?? []).some(
			(each) =>
				endpointOf(each).verb === 'getAll' && each.path.replace(/\{\w+\}/g, '{}') === template,
		);
		const rows = listed ? await this.list(`${prefix}/${resource}`) : [];
		if (rows.length > 0 || prefix !== '') return rows;
		const row = await this.one(resource);
		return row ? [row] : [];
	}
}
