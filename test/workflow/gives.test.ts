/** Operations give what they say that they give, which n8n's editor offers for mapping before a first run. */
import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/Sage200/resources';
import { SalesWorld } from '../support/salesWorld';

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });

/** Sage leaves dates out that are not set. */
const MAY_BE_MISSING = /date/;

async function agrees(resource: string, operation: string, parameters: IDataObject = {}) {
	const { json, error } = await world.run({ resource, operation, ...parameters });
	expect([resource, operation, error?.message]).toEqual([resource, operation, undefined]);
	const { gives = {} } = resources
		.find(({ value }) => value === resource)!
		.operations.find(({ value }) => value === operation)!;
	const said = Object.entries(gives).filter(
		([name]) => name in json[0] || !MAY_BE_MISSING.test(name),
	);
	expect(said.length).toBeGreaterThan(0);
	expect(said).toEqual(said.map(([name]) => [name, typeof json[0][name]]));
	return json[0];
}

it('reads', async () => {
	const listing = resources.flatMap(({ value: resource, operations }) =>
		operations
			.filter(
				({ value, gives }) => value === 'getAll' && gives && resource !== 'customerDeliveryAddress',
			)
			.map(() => resource),
	);
	for (const resource of listing) {
		const { json } = await world.run({ resource, operation: 'getAll', limit: 1 });
		if (json.length > 0) await agrees(resource, 'getAll', { limit: 1 });
	}
	const [customer] = await world.sage.admin.rows('customers');
	await agrees('customer', 'get', { customer: by('reference', customer.reference) });
});

it('keeps records', async () => {
	const record = { reference: 'GIVES1', name: 'Gives' };
	await agrees('customer', 'create', record);
	await agrees('customer', 'upsert', { ...record, name: 'Gives more' });
	const customer = by('reference', 'GIVES1');
	await agrees('customer', 'update', { customer, additionalFields: { short_name: 'G' } });
	await agrees('customer', 'delete', { customer });
});

it('pushes documents', async () => {
	const [product] = await world.goods();
	const customer = by('id', await world.customer());
	await agrees('salesOrder', 'create', {
		customer,
		orderKey: 'GIVES',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code: product.code, quantity: 1 }]),
		additionalFields: { override_on_hold: true },
	});
	await agrees('salesLedger', 'postInvoice', {
		customer,
		documentKey: 'GIVES-I',
		document_goods_value: 20,
	});
});
