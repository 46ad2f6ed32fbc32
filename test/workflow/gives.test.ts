/** Operations give what they say that they give, which n8n's editor offers for mapping before a first run. */
import type { IDataObject } from 'n8n-workflow';

import type { Gives } from '../../nodes/Sage200/core/gives';
import { resources } from '../../nodes/Sage200/resources';
import { fastClock } from '../support/fastClock';
import { byKey, byNumber, SalesWorld } from '../support/salesWorld';
import { pushShopOrders } from '../support/shopWorld';

jest.setTimeout(60_000);
const usualClock = fastClock(20);
afterAll(() => usualClock());

let world: SalesWorld;
let customer: IDataObject;
let supplier: IDataObject;
let code: string;
beforeAll(async () => {
	world = await SalesWorld.open();
	await world.sage.admin.setBehaviour({ posting: 'immediate', freeTextLines: 'taken' });
	customer = by('id', await world.customer());
	supplier = by('id', (await world.sage.admin.rows('suppliers'))[0].id);
	code = String((await world.goods())[0].code);
});
afterAll(async () => await world.close());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const ON_HOLD = { additionalFields: { override_on_hold: true } };

/** Sage leaves dates out that are not set. */
const MAY_BE_MISSING = /date/;
/** What the node tells of a result where there is something to tell. */
const MAY_BE_TOLD = ['account', 'changes', 'differs', 'notes', 'remarks', 'totals'];

const said = new Map<string, Gives>(
	resources.flatMap(({ value: resource, operations }) =>
		operations.flatMap(({ value, gives }) =>
			gives ? [[`${resource}:${value}`, gives] as const] : [],
		),
	),
);
const held = new Set<string>();

/** Fields of a row with their types, those alone that are said. */
function typed(row: IDataObject, gives: Gives): IDataObject {
	return Object.fromEntries(
		Object.entries(gives)
			.filter(([name]) => name in row || !MAY_BE_MISSING.test(name))
			.map(([name, given]) => {
				const value = row[name];
				if (typeof given !== 'string') return [name, typed((value ?? {}) as IDataObject, given)];
				return [name, Array.isArray(value) ? 'array' : typeof value];
			}),
	);
}

/** The first row of an operation, which is held to what the operation says. */
async function agrees(resource: string, operation: string, parameters: IDataObject = {}) {
	const { json, error } = await world.run({ resource, operation, ...parameters });
	return holds(`${resource}:${operation}`, json[0], error);
}

function holds(name: string, row: IDataObject, error?: Error): IDataObject {
	expect([name, error?.message]).toEqual([name, undefined]);
	const gives = said.get(name)!;
	const expected = Object.fromEntries(
		Object.entries(gives).filter(([each]) => each in row || !MAY_BE_MISSING.test(each)),
	);
	expect([name, typed(row, gives)]).toEqual([name, expected]);
	expect([name, namesIn(row).filter((each) => !SNAKE_CASE.test(each))]).toEqual([name, []]);
	held.add(name);
	return row;
}

/** One spelling for Sage's fields and the node's own. */
const SNAKE_CASE = /^[a-z0-9]+(_[a-z0-9]+)*$/;

/** The names of all fields, those of records in it too. */
function namesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, each]) => [name, ...namesIn(each)]);
}

/** Nothing comes that is not said, where no more is asked for. */
function isWhole(name: string, row: IDataObject): void {
	const more = Object.keys(row).filter((each) => !(each in said.get(name)!));
	expect([name, more.filter((each) => !MAY_BE_TOLD.includes(each))]).toEqual([name, []]);
}

async function agreesWholly(resource: string, operation: string, parameters: IDataObject = {}) {
	const row = await agrees(resource, operation, parameters);
	isWhole(`${resource}:${operation}`, row);
	return row;
}

const order = (orderKey: string, more: IDataObject = {}) => ({
	customer,
	orderKey,
	linesInput: 'json',
	linesJson: JSON.stringify([{ code, quantity: 1 }]),
	...ON_HOLD,
	...more,
});

