/** Moves stock of a product from one warehouse to another. */
import type { INodeProperties } from 'n8n-workflow';

import { picker } from '../../core/form/picker';
import { identify, type Identified, type Identity } from '../../core/identity';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import { normalKey } from '../../sage200/lookups/lookups';
import { numberIn, QUANTITY as QUANTITY_RULES } from '../../sage200/values/numbers';
import { productIdentity } from '../product';
import { warehouseIdentity } from '../warehouse';

const FROM: Identity = {
	...warehouseIdentity,
	parameter: 'fromWarehouse',
	label: 'From Warehouse',
};
const TO: Identity = { ...warehouseIdentity, parameter: 'toWarehouse', label: 'To Warehouse' };

const QUANTITY: INodeProperties = {
	displayName: 'Quantity',
	name: 'quantity',
	type: 'number',
	required: true,
	default: 1,
	validateType: 'number',
	description: 'In stock units',
};

const DETAILS: INodeProperties = {
	displayName: 'Transfer Details',
	name: 'details',
	type: 'collection',
	placeholder: 'Add Detail',
	default: {},
	options: [
		{ displayName: 'Date', name: 'date', type: 'dateTime', default: '', validateType: 'dateTime' },
		{
			displayName: 'From Bin',
			name: 'fromBin',
			type: 'string',
			default: '',
			description: 'Name of the bin; needed where the warehouse has several',
		},
		{
			displayName: 'Reference',
			name: 'reference',
			type: 'string',
			default: '',
			description: 'At most 20 characters',
		},
		{
			displayName: 'Second Reference',
			name: 'second_reference',
			type: 'string',
			default: '',
			description: 'At most 20 characters',
		},
		{
			displayName: 'To Bin',
			name: 'toBin',
			type: 'string',
			default: '',
			description: 'Name of the bin; needed where the warehouse has several',
		},
	],
};

export const transferStock: Operation = {
	value: 'transfer',
	name: 'Transfer',
	action: 'Transfer stock between warehouses',
	description: 'Move a quantity of one product from one warehouse to another',
	writes: true,
	properties: [picker(productIdentity), picker(FROM), picker(TO), QUANTITY, DETAILS],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const read = async (identity: Identity): Promise<Identified['records']> => {
			const { records, refused } = await identify(items, identity, {
				select: ['id', ...identity.keys.map(({ field }) => field)],
			});
			problems.add(refused);
			return records;
		};
		const [products, from, to] = [await read(productIdentity), await read(FROM), await read(TO)];
		const bins = await binsOf(problems.sound(items), products);
		const bodies = new Map<Item, SageRecord>();
		for (const item of problems.sound(items)) {
			const { fromBin, toBin, ...details } = item.fields(DETAILS.name);
			const held = bins.get(item)!;
			const values = {
				...details,
				product_id: products.get(item)!.id,
				bin_holding_from_id: binIn(held, from.get(item)!, fromBin, FROM.label, item, problems),
				bin_holding_to_id: binIn(held, to.get(item)!, toBin, TO.label, item, problems),
				quantity: numberIn(
					item.parameter(QUANTITY.name, 0),
					QUANTITY_RULES,
					QUANTITY.displayName,
					problems.of(item),
				),
			};
			bodies.set(item, bodyOf('stock_transfer', values, item.rules, problems.of(item)));
		}
		return {
			refused: problems.refused,
			async execute(item) {
				const reply = (await item.company.api.send({
					method: 'POST',
					path: '/stock_transfers',
					body: bodies.get(item),
				})) as SageRecord | undefined;
				return { ...bodies.get(item), ...reply, transferred: true };
			},
		};
	},
};

/** The bins that hold each item's product, in one look-up for all items of a company. */
async function binsOf(
	items: Item[],
	products: Map<Item, SageRecord>,
): Promise<Map<Item, SageRecord[]>> {
	const bins = new Map<Item, SageRecord[]>();
	for (const [company, group] of groupBy(items, (item) => item.company)) {
		const ids = group.map((item) => String(products.get(item)!.id));
		const found = await company.lookups.byKeys(
			{ resource: 'product_warehouse_bin_views', field: 'product_id' },
			ids,
		);
		for (const item of group)
			bins.set(item, found.get(normalKey(String(products.get(item)!.id))) ?? []);
	}
	return bins;
}

/** The one bin of a warehouse, or the one named. Sage moves stock between bins. */
function binIn(
	bins: SageRecord[],
	warehouse: SageRecord,
	name: unknown,
	label: string,
	item: Item,
	problems: ItemProblems,
): unknown {
	const here = bins.filter((bin) => bin.warehouse_id === warehouse.id);
	const wanted = String(name ?? '').trim();
	const fitting =
		wanted === ''
			? here
			: here.filter((bin) => normalKey(String(bin.bin_holding_name)) === normalKey(wanted));
	if (fitting.length === 1) return fitting[0].bin_holding_id;
	const known = here.map((bin) => String(bin.bin_holding_name)).join(', ');
	const message =
		here.length === 0
			? `${String(warehouse.name)} does not hold this product`
			: wanted === ''
				? 'has several bins'
				: `has no bin "${wanted}"`;
	problems.of(item).push({
		field: label,
		message,
		remedy:
			here.length === 0
				? 'Add the product to the warehouse first.'
				: `Name one of its bins: ${known}.`,
	});
	return undefined;
}
