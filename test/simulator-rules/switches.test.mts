/** Where Sage's behaviour is unknown, each value of a switch does what it says. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Body } from '../../simulator/world.mts';
import { goods, linesOf, makeBench, type Bench } from './seeded-company.mts';

const POST = 'POST /sop_orders';
const PUT = 'PUT /sop_orders/{Id}';

let bench: Bench;
beforeEach(() => {
	bench = makeBench();
});

const order = (...lines: Body[]) => bench.call(POST, { customer_id: bench.customer.id, lines });
const freeText = (line_quantity: number, selling_unit_price: number): Body => ({
	line_type: 'EnumLineTypeFreeText',
	description: 'Voucher',
	line_quantity,
	selling_unit_price,
});

describe('document numbers that Sage gives out', () => {
	test('one that is sent is ignored', () => {
		const { document_no } = bench.call(POST, { customer_id: bench.customer.id, document_no: '7' });
		assert.match(String(document_no), /^\d{10}$/);
	});

	test('or refused', () => {
		bench.behaviour.givenDocumentNumbers = 'refused';
		assert.match(
			bench.refused(POST, { customer_id: bench.customer.id, document_no: '7' }),
			/generated automatically/,
		);
	});
});

test('a preview takes the customer alone, or prices lines', () => {
	const body = { customer_id: bench.customer.id, lines: [goods(bench.product, 2)] };
	const preview = bench.call('POST /sop_orders_new', body);
	assert.deepEqual(
		[preview.customer_id, preview.total_gross_value, linesOf(preview)],
		[bench.customer.id, 0, []],
	);
	bench.behaviour.previewLines = 'priced';
	assert.ok(Number(bench.call('POST /sop_orders_new', body).total_gross_value) > 0);
});

describe('unit prices', () => {
	const line = { unit_discount_percent: 10, selling_unit_price: 9.99 };

	test('are multiplied as they are, or rounded first', () => {
		assert.equal(order(goods(bench.product, 3, line)).total_net_value, 26.97);
		bench.behaviour.unitPriceRounding = 'rounded';
		// 8.991 is 8.99.
		assert.equal(order(goods(bench.product, 1000, line)).total_net_value, 8990);
	});

	test('rounded ones make whole pennies of any quantity', () => {
		bench.behaviour.unitPriceRounding = 'rounded';
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 10_000_000 }),
				fc.integer({ min: 1, max: 50 }),
				(price, quantity) => {
					const [{ line_total_value: total }] = linesOf(order(freeText(quantity, price / 100_000)));
					const pennies = Math.round(Number(total) * 100);
					assert.equal(pennies % quantity, 0);
				},
			),
			{ numRuns: 50 },
		);
	});
});

describe('lines below zero', () => {
	test('are refused, quantity and price', () => {
		const { refused, customer } = bench;
		const refusal = (line: Body) => refused(POST, { customer_id: customer.id, lines: [line] });
		assert.match(refusal(freeText(-1, 5)), /greater than zero/);
		assert.match(refusal(freeText(1, -5)), /less than zero/);
		assert.match(
			refusal({ line_type: 'EnumLineTypeCharge', code: 'Carriage', selling_unit_price: -1 }),
			/less than zero/,
		);
	});

	test('or taken, and taken off the total', () => {
		bench.behaviour.negativeLines = 'taken';
		const { total_net_value, total_tax_value, lines } = order(
			goods(bench.product, 1, { selling_unit_price: 100 }),
			freeText(-1, 5),
			freeText(1, -5),
		);
		assert.deepEqual([total_net_value, total_tax_value], [90, 18]);
		assert.deepEqual(
			(lines as Body[]).map(({ is_complete }) => is_complete),
			[false, false, false],
		);
		assert.match(
			bench.refused(POST, { customer_id: bench.customer.id, lines: [freeText(0, 5)] }),
			/greater than zero/,
		);
	});
});

test('free text lines are taken or refused', () => {
	assert.equal(order(freeText(1, 5)).total_net_value, 5);
	bench.behaviour.freeTextLines = 'refused';
	assert.match(
		bench.refused(POST, { customer_id: bench.customer.id, lines: [freeText(1, 5)] }),
		/free text/i,
	);
});

test('net prices are gross where the site says that its prices hold the tax', () => {
	bench.setting('sop_settings', { are_prices_tax_inclusive: true });
	const { total_net_value, total_tax_value, total_gross_value } = order(
		goods(bench.product, 1, { selling_unit_price: 120 }),
	);
	assert.deepEqual([total_net_value, total_tax_value, total_gross_value], [100, 20, 120]);
});

describe('finished orders that were archived', () => {
	const read = (id: number) => bench.call('GET /sop_orders/{Id}', {}, id, { method: 'GET' });

	test('stay, or are gone from what readers see', () => {
		const { company, behaviour, setting } = bench;
		const table = company.table('sop_orders');
		const { id } = order(goods(bench.product));
		const open = order(goods(bench.product));
		for (const each of [id, open.id]) table.change(each, { document_date: '2020-01-05T00:00:00Z' });
		table.change(id, { document_status: 'EnumDocumentStatusComplete' });
		setting('sop_settings', { orders_returns_last_archived_up_to: '2020-12-31T00:00:00Z' });
		assert.equal(read(id).id, id);
		behaviour.archivedOrders = 'gone';
		assert.throws(() => read(id), /no record/);
		assert.deepEqual(
			[...table.all()].filter((row) => [id, open.id].includes(row.id)).map((row) => row.id),
			[open.id],
		);
		assert.equal(table.find(id)?.id, id);
	});
});

describe('reading what can be despatched', () => {
	const read = (document: Body, intent = 'ConfirmOnDespatch') =>
		bench.call('GET /sop_confirm_despatch', {}, 0, {
			query: {
				$filter: `document_no eq '${String(document.document_no)}' and confirmation_intent_type eq '${intent}'`,
			},
		});
	const change = (document: Body): Body => ({
		lines: [{ id: linesOf(document)[0].id, line_quantity: 2 }],
	});

	test('locks the goods until they are despatched', () => {
		const document = order(goods(bench.product), goods(bench.product));
		read(document);
		assert.match(bench.refused(PUT, change(document), document.id), /locked for despatch/);
		assert.match(bench.refused('DELETE /sop_orders/{Id}', {}, document.id), /locked for despatch/);
		// What does not touch the lines is free.
		assert.equal(bench.call(PUT, { order_priority: 'A' }, document.id).order_priority, 'A');
		read(document);
		bench.call('POST /sop_confirm_despatch', {
			sop_order_return_id: document.id,
			items: [{ id: linesOf(document)[0].id, quantity: 1 }],
		});
		assert.equal(linesOf(bench.call(PUT, change(document), document.id))[0].line_quantity, 2);
	});

	test('locks until the time of a lock is over', () => {
		const document = order(goods(bench.product));
		read(document);
		bench.clock.advance(20 * 60_000);
		assert.equal(linesOf(bench.call(PUT, change(document), document.id))[0].line_quantity, 2);
	});

	test('locks nothing where the site does not, nor services', () => {
		const document = order(goods(bench.product));
		read(document, 'Confirm');
		bench.call(PUT, change(document), document.id);
		bench.behaviour.despatchLocks = 'none';
		read(document);
		assert.equal(linesOf(bench.call(PUT, change(document), document.id))[0].line_quantity, 2);
	});
});

describe('stamps', () => {
	const stampOf = (resource: string, id: number) =>
		bench.company.table(resource).find(id)!.date_time_updated;
	/** Whether the stamp of a row moves by what is done. */
	function moves(resource: string, id: number, action: () => unknown): boolean {
		const before = stampOf(resource, id);
		bench.clock.advance(5_000);
		action();
		return stampOf(resource, id) !== before;
	}
	const despatch = (document: Body) => () =>
		bench.call('POST /sop_confirm_despatch', {
			sop_order_return_id: document.id,
			items: [{ id: linesOf(document)[0].id, quantity: 1 }],
		});
	const holding = () =>
		bench.company
			.table('warehouse_holdings')
			.where('product_id', bench.product.id)
			.find((each) => Number(each.free_stock_available) > 0)!;

	test('of an order move when it is despatched, or stay', () => {
		const [one, other] = [order(goods(bench.product)), order(goods(bench.product))];
		assert.equal(moves('sop_orders', one.id, despatch(one)), true);
		bench.behaviour.despatchStamps = 'kept';
		assert.equal(moves('sop_orders', other.id, despatch(other)), false);
	});

	test('of an order move with its lines, or stay; with its header they always move', () => {
		const document = order(goods(bench.product));
		const change = (body: Body) => () => bench.call(PUT, body, document.id);
		const lines = [{ id: linesOf(document)[0].id, line_quantity: 2 }];
		assert.equal(moves('sop_orders', document.id, change({ lines })), true);
		bench.behaviour.lineStamps = 'kept';
		assert.equal(moves('sop_orders', document.id, change({ lines, is_editing: false })), false);
		assert.equal(moves('sop_orders', document.id, change({ order_priority: 'A' })), true);
	});

	test('of a holding move with its stock, or stay', () => {
		const { id, warehouse_id } = holding();
		const sell = () => order(goods(bench.product, 1, { warehouse_id }));
		assert.equal(moves('warehouse_holdings', id, sell), true);
		bench.behaviour.holdingStamps = 'kept';
		assert.equal(moves('warehouse_holdings', id, sell), false);
	});

	test('have milliseconds, or whole seconds; the server may be ahead or behind', () => {
		const { clock, behaviour } = bench;
		clock.freeze();
		clock.advance(1_000 - (clock.now() % 1_000) + 123);
		assert.match(clock.stamp(), /\.123Z$/);
		behaviour.stampGrain = 'seconds';
		assert.match(clock.stamp(), /:\d\dZ$/);
		for (const clockSkewSeconds of [90, -90]) {
			behaviour.clockSkewSeconds = clockSkewSeconds;
			assert.equal(Date.parse(clock.stamp()), clock.now() - 123 + clockSkewSeconds * 1_000);
		}
	});
});

