/** A form that a model fills in whole: what it leaves empty counts as not given. */
import type { IDataObject } from 'n8n-workflow';

import { formOf } from '../../nodes/Sage200/core/commonForm';
import { resources } from '../../nodes/Sage200/resources';
import { SAGE_TOOL } from '../support/engine';
import { filledBy, leftToModel } from '../support/leftToModel';
import { SalesWorld } from '../support/salesWorld';

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map((operation) => [`${resource}:${operation.value}`, operation] as const),
);

it.each(operations)('n8n takes the names of the fields of %s', (_name, operation) => {
	const names = Object.keys(leftToModel(formOf(operation)).given);
	expect(names.filter((name) => !/^[\w-]{1,64}$/.test(name))).toEqual([]);
});

it('enters an order', async () => {
	const [product] = await world.goods();
	const form = leftToModel(formOf(new Map(operations).get('salesOrder:create')!));
	const values = {
		...form.given,
		customer: String(await world.customer()),
		orderKey: 'AI-1',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code: product.code, quantity: 2 }]),
		deliveryAddress_postal_name: 'Ann Lee',
		deliveryAddress_country: 'GB',
		additionalFields_override_on_hold: true,
	};
	const { json } = await world.run(
		{
			resource: 'salesOrder',
			operation: 'create',
			...(filledBy(form, values) as IDataObject),
			customer: { __rl: true, mode: 'id', value: values.customer },
		},
		{ type: SAGE_TOOL },
	);
	expect(json[0]).toMatchObject({ outcome: 'created', customer_document_no: 'AI-1' });
	// An agent gives every number, and 0 where it has none.
	expect(String(json[0].notes)).toContain('Exchange Rate of 0 was not sent');
	const [order] = await world.sage.admin.rows('sop_orders', { customer_document_no: 'AI-1' });
	expect(order.payment_with_order).not.toBe(true);
	expect(order.delivery_address).toMatchObject({ postal_name: 'Ann Lee' });
});
