/** What a list of the form gives is read like what a person types, and like what an expression gives. */
import type { GenericValue, IDataObject } from 'n8n-workflow';

import { listContext, types } from '../support/engine';
import { SalesWorld } from '../support/salesWorld';

let world: SalesWorld;
let products: string[];
beforeAll(async () => {
	world = await SalesWorld.open();
	products = (await world.goods()).map(({ code }) => String(code));
});
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

/** What a list offers, searched for a text. */
async function listed(name: string, text?: string, parameters: IDataObject = {}) {
	const context = listContext(world.stored, {
		resource: 'salesOrder',
		operation: 'create',
		...parameters,
	});
	const { results } = await types['n8n-nodes-sage200.sage200'].methods!.listSearch![name].call(
		context,
		text,
	);
	return results;
}

/** A choice as the form holds it. */
const chosen = (value: unknown) => ({ __rl: true, mode: 'list', value: String(value) });
const typed = (value: string) => ({ __rl: true, mode: 'name', value });

async function push(key: string, more: IDataObject) {
	const { json, error } = await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'id', value: String(await world.customer()) },
			orderKey: key,
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: products[0], quantity: 1, unitPrice: 100 }]),
			additionalFields: { override_on_hold: true },
			...more,
		},
		{ items: [{ country: 'Germany', currency: 'EUR' }] },
	);
	return { order: json?.[0], error: error?.message };
}

describe('countries', () => {
	it('one of the list, a code, a name and the value of an expression are one country', async () => {
		const [{ name, value }] = await listed('coded_country_codes', 'germ');
		expect(name).toBe('Germany (DE)');
		const [{ id }] = await world.sage.admin.rows('country_codes', { code: 'DE' });
		const given = [
			chosen(value),
			typed('de'),
			typed('Germany'),
			'={{ $json.country }}',
			typed('={{ $json.country }}'),
		];
		for (const [at, country] of given.entries()) {
			const { order, error } = await push(`PICK-${at}`, {
				deliveryAddress: { postal_name: 'Ann', country },
			});
			expect(error).toBeUndefined();
			const [{ delivery_address: address }] = await world.sage.admin.rows('sop_orders', {
				id: String(order.id),
			});
			expect(address).toMatchObject({ country_code_id: id });
		}
	});

	it('is read like that for the address of a new account', async () => {
		const [{ value }] = await listed('coded_country_codes', 'germ');
		const [{ id }] = await world.sage.admin.rows('country_codes', { code: 'DE' });
		const { error } = await push('PICK-NEW', {
			customerFrom: 'match',
			customerDetails: {
				name: 'Klaus Neu',
				email: 'klaus@example.de',
				address_1: 'Hauptstrasse 1',
				address_country_code_id: chosen(value),
			},
		});
		expect(error).toBeUndefined();
		const [account] = await world.sage.admin.rows('customers', { name: 'Klaus Neu' });
		expect(account.main_address).toMatchObject({ address_country_code_id: id });
	});
});

describe('currencies', () => {
	it('are found by code or name, and compared with that of the customer', async () => {
		const [{ name, value }] = await listed('iso_currencies', 'eur');
		expect(name).toBe('Euro (EUR)');
		expect(await listed('iso_currencies', 'GBP')).toHaveLength(1);
		for (const currency of [chosen(value), typed('eur'), '={{ $json.currency }}'])
			expect((await push('PICK-EUR', { prices: { currency } })).error).toMatch(
				/^Currency: the shop's prices are in EUR, but customer /,
			);
		const [{ value: pounds }] = await listed('iso_currencies', 'GBP');
		expect((await push('PICK-GBP', { prices: { currency: chosen(pounds) } })).error).toBe(
			undefined,
		);
	});

	it('that have no code are not offered', async () => {
		const before = await listed('iso_currencies');
		const [euro] = await world.sage.admin.rows('currencies', { name: 'Euro' });
		await world.sage.admin.changeRow('currencies', Number(euro.id), { currency_iso_code_id: 0 });
		expect(await listed('iso_currencies')).toHaveLength(before.length - 1);
	});
});