describe('records', () => {
	it('of customers, suppliers and warehouses', async () => {
		const keys: Array<[string, IDataObject, IDataObject]> = [
			['customer', { reference: 'GIVES1', name: 'Gives' }, by('reference', 'GIVES1')],
			['supplier', { reference: 'GIVES1', name: 'Gives' }, by('reference', 'GIVES1')],
			['warehouse', { name: 'Gives' }, by('name', 'Gives')],
		];
		for (const [resource, record, picked] of keys) {
			await agreesWholly(resource, 'create', record);
			await agreesWholly(resource, 'upsert', {
				...record,
				otherFields: resource === 'warehouse' ? '{"city":"Leeds"}' : '{"credit_limit":5}',
			});
			await agreesWholly(resource, 'update', {
				[resource]: picked,
				otherFields: resource === 'warehouse' ? '{"city":"York"}' : '{"credit_limit":6}',
			});
			await agreesWholly(resource, 'get', { [resource]: picked });
			await agreesWholly(resource, 'delete', { [resource]: picked });
		}
	});

	it('of customers: contacts and addresses', async () => {
		const [taxCode] = await world.sage.admin.rows('tax_codes');
		const contact = { first_name: 'Ann', last_name: 'Lee' };
		const { id } = await agreesWholly('customerContact', 'create', {
			customer,
			additionalFields: contact,
		});
		const named = { contact: by('id', id) };
		const more = { additionalFields: { last_name: 'Low' } };
		await agreesWholly('customerContact', 'update', { ...named, ...more });
		await agreesWholly('customerContact', 'get', named);
		await agreesWholly('customerContact', 'delete', named);
		const address = await agreesWholly('customerDeliveryAddress', 'create', {
			customer,
			description: 'Depot',
			tax_code_id: by('name', `id:${String(taxCode.id)}`),
			additionalFields: { city: 'Leeds' },
		});
		const place = { deliveryAddress: by('id', address.id) };
		const moved = { additionalFields: { city: 'York' } };
		await agreesWholly('customerDeliveryAddress', 'update', { ...place, ...moved });
		await agreesWholly('customerDeliveryAddress', 'get', place);
		await agreesWholly('customerDeliveryAddress', 'getAll', { limit: 1 });
		await agreesWholly('customerDeliveryAddress', 'delete', place);
	});

	it('of products', async () => {
		const [{ id }] = await world.sage.admin.rows('product_groups');
		const [warehouse] = await world.sage.admin.rows('warehouses');
		const held = { warehouse_holdings: JSON.stringify([{ warehouse_id: warehouse.id }]) };
		const record = { code: 'GIVES1', name: 'Gives', product_group_id: id, additionalFields: held };
		const product = by('code', 'GIVES1');
		await agreesWholly('product', 'create', record);
		await agreesWholly('product', 'upsert', { ...record, name: 'Gives more' });
		await agreesWholly('product', 'update', { product, otherFields: '{"name":"Gives all"}' });
		await agreesWholly('product', 'get', { product });
		const copy = { new_code: 'GIVES2', new_name: 'Copy', locations: true };
		await agreesWholly('product', 'duplicate', { product, copy });
		await agreesWholly('product', 'delete', { product });
		const record_ = { recordType: by('list', 'products'), record: by('key', 'GIVES2') };
		await agreesWholly('record', 'delete', record_);
	});
});

