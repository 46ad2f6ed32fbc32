/** What stock is allocated to which order, and has not gone out. */
import type { INodeProperties } from 'n8n-workflow';

import type { Fields } from '../../catalog/fieldNames';
import { limitOf, LIMIT, RETURN_ALL } from '../../core/form/rowLimit';
import type { Item } from '../../core/item';
import { prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { normalKey } from '../../sage200/lookups/lookups';
import { allOf } from '../../sage200/lookups/odata';
import type { SageRecord } from '../../sage200/protocol/api';
import { Decimal } from '../../sage200/values/decimal';
import { groupBy } from '../../sage200/values/grouping';
import { listIn } from '../../sage200/values/lists';
import { productsOf } from '../shared/productCodes';
import { anyWarehouse, PRODUCTS, refuseUnknownWarehouses, WAREHOUSES } from './levels';

const ORDERS: INodeProperties = {
	displayName: 'Orders',
	name: 'orders',
	type: 'string',
	default: '',
	placeholder: 'e.g. 0000000007, WEB-10001',
	description: 'Order numbers or keys, separated by commas. Leave empty for all orders.',
};

const TOTAL_BY: INodeProperties = {
	displayName: 'Total By',
	name: 'totalBy',
	type: 'options',
	default: 'none',
	options: [
		{ name: 'Nothing', value: 'none', description: 'A row for each allocation' },
		{ name: 'Order', value: 'order' },
		{ name: 'Product', value: 'product' },
		{ name: 'Warehouse', value: 'warehouse' },
	],
	description: 'What a row stands for; quantities are in stock units',
};

const OPEN =
	'sop_allocation_line_current_allocated_quantity' satisfies Fields['sop_allocation_line_view'];
const LINE: Array<Fields['sop_order_line_view']> = [
	'sop_order_line_id',
	'sop_order_document_no',
	'sop_order_customer_document_no',
	'customer_reference',
	'product_id',
	'product_code',
	'product_name',
];

/** What tells the rows of each total apart. */
const TOTALS: Record<string, string[]> = {
	order: ['document_no', 'customer_document_no', 'customer_reference'],
	product: ['product_code', 'product_name'],
	warehouse: ['warehouse_name'],
};

export const getAllocations: Operation = {
	value: 'getAllocations',
	name: 'Get Allocations',
	action: 'Get stock allocations',
	description: 'Read how much stock is allocated to orders, by order, product or warehouse',
	writes: false,
	gives: {
		document_no: 'string',
		customer_document_no: 'string',
		customer_reference: 'string',
		product_code: 'string',
		product_name: 'string',
		warehouse_name: 'string',
		bin_name: 'string',
		allocated_quantity: 'number',
		allocated_date: 'string',
		user_name: 'string',
	},
	properties: [PRODUCTS, WAREHOUSES, ORDERS, TOTAL_BY, RETURN_ALL, LIMIT],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const products = await productsOf(items, problems);
		await refuseUnknownWarehouses(items, problems);
		const asked = problems.valid(items).flatMap((item) => {
			const filter = problems.collect(item, () => allOf([`${OPEN} gt 0`, anyWarehouse(item)]));
			return filter === undefined ? [] : [{ item, filter }];
		});
		const jobs = new Map<Item, SageRecord[]>();
		for (const [{ api, lookups }, ofCompany] of groupBy(asked, ({ item }) => item.company)) {
			for (const [$filter, group] of groupBy(ofCompany, ({ filter }) => filter)) {
				const open = await api.list({ path: '/sop_allocation_line_views', query: { $filter } });
				const lines = await lookups.byKeys(
					{ resource: 'sop_order_line_views', field: 'sop_order_line_id', select: LINE },
					open.map(({ sop_order_return_line_id: id }) => String(id)),
				);
				const rows = open.map((row) => {
					const line = lines.get(normalKey(String(row.sop_order_return_line_id)))?.[0] ?? {};
					return { row, line };
				});
				for (const { item } of group) jobs.set(item, shown(item, rows, products.get(item) ?? []));
			}
		}
		return prepared({
			refused: problems.refused,
			jobs,
			execute: async (rows, item) => await Promise.resolve(rows.slice(0, limitOf(item))),
		});
	},
};

interface Allocation {
	row: SageRecord;
	line: SageRecord;
}

function shown(item: Item, all: Allocation[], products: SageRecord[]): SageRecord[] {
	const given = listIn(item.parameter(ORDERS.name, ''));
	const orders = new Set(given.map(normalKey));
	const ids = new Set(products.map(({ id }) => id));
	const namesOf = ({
		sop_order_document_no: number,
		sop_order_customer_document_no: key,
	}: SageRecord) => [number, key].map((name) => normalKey(String(name ?? '')));
	const allocated = new Set(all.flatMap(({ line }) => namesOf(line)));
	for (const order of given)
		if (!allocated.has(normalKey(order)))
			item.remarks.add(`No allocation of an order ${order} was found`);
	const rows = all
		.filter(({ line }) => orders.size === 0 || namesOf(line).some((name) => orders.has(name)))
		.filter(({ line }) => ids.size === 0 || ids.has(line.product_id))
		.map(allocationRow);
	const names = TOTALS[item.text(TOTAL_BY.name)];
	return names ? totals(rows, names) : rows;
}

function allocationRow({ row, line }: Allocation): SageRecord {
	return {
		document_no: line.sop_order_document_no,
		customer_document_no: line.sop_order_customer_document_no,
		customer_reference: line.customer_reference,
		product_code: line.product_code,
		product_name: line.product_name,
		warehouse_name: row.warehouse_name,
		bin_name: row.bin_holding_name,
		allocated_quantity: row[OPEN],
		allocated_date: row.sop_allocation_line_allocated_date,
		user_name: row.sop_allocation_line_user_name,
	};
}

/** A row for each value of the names, in the order of their first appearance. */
function totals(rows: SageRecord[], names: string[]): SageRecord[] {
	const groups = groupBy(rows, (row) => JSON.stringify(names.map((name) => row[name])));
	return [...groups.values()].map((group) => ({
		...Object.fromEntries(names.map((name) => [name, group[0][name]])),
		allocated_quantity: Decimal.sum(
			group.map(({ allocated_quantity: each }) => Decimal.read(each) ?? Decimal.ZERO),
		).toNumber(),
		allocations: group.length,
	}));
}