describe('fields of records', () => {
	it('take what their lists give: country, currency, nominal code and tax code of a customer', async () => {
		const [country] = await listed('coded_country_codes', 'ireland');
		const [currency] = await listed('named_currencies', 'euro');
		const nominals = await listed('referenced_nominal_codes');
		const [taxCode] = await listed('named_tax_codes');
		expect(new Set(nominals.map(({ value }) => value)).size).toBe(nominals.length);
		const nominal = nominals[0].value;
		const { json, error } = await world.run({
			resource: 'customer',
			operation: 'create',
			reference: 'PICKED1',
			name: 'Picked Ltd',
			additionalFields: {
				country_code_id: chosen(country.value),
				currency_id: chosen(currency.value),
				default_nominal_code_reference: chosen(nominal),
				default_tax_code_id: chosen(taxCode.value),
			},
			main_address: { address_country_code_id: typed('ireland') },
		});
		expect(error).toBeUndefined();
		const [account] = await world.sage.admin.rows('customers', { reference: 'PICKED1' });
		const [ireland] = await world.sage.admin.rows('country_codes', { code: 'IE' });
		const [euro] = await world.sage.admin.rows('currencies', { name: 'Euro' });
		expect(json).toHaveLength(1);
		expect(account).toMatchObject({
			country_code_id: ireland.id,
			currency_id: euro.id,
			default_nominal_code_reference: nominal,
			default_tax_code_id: Number(String(taxCode.value).replace('id:', '')),
			main_address: { address_country_code_id: ireland.id },
		});
	});

	const post = async (reference: string, bank: GenericValue | IDataObject, id = 0) =>
		await world.run(
			{
				resource: 'salesLedger',
				operation: 'postReceipt',
				customer: { __rl: true, mode: 'id', value: String(await world.customer()) },
				documentKey: reference,
				bank_id: bank,
				cheque_value: '10.00',
			},
			{ items: [{ bank: 'CURRENT', id }] },
		);

	it('take what their lists give: the bank of a receipt', async () => {
		const [bank] = await world.sage.admin.rows('banks', { code: 'CURRENT' });
		const banks = await listed('named_banks', 'CURRENT');
		expect(banks).toMatchObject([{ value: `id:${bank.id}` }]);
		const given = [chosen(banks[0].value), typed('current'), '={{ $json.bank }}', Number(bank.id)];
		for (const [at, each] of given.entries())
			expect((await post(`RCPT-${at}`, each, Number(bank.id))).error).toBeUndefined();
		expect((await post('RCPT-NONE', typed('={{ $json.none }}'))).error?.message).toMatch(
			/Bank.* is empty/,
		);
	});
});

describe("addresses of a customer's own", () => {
	const offered = async (customer?: object) => {
		const context = listContext(world.stored, {
			resource: 'salesOrder',
			operation: 'create',
			...(customer ? { customer } : {}),
		} as IDataObject);
		const lists = types['n8n-nodes-sage200.sage200'].methods!.loadOptions!;
		const options = await lists.customer_delivery_addresses.call(context);
		return options.map(({ value }) => Number(value)).sort((one, other) => one - other);
	};
	const added = async (id: number) => {
		const [address] = await world.sage.admin.rows('customer_delivery_addresses');
		const { json, error } = await world.run({
			resource: 'customerDeliveryAddress',
			operation: 'create',
			customer: { __rl: true, mode: 'id', value: String(id) },
			description: `Of ${id}`,
			tax_code_id: { __rl: true, mode: 'name', value: `id:${Number(address?.tax_code_id ?? 1)}` },
		});
		expect(error).toBeUndefined();
		return Number(json[0].id);
	};

	it('are all that is offered, once the form names the customer', async () => {
		const [one, other] = await world.sage.admin.rows('customers');
		await added(Number(one.id));
		await added(Number(other.id));
		const all = await world.sage.admin.rows('customer_delivery_addresses');
		const ids = (rows: typeof all) =>
			rows.map(({ id }) => Number(id)).sort((first, second) => first - second);
		const own = ids(all.filter(({ customer_id: owner }) => owner === one.id));
		expect(own.length).toBeLessThan(all.length);
		expect(await offered({ __rl: true, mode: 'list', value: String(one.id) })).toEqual(own);
		expect(await offered({ __rl: true, mode: 'id', value: Number(one.id) })).toEqual(own);
		expect(await offered({ __rl: true, mode: 'reference', value: String(one.reference) })).toEqual(
			own,
		);
		for (const unknown of [
			undefined,
			{ __rl: true, mode: 'list', value: '' },
			{ __rl: true, mode: 'reference', value: '={{ $json.customer }}' },
			{ __rl: true, mode: 'reference', value: 'NOSUCH' },
			{ __rl: true, mode: 'email', value: 'ann@example.com' },
		])
			expect(await offered(unknown)).toEqual(ids(all));
	});
});
