import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { projections } from '../../simulator/rules/index.mts';
import type { Body } from '../../simulator/world.mts';
import { makeBench, type Bench } from './seeded-company.mts';

let bench: Bench;
beforeEach(() => {
	bench = makeBench();
});

const contact = {
	first_name: 'Ann',
	last_name: 'Lee',
	is_default: true,
	emails: [{ email: 'ann@example.com', is_default: true }],
};

describe('customers', () => {
	test('take the defaults that a minimal one was seen with', () => {
		const { call } = bench;
		const made = call('POST /customers', { reference: 'abcde', name: 'John', contacts: [contact] });
		assert.equal(made.reference, 'ABCDE');
		assert.equal(made.short_name, 'John');
		assert.equal(made.account_status_type, 'AccountStatusActive');
		assert.equal(made.default_nominal_code_reference, '4000');
		const [own] = made.contacts as Body[];
		assert.deepEqual(
			[own.name, own.default_email, own.customer_id],
			['Ann Lee', 'ann@example.com', made.id],
		);
	});

	test('need a reference of their own, of eight characters at most', () => {
		const { refused, call, setting, customer } = bench;
		assert.match(refused('POST /customers', { name: 'X' }), /reference is required/);
		assert.match(
			refused('POST /customers', { name: 'X', reference: 'TOOLONGREF' }),
			/longer than 8/,
		);
		assert.match(
			refused('POST /customers', {
				name: 'X',
				reference: String(customer.reference).toLowerCase(),
			}),
			/already in use/,
		);
		setting('sales_ledger_settings', { auto_generate_account_numbers: true });
		assert.equal(call('POST /customers', { name: 'X' }).reference, '00000001');
	});

	test('keep their reference, and children that were not sent', () => {
		const { call, customer } = bench;
		const before = (customer.contacts as Body[]).length;
		const changed = call(
			'PUT /customers/{Id}',
			{ reference: 'NEW', name: 'New name', contacts: [contact] },
			customer.id,
		);
		assert.equal(changed.reference, customer.reference);
		assert.equal((changed.contacts as Body[]).length, before + 1);
		const [first] = changed.contacts as Body[];
		const fewer = call(
			'PUT /customers/{Id}',
			{ contacts: [{ id: first.id, is_to_delete: true }] },
			customer.id,
		);
		assert.equal((fewer.contacts as Body[]).length, before);
	});

	test('in use are not deleted', () => {
		const { call, refused, company } = bench;
		const [order] = [...company.table('sop_orders').all()];
		assert.match(refused('DELETE /customers/{Id}', {}, order.customer_id as number), /in use/);
		const unused = call('POST /customers', { reference: 'GONE', name: 'Gone' });
		call('DELETE /customers/{Id}', {}, unused.id);
		assert.equal(company.table('customers').find(unused.id), undefined);
	});

	test('have contacts that are reached by their own paths too', () => {
		const { call, customer, company } = bench;
		const ids = { ids: { customerId: customer.id } };
		const made = call('POST /customers/{customerId}/customer_contacts', contact, 0, ids);
		assert.equal(call('GET /customer_contacts/{Id}', {}, made.id).name, 'Ann Lee');
		const mail = call(
			'POST /customer_contacts/{CustomerContactId}/customer_emails',
			{ email: 'b@example.com', is_default: false },
			0,
			{
				ids: { CustomerContactId: made.id },
			},
		);
		assert.equal(
			[...projections.customer_emails(company)].some((each) => each.id === mail.id),
			true,
		);
		call('DELETE /customer_contacts/{Id}', {}, made.id);
		assert.equal(
			(company.table('customers').find(customer.id)!.contacts as Body[]).some(
				(each) => each.id === made.id,
			),
			false,
		);
	});

	test('are shown in views and lookups', () => {
		const { company, customer } = bench;
		const key = { field: 'reference', value: customer.reference };
		const [wide] = [...projections.customer_views(company, key)];
		assert.equal(
			wide.contact_default_email_address,
			(customer.contacts as Body[])[0].default_email,
		);
		assert.equal(wide.default_tax_rate, 20);
		assert.equal(wide.currency_iso_code, 'GBP');
		const [short] = [...projections.lookup_customers(company, key)];
		assert.deepEqual([short.name, short.account_status_type_id], [customer.name, 0]);
	});
});

describe('delivery addresses', () => {
	test('one of a customer is the default', () => {
		const { call, customer, company } = bench;
		const body = {
			customer_id: customer.id,
			description: 'Shed',
			is_default: true,
			tax_code_id: customer.default_tax_code_id,
		};
		const one = call('POST /customer_delivery_addresses', body);
		const two = call('POST /customer_delivery_addresses', body);
		const isDefault = (id: number) =>
			company.table('customer_delivery_addresses').find(id)!.is_default;
		assert.deepEqual([isDefault(one.id), isDefault(two.id)], [false, true]);
	});
});