describe('documents', () => {
	it('of sale', async () => {
		const { document_no } = await agreesWholly('salesOrder', 'create', order('G-1'));
		const one = { order: byKey('G-1') };
		await agreesWholly('salesOrder', 'get', one);
		await agreesWholly('salesOrder', 'update', { ...one, otherFields: '{"order_priority":"B"}' });
		for (const change of ['hold', 'release'])
			await agreesWholly('salesOrder', 'changeStatus', { ...one, change });
		const copied = { order: byNumber(document_no), duplicateAs: 'draft' };
		await agreesWholly('salesOrder', 'duplicate', { ...copied, orderKey: 'G-2' });
		await agreesWholly('salesOrder', 'confirmDraft', { order: byKey('G-2') });
		await agreesWholly('salesOrder', 'delete', { order: byKey('G-2') });
		await world.run({ resource: 'salesOrder', operation: 'duplicate', ...copied, orderKey: 'G-3' });
		await agreesWholly('salesOrder', 'discardDraft', { order: byKey('G-3') });
		await agrees('salesOrder', 'preview', order('G-4'));
		await agrees('salesOrder', 'reconcile', { shopKey: 'G-1' });
		await agreesWholly('despatch', 'confirm', { ...one, consignmentNumber: 'C-1' });
		const back = { ...one, returnKey: 'R-1', returnLines: 'all' };
		const { id } = await agreesWholly('salesReturn', 'create', back);
		await agreesWholly('salesReturn', 'get', { salesReturn: by('id', id) });
		await agreesWholly('salesReturn', 'delete', { salesReturn: by('id', id) });
	});

	it('of shops', async () => {
		const sale = {
			id: 77,
			name: '#77',
			currency: 'GBP',
			taxes_included: true,
			financial_status: 'paid',
			line_items: [
				{ sku: code, title: 'Goods', quantity: 1, price: '12.00', tax_lines: tax('2.00') },
			],
			total_price: '12.00',
			total_tax: '2.00',
		};
		const { json, error } = await pushShopOrders(world, 'shopify', [sale], { simplify: true });
		isWhole(
			'salesOrder:createFromShopOrder',
			holds('salesOrder:createFromShopOrder', json[0], error),
		);
		await agrees('salesOrder', 'previewFromShopOrder', {
			shop: 'shopify',
			shopOrder: JSON.stringify({ ...sale, name: '#78' }),
			customer: by('reference', 'ZEN001'),
		});
		await world.run({ resource: 'despatch', operation: 'confirm', order: byKey('T-#77') });
		const goods = { sku: code, title: 'Goods', tax_lines: tax('2.00') };
		await agreesWholly('salesReturn', 'createFromShopRefund', {
			shop: 'shopify',
			shopPrefix: 'T-',
			refundedOrder: '#77',
			shopRefund: JSON.stringify({
				id: 501,
				order_id: 77,
				refund_line_items: [
					{ quantity: 1, subtotal: '12.00', total_tax: '2.00', line_item: goods },
				],
				transactions: [{ kind: 'refund', status: 'success', amount: '12.00' }],
			}),
		});
	});

	it('that are quoted', async () => {
		const linesJson = JSON.stringify([{ code, quantity: 1 }]);
		const quoted = { customer, documentKey: 'Q-1', linesInput: 'json', linesJson };
		const { id, document_no } = await agreesWholly('salesQuote', 'create', quoted);
		const quote = by('id', id);
		const change = { additionalFields: { order_priority: 'B' } };
		await agreesWholly('salesQuote', 'update', { quote, ...change });
		await agreesWholly('salesQuote', 'get', { quote });
		const { id: copy } = await agreesWholly('salesQuote', 'duplicate', {
			quote,
			copy: { customer_id: customer.value },
		});
		await agreesWholly('salesOrder', 'createFromQuote', {
			quote: byNumber(document_no),
			orderKey: 'G-5',
			...ON_HOLD,
		});
		await agreesWholly('salesQuote', 'delete', { quote: by('id', copy) });
	});

	it('of purchase', async () => {
		const linesJson = JSON.stringify([{ code, quantity: 1 }]);
		const bought = { supplier, documentKey: 'P-1', linesInput: 'json', linesJson };
		const { id } = await agreesWholly('purchaseOrder', 'create', bought);
		const purchaseOrder = by('id', id);
		const change = { additionalFields: { analysis_code_1: 'B' } };
		await agreesWholly('purchaseOrder', 'update', { purchaseOrder, ...change });
		await agreesWholly('purchaseOrder', 'get', { purchaseOrder });
		const { id: copy } = await agreesWholly('purchaseOrder', 'duplicate', {
			purchaseOrder,
			copy: { supplier_id: supplier.value },
		});
		await agreesWholly('purchaseOrder', 'delete', { purchaseOrder: by('id', copy) });
	});
});

