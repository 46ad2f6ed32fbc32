import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { expansions } from '../../simulator/rules/index.mts';
import type { Body } from '../../simulator/world.mts';
import { goods, linesOf, makeBench, type Bench } from './seeded-company.mts';

const POST = 'POST /sop_orders';
const PUT = 'PUT /sop_orders/{Id}';

let bench: Bench;
beforeEach(() => {
	bench = makeBench();
});

describe('entering a sales order', () => {
	test('takes defaults from customer, product and clock', () => {
		const { call, customer, product } = bench;
		const order = call(POST, {
			customer_id: customer.id,
			customer_document_no: 'WEB-1',
			lines: [goods(product, 2)],
		});
		const [line] = linesOf(order);
		assert.match(String(order.document_no), /^\d{10}$/);
		assert.equal(order.customer_document_no, 'WEB-1');
		assert.equal(order.document_status, 'EnumDocumentStatusLive');
		assert.equal(order.currency_id, customer.currency_id);
		assert.equal(line.code, product.code);
		assert.equal(line.description, product.name);
		assert.equal(line.tax_code_id, product.tax_code_id);
		assert.ok(Number(line.selling_unit_price) > 0);
		assert.ok(line.warehouse_id);
	});

	test('adds up all four line types, tax line by line', () => {
		const { call, customer, product } = bench;
		const order = call(POST, {
			customer_id: customer.id,
			document_discount_percent: 10,
			lines: [
				goods(product, 3, { selling_unit_price: 9.99, unit_discount_percent: 10 }),
				{
					line_type: 'EnumLineTypeFreeText',
					description: 'Gift wrap',
					line_quantity: 1,
					selling_unit_price: 3.5,
				},
				{ line_type: 'EnumLineTypeCharge', code: 'Carriage', selling_unit_price: 5 },
				{ line_type: 'EnumLineTypeComment', description: 'Leave with neighbour' },
			],
		});
		// 3 × 8.991 = 26.97; goods 30.47, less 10 % = 3.05; carriage keeps its full value.
		assert.equal(order.subtotal_goods_value, 30.47);
		assert.equal(order.subtotal_discount_value, 3.05);
		assert.equal(order.subtotal_charge_net_value, 5);
		assert.equal(order.total_net_value, 32.42);
		assert.deepEqual(
			linesOf(order).map((line) => line.line_tax_value ?? 0),
			[4.85, 0.63, 1, 0],
		);
		assert.equal(order.total_tax_value, 6.48);
		assert.equal(order.total_gross_value, 38.9);
	});

	test('a discount value wins over a percentage', () => {
		const { call, customer, product } = bench;
		const lines = [
			goods(product, 1, {
				selling_unit_price: 20,
				unit_discount_percent: 50,
				unit_discount_value: 5,
			}),
		];
		const [line] = linesOf(call(POST, { customer_id: customer.id, lines }));
		assert.equal(line.unit_discount_percent, 25);
		assert.equal(line.discounted_unit_price, 15);
	});

	test('sells boxes of twelve and takes single pieces from stock', () => {
		const { call, row, customer, company } = bench;
		const screws = row('products', 'code', 'FIXING001');
		const free = Number(screws.free_stock_quantity);
		const box = row('units', 'name', 'Box of 12');
		const lines = [goods(screws, 2, { selling_unit_id: box.id }), goods(screws, 2)];
		const [boxes, pieces] = linesOf(call(POST, { customer_id: customer.id, lines }));
		assert.equal(boxes.stock_unit_line_quantity, 24);
		assert.ok(
			Math.abs(Number(boxes.selling_unit_price) - 12 * Number(pieces.selling_unit_price)) < 0.001,
		);
		assert.equal(company.table('products').find(screws.id)!.free_stock_quantity, free - 26);
	});

	test('refuses what Sage refuses, the first mistake only', () => {
		const { refused, customer, product, row, company } = bench;
		const held = [...company.table('customers').all()].find((each) => each.on_hold === true)!;
		const inactive = row('products', 'product_status_type', 'EnumStockItemStatusTypeInactive');
		const single = row('products', 'sale_from_single_batch', true);
		const order = (line: object) => refused(POST, { customer_id: customer.id, lines: [line] });
		assert.match(refused(POST, {}), /customer is required/);
		assert.match(refused(POST, { customer_id: 99 }), /customer with the Id 99/);
		assert.match(refused(POST, { customer_id: held.id, lines: [goods(product)] }), /on hold/);
		assert.match(order(goods(inactive)), /inactive/);
		assert.match(order(goods(product, 0)), /greater than zero/);
		assert.match(order(goods(product, 1, { warehouse_id: 5 })), /warehouse with the Id 5/);
		assert.match(order(goods(product, 1, { tax_code_id: 5 })), /tax code with the Id 5/);
		assert.match(order(goods(single, 100_000)), /single batch/);
		assert.match(
			order({ line_type: 'EnumLineTypeFreeText', line_quantity: 1 }),
			/description is required/,
		);
		assert.match(order({ line_type: 'EnumLineTypeCharge', code: 'Nope' }), /additional charge/);
		assert.match(order({ line_type: 'EnumLineTypeComment' }), /description is required/);
	});

	test('a refused order leaves nothing behind', () => {
		const { refused, customer, product, company } = bench;
		const before = [...company.table('sop_orders').all()].length;
		const free = product.free_stock_quantity;
		refused(POST, { customer_id: customer.id, lines: [goods(product, 5), goods({ id: 1 })] });
		assert.equal([...company.table('sop_orders').all()].length, before);
		assert.equal(product.free_stock_quantity, free);
	});

	test('prices, costs and holds need permission', () => {
		const { refused, call, customer, product, permission, company } = bench;
		const priced = {
			customer_id: customer.id,
			lines: [goods(product, 1, { selling_unit_price: 1 })],
		};
		const held = [...company.table('customers').all()].find((each) => each.on_hold === true)!;
		const overridden = { customer_id: held.id, override_on_hold: true, lines: [goods(product)] };
		assert.equal(linesOf(call(POST, priced))[0].selling_unit_price_overridden, true);
		assert.equal(call(POST, overridden).document_status, 'EnumDocumentStatusLive');
		permission({ override_prices_discounts: false, override_credit_holds: false });
		assert.match(refused(POST, priced), /permission to set prices/);
		assert.match(refused(POST, overridden), /permission to override/);
	});

	test('over the credit limit: on hold, flagged or refused, as the site is set', () => {
		const { call, refused, product, setting, company, customer } = bench;
		company.table('customers').change(customer.id, { credit_limit: 10, balance: 50 });
		const body = { customer_id: customer.id, lines: [goods(product)] };
		const held = call(POST, body);
		assert.equal(held.is_credit_limit_exceeded, true);
		assert.equal(held.document_status, 'EnumDocumentStatusOnHold');
		setting('simulator_settings', { over_credit_limit: 'flag' });
		assert.equal(call(POST, body).document_status, 'EnumDocumentStatusLive');
		setting('simulator_settings', { over_credit_limit: 'refuse' });
		assert.match(refused(POST, body), /credit limit/);
	});

	test('takes a payment with the order', () => {
		const { call, refused, row, customer, product, setting } = bench;
		const paid = { customer_id: customer.id, payment_with_order: true, lines: [goods(product)] };
		const stripe = row('sop_payment_methods', 'name', 'Stripe').id;
		const order = call(POST, { ...paid, payment_method_id: stripe });
		assert.equal(order.payment_value, order.total_gross_value);
		assert.match(refused(POST, paid), /payment method/);
		assert.match(
			refused(POST, {
				...paid,
				payment_method_id: row('sop_payment_methods', 'name', 'Online card').id,
			}),
			/online card/,
		);
		const part = {
			...paid,
			payment_method_id: stripe,
			payment_type: 'EnumSOPOrderPaymentTypePart',
		};
		assert.match(refused(POST, { ...part, payment_value: 100_000 }), /between zero/);
		setting('sop_settings', { allow_payment_with_order: false });
		assert.match(refused(POST, { ...paid, payment_method_id: stripe }), /not enabled/);
	});

	test('numbers by hand where automatic numbering is off', () => {
		const { call, refused, customer, product, setting } = bench;
		setting('sop_settings', { auto_generate_order_return_numbers: false });
		const body = { customer_id: customer.id, lines: [goods(product)] };
		assert.match(refused(POST, body), /number is required/);
		assert.equal(call(POST, { ...body, document_no: 'A1' }).document_no, 'A1');
		assert.match(refused(POST, { ...body, document_no: 'a1' }), /already in use/);
	});

	test('delivers to an address sent, to a stored one or to the customer', () => {
		const { call, row, customer, company, product } = bench;
		const inline = {
			postal_name: 'Ann Lee',
			address_1: '1 High Street',
			city: 'Leeds',
			postcode: 'LS1 1AA',
		};
		const lines = [goods(product)];
		const sent = call(POST, { customer_id: customer.id, lines, delivery_address: inline });
		assert.equal(sent.use_invoice_address, false);
		const { id, ...address } = sent.delivery_address as Body;
		assert.ok(Number(id) > 0);
		assert.deepEqual(address, inline);
		const stored = [...company.table('customer_delivery_addresses').all()][0];
		const owner = row('customers', 'id', stored.customer_id);
		const kept = call(POST, {
			customer_id: owner.id,
			lines,
			customer_delivery_address_id: stored.id,
		});
		assert.equal((kept.delivery_address as { address_1: string }).address_1, stored.address_1);
	});

	test('copies a stored address when it is told to, and only then', () => {
		const { call, row, company, product } = bench;
		const stored = [...company.table('customer_delivery_addresses').all()][0];
		const owner = row('customers', 'id', stored.customer_id);
		const cityOf = (order: Body) => (order.delivery_address as Body).city;
		const ask = { customer_delivery_address_id: stored.id };
		const order = call(POST, { customer_id: owner.id, lines: [goods(product)], ...ask });
		assert.equal(cityOf(order), stored.city);
		company.table('customer_delivery_addresses').change(stored.id, { city: 'Elsewhere' });
		assert.equal(cityOf(call(PUT, { order_priority: 'A' }, order.id)), cityOf(order));
		const again = call(PUT, ask, order.id);
		assert.equal(cityOf(again), 'Elsewhere');
		assert.equal((again.delivery_address as Body).id, (order.delivery_address as Body).id);
		assert.equal(again.customer_delivery_address_id, undefined);
	});

	test('an order that goes to the invoice address has no address of its own until it gets one', () => {
		const { call, customer, product, behaviour } = bench;
		const body = { customer_id: customer.id, lines: [goods(product)], use_invoice_address: true };
		const order = call(POST, body);
		assert.deepEqual([order.use_invoice_address, order.delivery_address], [true, undefined]);
		const own = call(PUT, { use_invoice_address: false }, order.id);
		assert.equal(own.use_invoice_address, false);
		assert.equal((own.delivery_address as Body).postal_name, customer.name);
		assert.equal(call(PUT, { use_invoice_address: true }, order.id).delivery_address, undefined);
		behaviour.invoiceAddresses = 'told';
		assert.equal((call(POST, body).delivery_address as Body).postal_name, customer.name);
	});
});

