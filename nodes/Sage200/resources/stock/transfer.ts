/** Moves stock of a product from one warehouse to another, once. */
import type { INodeProperties } from 'n8n-workflow';

import { picker } from '../../core/form/picker';
import { recordFields, WRITTEN } from '../../core/gives';
import { identify, type Identified, type Identity } from '../../core/identity';
import type { Item } from '../../core/item';
import { prepared, type Prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import { executionKey } from '../../core/push/executionKey';
import { POSTING_PROTECTION, pushSettingsOf } from '../../core/push/protection';
import { preparePushes, type ItemPush } from '../../core/push/pushBatch';
import { ItemPushers } from '../../core/push/pushers';
import { writeInExecution } from '../../core/push/writeInExecution';
import type { Operation } from '../../core/resource';
import { normalKey } from '../../sage200/lookups/lookups';
import type { SageRecord } from '../../sage200/protocol/api';
import type { Problem } from '../../sage200/protocol/failures';
import { keyProblem, storedKey } from '../../sage200/push/key';
import {
	KEY_FIELDS,
	pendingTransfer,
	TRANSFER_REQUEST,
	transfersOf,
	type StockPlace,
	type TransferKeyField,
} from '../../sage200/push/transfers';
import { bodyOf } from '../../sage200/values/bodies';
import { groupBy, joined } from '../../sage200/values/grouping';
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

const TRANSFER_KEY = 'Transfer Key';

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
		{
			displayName: TRANSFER_KEY,
			name: 'transferKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. MOVE-10001',
			description:
				'Your own number of the transfer, at most 20 characters. It is kept in the reference that you leave empty, and a transfer that carries it already is not made again. Without one, n8n makes a key that holds for retries of the same execution.',
		},
	],
};

export const transferStock: Operation = {
	value: 'transfer',
	name: 'Transfer',
	action: 'Transfer stock between warehouses',
	description: 'Move a quantity of one product from one warehouse to another, once',
	writes: true,
	gives: {
		...WRITTEN,
		...recordFields('stock_transfer', ['reference', 'product_id', 'quantity']),
	},
	properties: [
		picker(productIdentity),
		picker(FROM),
		picker(TO),
		QUANTITY,
		DETAILS,
		POSTING_PROTECTION,
	],
	prepare: prepareTransfers,
};

/** One item's transfer, ready to be sent. */
interface ReadyTransfer {
	item: Item;
	body: SageRecord;
	places: StockPlace[];
	/** Where the key is kept; undefined where the user filled both references. */
	keyField: TransferKeyField | undefined;
	/** The user's own key; empty where there is none. */
	key: string;
}

async function prepareTransfers(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const transfers = await readTransfers(items, problems);
	const ready = transfers.filter(({ item }) => problems.of(item).length === 0);
	const pushers = new ItemPushers((api, keyField) =>
		transfersOf(api, keyField as TransferKeyField),
	);
	const pushes = await Promise.all(
		ready.flatMap(({ keyField, ...transfer }) =>
			keyField === undefined ? [] : [keyedTransfer({ ...transfer, keyField }, pushers)],
		),
	);
	const keyed = await preparePushes(pushes, problems.refused);
	// Both references are the user's own, so nothing tells afterwards whether the transfer was made.
	const unkeyed = ready.filter(({ keyField }) => keyField === undefined);
	const plain = prepared({
		jobs: new Map(unkeyed.map(({ item, body }) => [item, body])),
		execute: async (body, item) => {
			const reply = await writeInExecution(item, { ...TRANSFER_REQUEST, body });
			return { ...body, ...(reply as object), outcome: 'created' };
		},
	});
	return { ...keyed, work: new Map([...keyed.work, ...plain.work]) };
}

async function keyedTransfer(
	{ item, body, places, key, keyField }: ReadyTransfer & { keyField: TransferKeyField },
	pushers: ItemPushers,
): Promise<ItemPush> {
	const stored = key === '' ? await executionKey(item) : key;
	const facts = { body: { ...body, [keyField]: stored }, key: stored, label: TRANSFER_KEY, places };
	return {
		item,
		pending: pendingTransfer(facts),
		pusher: pushers.of(item, keyField, pushSettingsOf(item)),
	};
}