describe('transfers of stock', () => {
	function transfer(reference: string): Body[] {
		const { company, product } = bench;
		const [from, to] = company
			.table('bin_holdings')
			.where('product_id', product.id)
			.filter((bin, _at, bins) => bin.warehouse_holding_id === bins[0].warehouse_holding_id);
		bench.call('POST /stock_transfers', {
			product_id: product.id,
			bin_holding_from_id: from.id,
			bin_holding_to_id: to.id,
			quantity: 1,
			reference,
			second_reference: 'MINE',
		});
		return company.table('product_transaction_views').where('reference', reference);
	}

	test('between bins of one warehouse show with their references, or not at all', () => {
		assert.deepEqual(
			transfer('T-1').map(({ quantity, second_reference }) => [quantity, second_reference]),
			[
				[-1, 'MINE'],
				[1, 'MINE'],
			],
		);
		bench.behaviour.binTransfers = 'hidden';
		assert.deepEqual(transfer('T-2'), []);
	});
});

describe('postings', () => {
	const invoice = (reference: string, more: Body = {}): Body => ({
		reference,
		document_goods_value: 100,
		document_tax_value: 20,
		...more,
	});
	const sales = () => bench.company.table('sales_posted_transactions');
	const purchases = () => bench.company.table('purchase_posted_transactions');

	test('are there at once, or when their time has come', () => {
		const { behaviour, customer, clock, call } = bench;
		const post = (reference: string) =>
			call('POST /sales_invoices', invoice(reference, { customer_id: customer.id }));
		post('I-1');
		assert.equal(sales().where('reference', 'I-1').length, 1);
		behaviour.posting = 'deferred';
		post('I-2');
		assert.equal(sales().where('reference', 'I-2').length, 0);
		clock.advance(behaviour.deferredPostingSeconds * 1_000);
		assert.equal(sales().where('reference', 'I-2').length, 1);
	});

	test('that wait for authorisation are listed, or only once they have it', () => {
		const { behaviour, company, call } = bench;
		const [supplier] = company.table('suppliers').all();
		behaviour.waitingPostings = 'unlisted';
		call(
			'POST /purchase_invoices',
			invoice('P-1', { supplier_id: supplier.id, is_authorised: false }),
		);
		assert.equal(purchases().where('reference', 'P-1').length, 0);
		behaviour.waitingPostings = 'listed';
		const [row] = purchases().where('reference', 'P-1');
		behaviour.waitingPostings = 'unlisted';
		call('PUT /purchase_authorisations/{Id}', {}, row.id);
		assert.equal(purchases().where('reference', 'P-1').length, 1);
	});

	test('keep the history of their allocations', () => {
		const { customer, call } = bench;
		const trader = { customer_id: customer.id };
		const [bank] = bench.company.table('banks').all();
		call('POST /sales_invoices', invoice('I-3', trader));
		call('POST /sales_receipts', {
			...trader,
			reference: 'R-3',
			bank_id: bank.id,
			cheque_value: 120,
		});
		const [debit, credit] = ['I-3', 'R-3'].map(
			(reference) => sales().where('reference', reference)[0],
		);
		for (const value of [50, 70]) {
			call('POST /sales_allocations', {
				...trader,
				allocation_lines: [debit, credit].map(({ id }) => ({
					posted_tran_id: id,
					value_to_allocate: value,
				})),
			});
		}
		for (const row of [debit, credit]) {
			const history = sales().find(row.id)!.allocation_history_items as Body[];
			assert.deepEqual(
				history.map(({ allocation_value }) => allocation_value),
				[50, 70],
			);
			assert.ok(history.every(({ id, entry_date }) => Number(id) > 0 && entry_date));
		}
	});
});

