/** What is waiting to be despatched: the work list of a warehouse. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { LIMIT, limitOf, RETURN_ALL } from '../../core/form/rowLimit';
import { isSimplified, OUTPUT_PROPERTIES } from '../../core/form/output';
import type { Item } from '../../core/item';
import { type Operation } from '../../core/resource';
import { oneByOne } from '../../core/prepared';
import { allOf, condition } from '../../sage200/lookups/odata';
import { resolveReferences } from '../../sage200/lookups/references';
import { InvalidInput, type Problem } from '../../sage200/protocol/failures';
import { isUnset } from '../../sage200/values/unset';

import { PENDING_GIVEN, pendingLines, simplified } from './pendingLines';

/** The one list that locks nothing; it names orders. */
const PENDING_ORDERS = '/sop_despatch_discrete_orders';

const PROPERTIES: INodeProperties[] = [
	{
		displayName: 'List',
		name: 'pendingList',
		type: 'options',
		default: 'lines',
		options: [
			{
				name: 'Lines',
				value: 'lines',
				description: 'Lines of these orders of which something is still to go',
			},
			{ name: 'Orders', value: 'orders', description: 'Orders of which something can go' },
		],
		description: 'What to list',
	},
	RETURN_ALL,
	LIMIT,
	...OUTPUT_PROPERTIES,
	{
		displayName: 'Only',
		name: 'pending',
		type: 'collection',
		placeholder: 'Add Condition',
		default: {},
		description: 'These are all that Sage 200 can be asked for here',
		options: [
			{
				displayName: 'Customer Name or ID',
				name: 'trader_id',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'customers' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Kind',
				name: 'confirmation_intent_type',
				type: 'options',
				default: 'ConfirmOnDespatch',
				options: [
					{ name: 'Goods', value: 'ConfirmOnDespatch' },
					{ name: 'Services', value: 'Confirm' },
				],
			},
			{
				displayName: 'Order Date From',
				name: 'from',
				type: 'dateTime',
				default: '',
				validateType: 'dateTime',
			},
			{ displayName: 'Order Number', name: 'document_no', type: 'string', default: '' },
			{
				displayName: 'Warehouse Name or ID',
				name: 'warehouse_id',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'warehouses' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
		],
	},
];

export const getPending: Operation = {
	value: 'getPending',
	name: 'Get Pending',
	action: 'Get pending despatches',
	description: 'Read what is waiting to be despatched',
	writes: false,
	gives: PENDING_GIVEN,
	properties: PROPERTIES,
	prepare: oneByOne(async (item) => {
		const limit = limitOf(item);
		const conditions = await namedIn(item, item.fields('pending'));
		const $filter = filterOf(conditions, item.rules.timeZone);
		const orders = await item.company.api.list({ path: PENDING_ORDERS, query: { $filter }, limit });
		if (item.parameter<string>('pendingList', 'lines') === 'orders') return orders;
		const warehouseId = Number(conditions.warehouse_id) || undefined;
		const lines = (await pendingLines(item, orders, warehouseId)).slice(0, limit);
		return isSimplified(item) ? lines.map(simplified) : lines;
	}),
};

/** The conditions with IDs in the place of the names that stand for records. */
async function namedIn({ company }: Item, given: IDataObject): Promise<IDataObject> {
	const problems: Problem[] = [];
	const { trader_id: customer_id, warehouse_id } = given;
	const [order, line] = await resolveReferences(company.lookups, [
		{ schema: 'sop_order', values: { customer_id }, problems },
		{ schema: 'sop_order_line', values: { warehouse_id }, problems },
	]);
	if (problems.length > 0) throw new InvalidInput(problems);
	return { ...given, trader_id: order.customer_id, warehouse_id: line.warehouse_id } as IDataObject;
}

function filterOf({ from, ...equal }: IDataObject, timeZone: string): string | undefined {
	const given = Object.entries(equal).filter(([, value]) => !isUnset(value));
	const texts = given.map(([name, value]) =>
		condition(name, 'eq', value, name.endsWith('_id') ? 'int64' : 'string'),
	);
	return allOf([
		...texts,
		from ? condition('document_date', 'ge', from, 'datetime', timeZone) : undefined,
	]);
}
