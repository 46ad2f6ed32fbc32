import { allOperations, schema, type CatalogOperation } from '../../nodes/Sage200/catalog';
import { wrongInReply } from '../support/catalogReply';
import { sageCaller, type CallSage } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let call: CallSage;

type Row = Record<string, unknown>;

const READS = allOperations().filter(({ method }) => method === 'GET');
const COLLECTIONS = READS.filter(({ path }) => !path.includes('{'));

beforeAll(async () => {
	sage = await startSimulator('--customers', '40', '--products', '40');
	call = await sageCaller(sage);
	await orderSomething();
});
afterAll(async () => await sage.stop());

/** An open order: without one there is nothing to despatch. */
async function orderSomething(): Promise<void> {
	const customers = await sage.admin.rows('customers');
	const holdings = await sage.admin.rows('warehouse_holdings');
	const [{ product_id, warehouse_id }] = holdings.sort(
		(one, other) => Number(other.free_stock_available) - Number(one.free_stock_available),
	);
	const line = { line_type: 'EnumLineTypeStandard', product_id, warehouse_id, line_quantity: 1 };
	const customer_id = customers.find(({ on_hold }) => on_hold !== true)!.id;
	const { status, text } = await call('POST', '/sop_orders', {
		body: { customer_id, lines: [line] },
	});
	if (status !== 200) throw new Error(text);
}

/** Every field that can be expanded; `GET` with is_to_lock takes a lock, so that one is left out. */
function expandables({ reply }: CatalogOperation): string {
	const fields = [...schema(reply!.schema).fields.values()].filter(
		({ type }) => type === 'object' || type === 'list',
	);
	return fields.map(({ name }) => name).join();
}

async function firstId(resource: string): Promise<number> {
	const { body } = await call('GET', `/${resource}`, { query: { $top: '1' } });
	return ((body as Row[])[0]?.id as number | undefined) ?? 0;
}

it.each(COLLECTIONS.map((operation) => [operation.path, operation] as const))(
	'GET %s answers as catalogued',
	async (path, operation) => {
		const { status, body } = await call('GET', path, {
			query: operation.reply!.list ? { $top: '20' } : {},
		});
		expect(status).toBe(200);
		expect(wrongInReply(body, operation.reply!)).toEqual([]);
	},
);

it('has rows in every collection', async () => {
	const empty: string[] = [];
	for (const { path, reply } of COLLECTIONS) {
		if (!reply!.list || schema(reply!.schema).open) continue;
		const { body } = await call('GET', path, { query: { $top: '1' } });
		if ((body as Row[]).length === 0) empty.push(path);
	}
	expect(empty).toEqual([]);
});

const LISTED = new Set(COLLECTIONS.map(({ resource }) => resource));
const ONES = READS.filter(
	({ path, resource }) => /^\/\w+\/\{Id\}$/.test(path) && LISTED.has(resource),
);

it.each(ONES.map((operation) => [operation.path, operation] as const))(
	'GET %s answers as catalogued, expanded',
	async (path, operation) => {
		const id = await firstId(operation.resource);
		const $expand = expandables(operation);
		const { status, body } = await call('GET', path.replace('{Id}', String(id)), {
			query: $expand ? { $expand } : {},
		});
		// Whether there are rows is the test above.
		if (id === 0) return expect([status, body]).toEqual([404, { Message: expect.any(String) }]);
		expect(status).toBe(200);
		expect(wrongInReply(body, operation.reply!)).toEqual([]);
		expect((body as Row).id).toBe(id);
	},
);

/** Records that are reached by an id from elsewhere only: where that is. */
const UNLISTED: Array<{ resource: string; parent: string; field?: string }> = [
	{ resource: 'sop_order_lines', parent: 'sop_orders', field: 'lines' },
	{ resource: 'pop_order_lines', parent: 'pop_orders', field: 'lines' },
	{
		resource: 'stocktake_count_sheet_items',
		parent: 'stocktakes',
		field: 'stocktake_count_sheet_items',
	},
	{ resource: 'product_sales_figures', parent: 'products' },
	{ resource: 'product_purchase_figures', parent: 'products' },
	{ resource: 'purchase_authorisations', parent: 'purchase_posted_transactions' },
];

it('knows where each record that no list shows is found', () => {
	const unlisted = READS.filter(
		({ path, resource }) => path === `/${resource}/{Id}` && !LISTED.has(resource),
	);
	expect(unlisted.map(({ resource }) => resource).sort()).toEqual(
		UNLISTED.map(({ resource }) => resource).sort(),
	);
});

it.each(UNLISTED)(
	'GET /$resource/{Id} answers as catalogued',
	async ({ resource, parent, field }) => {
		const { body: rows } = await call('GET', `/${parent}`, {
			query: field ? { $top: '20', $expand: field } : { $top: '1' },
		});
		const found = (rows as Row[]).flatMap((row) => (field ? (row[field] as Row[]) : [row]));
		const { status, body } = await call('GET', `/${resource}/${String(found[0]?.id ?? 1)}`);
		const { reply } = READS.find(({ path }) => path === `/${resource}/{Id}`)!;
		// A site need not have every kind of record.
		if (status === 404) return expect(body).toHaveProperty('Message');
		expect(wrongInReply(body, reply!)).toEqual([]);
	},
);

const NESTED = READS.filter(
	({ path, reply }) => reply?.list && path.split('{').length === 2 && !path.endsWith('}'),
);

it.each(NESTED.map((operation) => [operation.path, operation] as const))(
	'GET %s answers as catalogued',
	async (path, operation) => {
		const parent = path.split('/')[1];
		const id = (await firstId(parent)) || (await sage.admin.rows(parent))[0]?.id;
		const { status, body } = await call('GET', path.replace(/\{\w+\}/, String(id ?? 1)));
		if (id === undefined) return expect(status).toBe(404);
		expect(status).toBe(200);
		expect(wrongInReply(body, operation.reply!)).toEqual([]);
	},
);

it('answers 404 for an unknown id, path or verb', async () => {
	for (const [method, path] of [
		['GET', '/customers/1'],
		['GET', '/customers/x'],
		['GET', '/nowhere'],
		['DELETE', '/customers'],
		['POST', '/product_groups'],
	]) {
		const { status, body } = await call(method, path, { body: method === 'POST' ? {} : undefined });
		expect([path, status]).toEqual([path, 404]);
		expect(body).toHaveProperty('Message');
	}
});

it('answers 404 for what is newer than the site', async () => {
	expect((await call('GET', '/sop_returns')).status).toBe(200);
	await sage.admin.setBehaviour({ release: '2024 R2' });
	expect((await call('GET', '/sop_returns')).status).toBe(404);
	await sage.admin.resetBehaviour();
});