describe('tax codes', () => {
	test('several share a rate, so that a rate alone does not tell one', () => {
		const rates = new Map<unknown, Body[]>();
		for (const row of bench.company.table('tax_codes').all())
			rates.set(row.tax_rate, [...(rates.get(row.tax_rate) ?? []), row]);
		const plain = (rate: number) =>
			rates.get(rate)!.filter(({ terms }) => terms === 'EcTermsNotApplicable').length;
		assert.equal(plain(0), 3);
		assert.equal(plain(20), 2);
		assert.ok(rates.get(0)!.some(({ terms }) => terms === 'EcTermsSalesGoods'));
	});

	test('of a product is its own, of some accounts the one that rules', () => {
		const { company, customer } = bench;
		const codes = new Set([...company.table('products').all()].map((row) => row.tax_code_id));
		assert.ok(codes.size >= 3);
		const own = [...company.table('products').all()].find(
			(row) =>
				row.tax_code_id !== customer.default_tax_code_id &&
				row.product_status_type === 'EnumStockItemStatusTypeActive' &&
				row.allow_sales_order !== false,
		)!;
		assert.equal(linesOf(order(goods(own)))[0].tax_code_id, own.tax_code_id);
		company.table('customers').change(customer.id, { use_tax_code_as_default: true });
		assert.equal(linesOf(order(goods(own)))[0].tax_code_id, customer.default_tax_code_id);
	});
});
