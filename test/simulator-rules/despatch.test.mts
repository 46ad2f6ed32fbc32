import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { projections } from '../../simulator/rules/index.mts';
import type { Body, Row } from '../../simulator/world.mts';
import { goods, linesOf, makeBench, type Bench } from './seeded-company.mts';

const CONFIRM = 'POST /sop_confirm_despatch';

let bench: Bench;
let order: Row;
beforeEach(() => {
	bench = makeBench();
	order = bench.call('POST /sop_orders', {
		customer_id: bench.customer.id,
		customer_document_no: 'WEB-7',
		lines: [goods(bench.product, 5)],
	});
});

function despatch(quantity: number, more: Body = {}): Body {
	return {
		sop_order_return_id: order.id,
		items: [{ id: linesOf(order)[0].id, quantity }],
		...more,
	};
}

describe('despatch', () => {
	test('lists what is ready, filtered by order number', () => {
		const { call } = bench;
		const query = { $filter: `document_no eq '${String(order.document_no)}'` };
		const [found, ...others] = call('GET /sop_confirm_despatch', {}, 0, {
			query,
		}) as unknown as Body[];
		assert.equal(others.length, 0);
		const [item] = found.items as Body[];
		assert.deepEqual([item.id, item.quantity], [linesOf(order)[0].id, 5]);
		assert.equal('$filter' in query, false, 'the rule has answered the filter');
		const services = {
			query: {
				$filter: `confirmation_intent_type eq 'Confirm' and trader_id eq ${order.customer_id as number}`,
			},
		};
		assert.deepEqual(call('GET /sop_despatch_discrete_orders', {}, 0, services), []);
	});

	test('can be filtered on five fields only', () => {
		const query = { $filter: "item_code eq 'X'" };
		assert.match(bench.refused('GET /sop_confirm_despatch', {}, 0, { query }), /cannot be used/);
	});

	test('in part, then in full: quantities, statuses, stock and views follow', () => {
		const { call, company, row, customer, product } = bench;
		const warehouse = linesOf(order)[0].warehouse_id;
		const holding = () =>
			company
				.table('warehouse_holdings')
				.where('product_id', product.id)
				.find((each) => each.warehouse_id === warehouse)!;
		const stock = Number(holding().quantity_in_stock);
		const courier = row('couriers', 'name', 'Pennine Parcels').id;
		call(
			CONFIRM,
			despatch(2, {
				tracking_items: [
					{ sop_order_return_id: order.id, courier_id: courier, consignment_no: 'X 1' },
				],
			}),
		);
		const part = company.table('sop_orders').find(order.id)!;
		assert.equal(part.despatch_receipt_status, 'EnumDocumentProcessStatusPart');
		assert.deepEqual(
			[linesOf(part)[0].despatch_receipt_quantity, linesOf(part)[0].available_for_despatch],
			[2, 3],
		);
		assert.equal(holding().quantity_in_stock, stock - 2);
		call(CONFIRM, despatch(3));
		assert.equal(
			company.table('sop_orders').find(order.id)!.despatch_receipt_status,
			'EnumDocumentProcessStatusFull',
		);
		const [first] = [
			...projections.sop_order_despatch_line_views(company, {
				field: 'sop_order_id',
				value: order.id,
			}),
		];
		assert.equal(first.sop_order_customer_document_no, 'WEB-7');
		assert.equal(first.customer_reference, customer.reference);
		assert.equal(first.sop_despatch_line_quantity, 2);
		assert.match(String(first.sys_courier_tracking_url), /X%201$/);
	});

	test('refuses more than there is, a line of another order and an order on hold', () => {
		const { call, refused } = bench;
		assert.match(refused(CONFIRM, despatch(6)), /more than what is available/);
		assert.match(
			refused(CONFIRM, { ...despatch(1), items: [{ id: 999_999, quantity: 1 }] }),
			/does not belong/,
		);
		call('UNKNOWN /sop_orders_status', {
			sop_order_id: order.id,
			document_status: 'EnumDocumentStatusOnHold',
		});
		assert.match(refused(CONFIRM, despatch(1)), /not ready/);
	});

	test('what has gone cannot be deleted or reduced', () => {
		const { call, refused } = bench;
		call(CONFIRM, despatch(2));
		const [line] = linesOf(order);
		assert.match(refused('DELETE /sop_orders/{Id}', {}, order.id), /cannot be deleted/);
		assert.match(
			refused('PUT /sop_orders/{Id}', { lines: [{ id: line.id, line_quantity: 1 }] }, order.id),
			/less than/,
		);
		assert.match(
			refused('PUT /sop_orders/{Id}', { lines: [{ id: line.id, is_to_delete: true }] }, order.id),
			/cannot be deleted/,
		);
	});

	test('takes serial numbers that were chosen', () => {
		const { call, row, company, customer, refused } = bench;
		const saw = row('products', 'code', 'MACHINE001');
		order = call('POST /sop_orders', { customer_id: customer.id, lines: [goods(saw, 1.6)] });
		const [line] = linesOf(order);
		assert.equal(line.line_quantity, 2, 'serial numbered pieces are rounded');
		const { traceable_adjustment_items: items } = call(
			'POST /sop_confirm_despatch_traceable_items',
			{ id: line.id },
		);
		const [one, two] = items as Body[];
		const chosen = (list: Body[]) => ({
			...despatch(2),
			items: [{ id: line.id, quantity: 2, traceable_adjustment_items: list }],
		});
		assert.match(refused(CONFIRM, chosen([{ ...one, is_selected: true }])), /do not add up/);
		call(CONFIRM, chosen([one, two].map((item) => ({ ...item, is_selected: true }))));
		assert.equal(
			company.table('traceable_items').find(one.traceable_item_id as number)!.available_quantity,
			0,
		);
	});

	test('tells the bins that a line lies in', () => {
		const bins = bench.call('POST /sop_confirm_despatch_bin_items', { id: linesOf(order)[0].id })
			.bin_items as Body[];
		assert.equal(
			bins.reduce((total, bin) => total + Number(bin.quantity), 0),
			5,
		);
	});

	test('takes tracking later', () => {
		const { call, company } = bench;
		call(CONFIRM, despatch(5));
		const [receipt] = company.table('sop_despatch_receipts').where('sop_order_id', order.id);
		assert.equal(
			call('PUT /sop_despatch_receipts/{Id}', { consignment_no: 'Y2' }, receipt.id).consignment_no,
			'Y2',
		);
	});
});