describe('postings', () => {
	it('of the ledgers', async () => {
		const [bank] = await world.sage.admin.rows('banks');
		const cash = { bank_id: bank.id, cheque_value: 20 };
		const parties = { salesLedger: { customer }, purchaseLedger: { supplier } };
		const postings: Array<[string, IDataObject]> = [
			['postInvoice', { document_goods_value: 20 }],
			['postCreditNote', { document_goods_value: 20 }],
			['postReceipt', cash],
			['postPayment', cash],
		];
		const urns: unknown[] = [];
		for (const [resource, party] of Object.entries(parties))
			for (const [operation, values] of postings) {
				const documentKey = `L-${operation}`;
				const given = { ...party, ...values, documentKey };
				urns.push((await agreesWholly(resource, operation, given)).urn);
			}
		const [invoice, credit] = urns;
		await agreesWholly('salesLedger', 'allocate', {
			customer,
			allocations: JSON.stringify([
				{ urn: invoice, value: 20 },
				{ urn: credit, value: -20 },
			]),
		});
	});

	it('of banks and stock', async () => {
		const nominal = { bank: by('code', 'CURRENT'), nominalCode: by('reference', '7500') };
		const entry = { ...nominal, cheque_value: 12.5 };
		await agreesWholly('bank', 'postReceipt', { ...entry, documentKey: 'B-1' });
		await agreesWholly('bank', 'postPayment', { ...entry, documentKey: 'B-2' });
		const moved = { fromBank: by('code', 'CURRENT'), toBank: by('code', 'EURO') };
		// What it left in the account that pays comes with it.
		await agrees('bank', 'transfer', { ...moved, payment_value: 5, documentKey: 'B-3' });
		await agreesWholly('bank', 'get', { bank: by('code', 'CURRENT') });
		const [from, to] = await twoPlaces();
		await agrees('stock', 'transfer', {
			product: by('id', from.product_id),
			fromWarehouse: by('id', from.warehouse_id),
			toWarehouse: by('id', to.warehouse_id),
			quantity: 1,
			details: { fromBin: from.bin_holding_name, toBin: to.bin_holding_name },
		});
	});
});

/** What only reads and needs no more than its form has by itself. */
it('lists and reports', async () => {
	const needing = { 'price:enquire': { customer, products: code } };
	const reading = resources.flatMap(({ value: resource, operations }) =>
		operations
			.filter(({ value, gives, writes }) => gives && writes === false && value !== 'get')
			.map(({ value }) => [resource, value] as const),
	);
	await world.run({ resource: 'salesOrder', operation: 'create', ...order('G-9') });
	// Until it is renewed the token of the tests tells nothing of itself.
	await world.run({ resource: 'connection', operation: 'refresh', renew: 'always' });
	for (const [resource, operation] of reading) {
		const name = `${resource}:${operation}`;
		if (held.has(name)) continue;
		const [, given = {}] = Object.entries(needing).find(([each]) => each === name) ?? [];
		const { json, error } = await world.run({ resource, operation, limit: 1, ...given });
		if (json.length === 0 && !error) continue;
		holds(name, json[0], error);
		// What Sage and the login's token hold beside it differs from site to site.
		if (!['company', 'connection'].includes(resource)) isWhole(name, json[0]);
	}
	const { reference } = (await world.sage.admin.rows('nominal_codes'))[0];
	await agreesWholly('nominalLedger', 'get', { nominalCode: by('reference', reference) });
});

it('and nothing is said that was not held', () => {
	const unheld = [...said.keys()].filter((name) => !held.has(name));
	expect(unheld).toEqual([]);
});

function tax(price: string) {
	return [{ rate: 0.2, price }];
}

/** Bins of one product in two warehouses; the first holds some of it. */
async function twoPlaces() {
	const rows = async (kind: string) => {
		const all = { recordType: by('list', kind), simplify: false, returnAll: true };
		return (await world.run({ resource: 'record', operation: 'getAll', ...all })).json;
	};
	const [bins, holdings] = [await rows('product_warehouse_bin_views'), await rows('bin_holdings')];
	const stocked = holdings.filter(({ free_stock_available: free }) => Number(free) > 1);
	const places = stocked.flatMap(({ id }) => {
		const from = bins.find(({ bin_holding_id: bin }) => bin === id);
		const to = bins.find(
			({ product_id, warehouse_id }) =>
				product_id === from?.product_id && warehouse_id !== from?.warehouse_id,
		);
		return from && to ? [[from, to]] : [];
	});
	return places[0];
}