async function readTransfers(items: Item[], problems: ItemProblems): Promise<ReadyTransfer[]> {
	const read = async (identity: Identity): Promise<Identified['records']> => {
		const { records, refused } = await identify(items, identity, {
			select: ['id', ...identity.keys.map(({ field }) => field)],
		});
		problems.add(refused);
		return records;
	};
	const product = await read(productIdentity);
	const from = await read(FROM);
	const to = await read(TO);
	const named = joined({ product, from, to });
	const bins = await binsOf(named);
	return [...named].flatMap(
		([
			item,
			{
				product: { id },
				...warehouses
			},
		]) => {
			const { fromBin, toBin, transferKey, ...details } = item.fields(DETAILS.name);
			const held = bins.get(item) ?? [];
			const source = binIn(
				held,
				warehouses.from,
				{ bin: fromBin, label: 'From Bin' },
				problems.of(item),
			);
			const target = binIn(held, warehouses.to, { bin: toBin, label: 'To Bin' }, problems.of(item));
			const quantity = numberIn(
				item.parameter(QUANTITY.name, 0),
				QUANTITY_RULES,
				QUANTITY.displayName,
				problems.of(item),
			);
			if (!source || !target) return [];
			const values = {
				...details,
				product_id: id,
				bin_holding_from_id: source.bin_holding_id,
				bin_holding_to_id: target.bin_holding_id,
				quantity,
			};
			const body = bodyOf('stock_transfer', values, item.rules, problems.of(item));
			return [
				{
					item,
					body,
					places: [placeOf(warehouses.from, source), placeOf(warehouses.to, target)],
					...readTransferKey(item, body, transferKey, problems),
				},
			];
		},
	);
}

function readTransferKey(
	item: Item,
	body: SageRecord,
	given: unknown,
	problems: ItemProblems,
): Pick<ReadyTransfer, 'key' | 'keyField'> {
	const keyField = KEY_FIELDS.find((field) => body[field] === undefined);
	const key = String(given ?? '').trim();
	if (key === '') return { key, keyField };
	if (keyField === undefined) {
		problems.of(item).push({
			field: TRANSFER_KEY,
			message: 'has no place, for both references are given',
			remedy: 'Leave one of them empty: the key is kept there.',
		});
		return { key, keyField };
	}
	const prefix = String(item.collection('protection').keyPrefix ?? '');
	const rule = {
		schema: 'stock_transfer',
		field: keyField,
		prefix,
		label: TRANSFER_KEY,
		document: 'stock transfer',
	};
	const problem = keyProblem(rule, given);
	if (problem) problems.of(item).push(problem);
	return { key: storedKey(rule, key), keyField };
}

function placeOf(warehouse: SageRecord, bin: SageRecord): StockPlace {
	return { warehouse: String(warehouse.name), bin: String(bin.bin_holding_name) };
}

/** The bins that hold each item's product, in one look-up for all items of a company. */
async function binsOf(named: Map<Item, { product: SageRecord }>): Promise<Map<Item, SageRecord[]>> {
	const bins = new Map<Item, SageRecord[]>();
	for (const [company, group] of groupBy([...named], ([item]) => item.company)) {
		const idOf = ({ product }: { product: SageRecord }) => String(product.id);
		const found = await company.lookups.byKeys(
			{ resource: 'product_warehouse_bin_views', field: 'product_id' },
			group.map(([, each]) => idOf(each)),
		);
		for (const [item, each] of group) bins.set(item, found.get(normalKey(idOf(each))) ?? []);
	}
	return bins;
}

/** The one bin of a warehouse, or the one named. Sage moves stock between bins. */
function binIn(
	bins: SageRecord[],
	warehouse: SageRecord,
	{ bin: named, label: field }: { bin: unknown; label: string },
	problems: Problem[],
): SageRecord | undefined {
	const here = bins.filter((bin) => bin.warehouse_id === warehouse.id);
	const wanted = String(named ?? '').trim();
	const fitting =
		wanted === ''
			? here
			: here.filter((bin) => normalKey(String(bin.bin_holding_name)) === normalKey(wanted));
	if (fitting.length === 1) return fitting[0];
	const name = String(warehouse.name);
	const known = here.map((bin) => String(bin.bin_holding_name)).join(', ');
	if (here.length === 0)
		problems.push({
			field,
			message: `${name} does not hold this product`,
			remedy: 'Add the product to the warehouse first.',
		});
	else
		problems.push({
			field,
			message:
				wanted === '' ? `is empty, and ${name} has several bins` : `${name} has no bin "${wanted}"`,
			remedy: `Give one of: ${known}.`,
		});
	return undefined;
}