describe('drafts, locks and changes', () => {
	test('a draft has no number until it is confirmed', () => {
		const { call, customer, product, company } = bench;
		const draft = call(POST, {
			customer_id: customer.id,
			is_editing: true,
			lines: [goods(product)],
		});
		assert.deepEqual([draft.is_draft, draft.document_no], [true, 'TBA']);
		const still = call(PUT, { is_editing: true, order_priority: 'A' }, draft.id);
		assert.equal(still.document_no, 'TBA');
		const confirmed = call(PUT, { is_editing: false }, draft.id);
		assert.equal(confirmed.is_draft, false);
		assert.match(String(confirmed.document_no), /^\d{10}$/);
		assert.equal(
			company.table('sop_orders').where('document_no', confirmed.document_no)[0].id,
			draft.id,
		);
		assert.equal(company.table('sop_orders').where('document_no', 'TBA').length, 0);
	});

	test('discarding a draft gives its stock back', () => {
		const { call, customer, product } = bench;
		const free = product.free_stock_quantity;
		const draft = call(POST, {
			customer_id: customer.id,
			is_editing: true,
			lines: [goods(product, 4)],
		});
		assert.equal(product.free_stock_quantity, Number(free) - 4);
		call('DELETE /sop_orders/{Id}', {}, draft.id);
		assert.equal(product.free_stock_quantity, free);
	});

	test('a lock keeps others out until it is given back or has expired', () => {
		const { call, refused, customer, product, clock } = bench;
		const order = call(POST, { customer_id: customer.id, lines: [goods(product)] });
		const expand = { expand: new Set(['is_to_lock']) };
		const { lock_id } = call('GET /sop_orders/{Id}', {}, order.id, expand);
		assert.match(refused(PUT, { order_priority: 'B' }, order.id), /locked/);
		assert.match(refused('GET /sop_orders/{Id}', {}, order.id, expand), /locked/);
		call(PUT, { order_priority: 'B', lock_id, is_editing: false }, order.id);
		call(PUT, { order_priority: 'C' }, order.id);
		call('GET /sop_orders/{Id}', {}, order.id, expand);
		clock.advance(21 * 60_000);
		assert.equal(call(PUT, { order_priority: 'D' }, order.id).order_priority, 'D');
	});

	test('an update stops at the first bad line and keeps the lines before it', () => {
		const { call, refused, customer, product, company } = bench;
		const order = call(POST, {
			customer_id: customer.id,
			lines: [goods(product, 1), goods(product, 1)],
		});
		const [one, two] = linesOf(order);
		const lines = [
			{ id: one.id, line_quantity: 5 },
			{ id: two.id, line_quantity: -1 },
			{ line_type: 'EnumLineTypeComment', description: 'never added' },
		];
		assert.match(refused(PUT, { lines }, order.id), /greater than zero/);
		const stored = company.table('sop_orders').find(order.id)!;
		assert.deepEqual(
			linesOf(stored).map((line) => line.line_quantity),
			[5, 1],
		);
		assert.equal(
			stored.subtotal_goods_value,
			Math.round(6 * Number(one.selling_unit_price) * 100) / 100,
		);
	});

	test('lines are added, changed, cancelled and deleted', () => {
		const { call, customer, product, company } = bench;
		const free = Number(product.free_stock_quantity);
		const order = call(POST, {
			customer_id: customer.id,
			lines: [goods(product, 4), goods(product, 2)],
		});
		const [one, two] = linesOf(order);
		const lines = [
			{ id: one.id, line_quantity: 1, create_cancelled_line: true },
			{ id: two.id, is_to_delete: true },
			goods(product, 3),
		];
		const changed = call(PUT, { lines }, order.id);
		assert.deepEqual(
			linesOf(changed).map((line) => line.line_quantity),
			[1, 3],
		);
		assert.equal(product.free_stock_quantity, free - 4);
		const [cancelled] = company.table('sop_cancelled_lines').where('sop_order_return_id', order.id);
		assert.equal(cancelled.cancelled_quantity, 3);
	});

	test('an order allocates what there is, a site without allocation on entry nothing', () => {
		const { call, customer, product, setting } = bench;
		const body = { customer_id: customer.id, lines: [goods(product, 50_000)] };
		const [short] = linesOf(call(POST, body));
		assert.equal(short.allocation_status, 'EnumLineStatusPartially');
		setting('sop_settings', { allocate_stock_on_order_entry: false });
		const [none] = linesOf(call(POST, { customer_id: customer.id, lines: [goods(product, 1)] }));
		assert.equal(none.allocation_status, 'EnumLineStatusNone');
	});

	test('a preview is priced and saved nowhere', () => {
		const { call, customer, product, company, behaviour } = bench;
		behaviour.previewLines = 'priced';
		const before = [...company.table('sop_orders').all()].length;
		const preview = call('POST /sop_orders_new', {
			customer_id: customer.id,
			lines: [goods(product, 2)],
		});
		assert.equal(preview.id, 0);
		assert.ok(Number(preview.total_gross_value) > 0);
		assert.equal([...company.table('sop_orders').all()].length, before);
	});

	test('a copy is a draft, with or without its prices', () => {
		const { call, customer, product } = bench;
		const source = call(POST, {
			customer_id: customer.id,
			lines: [goods(product, 2, { selling_unit_price: 1 })],
		});
		const copy = (prices_and_discounts: boolean) =>
			call('POST /sop_orders_duplicate', {
				source_id: source.id,
				customer_id: customer.id,
				prices_and_discounts,
			});
		assert.equal(copy(true).total_net_value, 2);
		assert.ok(Number(copy(false).total_net_value) > 2);
		assert.equal(copy(true).document_no, 'TBA');
	});

	test('quotes go Lost and Live, returns and purchase orders are entered alike', () => {
		const { call, customer, product, company } = bench;
		const quote = call('POST /sop_quotes', {
			customer_id: customer.id,
			customer_type: 'EnumCustomerTypeCredit',
			lines: [goods(product)],
		});
		const status = 'EnumDocumentStatusLost';
		assert.equal(
			call('PUT /sop_quotes/{Id}', { document_status: status }, quote.id).document_status,
			status,
		);
		const returned = call('POST /sop_returns', {
			customer_id: customer.id,
			lines: [goods(product)],
		});
		assert.ok(Number(returned.total_gross_value) > 0);
		const [supplier] = [...company.table('suppliers').all()];
		const bought = call('POST /pop_orders', {
			supplier_id: supplier.id,
			lines: [goods(product, 10)],
		});
		const [line] = linesOf(bought);
		const [holding] = company
			.table('warehouse_holdings')
			.where('product_id', product.id)
			.filter((each) => each.warehouse_id === line.warehouse_id);
		assert.ok(Number(holding.quantity_on_order) >= 10);
		assert.ok(Number(bought.total_net_value) > 0);
	});

	test('a status is set by what names order and status', () => {
		const { call, customer, product } = bench;
		const order = call(POST, { customer_id: customer.id, lines: [goods(product)] });
		const held = call('UNKNOWN /sop_orders_status', {
			sop_order_id: order.id,
			document_status: 'EnumDocumentStatusOnHold',
		});
		assert.equal(held.document_status, 'EnumDocumentStatusOnHold');
		const live = call('UNKNOWN /sop_orders_status', {
			sop_order_id: order.id,
			document_status: 'EnumDocumentStatusLive',
		});
		assert.equal(live.document_status, 'EnumDocumentStatusLive');
	});
});

test('an order tells its profit, and whether its payment can still change', () => {
	const { call, company, customer, product } = bench;
	const order = call(POST, { customer_id: customer.id, lines: [goods(product, 2)] });
	const profit = expansions['sop_order.profitability'](order, company) as Body;
	assert.equal(profit.estimated_cost_value, 2 * Number(product.average_buying_price));
	assert.equal((expansions['sop_order.payment_status'](order, company) as Body).is_amendable, true);
});
