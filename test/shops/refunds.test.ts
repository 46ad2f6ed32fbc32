/** Refunds of each shop, read into what came back and what was given for it. */
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { shopReturn } from '../../nodes/Sage200/sage200/orders/shop/return';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import type { ShopRefund } from '../../nodes/Sage200/sage200/shops/refund';

type Json = Record<string, unknown>;

function read(value: string, refund: Json): { refund: ShopRefund; problems: Problem[] } {
	const problems: Problem[] = [];
	const shop = SHOPS.find((each) => each.value === value)!;
	return { refund: shop.refunds!.readRefund(refund, { moneyOf: 'shop' }, problems), problems };
}

const lines = ({ lines: all }: ShopRefund) =>
	all.map(({ kind, sku, description, quantity, gross, tax }) =>
		[kind, sku ?? description, quantity, 'x', gross, 'tax', tax].join(' '),
	);

describe('Shopify', () => {
	const returned = (more: Json = {}) => ({
		quantity: 2,
		subtotal: '48.00',
		total_tax: '8.00',
		line_item: { sku: 'A', title: 'Article', tax_lines: [{ rate: 0.2, price: '12.00' }] },
		...more,
	});
	const refund = (more: Json) => ({
		id: 7,
		order_id: 1,
		created_at: '2026-11-20T10:00:00Z',
		...more,
	});

	it('reads goods and delivery of a shop with tax in its prices', () => {
		const { refund: read_, problems } = read(
			'shopify',
			refund({
				refund_line_items: [returned()],
				order_adjustments: [{ kind: 'shipping_refund', amount: '-5.00', tax_amount: '-1.00' }],
				transactions: [{ kind: 'refund', status: 'success', amount: '54.00' }],
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(read_)).toEqual(['goods A 2 x 48 tax 8', 'delivery Delivery 1 x 6 tax 1']);
		expect([read_.id, read_.totals.gross, read_.totals.tax].join(' ')).toBe('7 54 9');
	});

	it('adds the tax in a shop that shows prices without', () => {
		const { refund: read_, problems } = read(
			'shopify',
			refund({
				refund_line_items: [returned({ subtotal: '40.00' })],
				transactions: [{ kind: 'refund', status: 'success', amount: '48.00' }],
			}),
		);
		expect([lines(read_), problems]).toEqual([['goods A 2 x 48 tax 8'], []]);
	});

	it('reads goods that are not restocked as money alone', () => {
		const { refund: read_, problems } = read(
			'shopify',
			refund({
				refund_line_items: [returned({ restock_type: 'no_restock' })],
				transactions: [{ kind: 'refund', status: 'success', amount: '48.00' }],
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(read_)).toEqual(['goodwill Article 1 x 48 tax 8']);
		expect(read_.lines[0].taxRate?.toNumber()).toBe(20);
	});

	const both = (shop: string, buyer: string) => ({
		shop_money: { amount: shop, currency_code: 'GBP' },
		presentment_money: { amount: buyer, currency_code: 'EUR' },
	});
	const deliveryBack = {
		id: 1,
		shipping_line: { title: 'Standard', tax_lines: [{ rate: 0.2, price: '1.00' }] },
		subtotal_amount_set: both('6.00', '7.20'),
		tax_amount_set: both('1.00', '1.20'),
	};

	it('reads delivery that has a list of its own, once where adjustments tell it too', () => {
		const moved = { kind: 'refund', status: 'success', amount: '6.00', currency: 'GBP' };
		const alone = refund({ refund_shipping_lines: [deliveryBack], transactions: [moved] });
		const adjusted = [{ kind: 'shipping_refund', amount: '-5.00', tax_amount: '-1.00' }];
		for (const [given, name] of [
			[alone, 'Standard'],
			[{ ...alone, order_adjustments: adjusted }, 'Delivery'],
		] as const) {
			const { refund: read_, problems } = read('shopify', given);
			expect([lines(read_), problems]).toEqual([[`delivery ${name} 1 x 6 tax 1`], []]);
		}
	});

	it.each([
		['57.60', []],
		['50.00', ['Total']],
	])('compares money in the currency that it moved in: %s', (amount, wrong) => {
		const { refund: read_, problems } = read(
			'shopify',
			refund({
				refund_line_items: [
					returned({
						subtotal_set: both('48.00', '57.60'),
						total_tax_set: both('8.00', '9.60'),
					}),
				],
				transactions: [{ kind: 'refund', status: 'success', amount, currency: 'EUR' }],
			}),
		);
		expect(problems.map(({ field }) => field)).toEqual(wrong);
		expect([lines(read_), read_.currency]).toEqual([['goods A 2 x 48 tax 8'], 'GBP']);
	});

	it('reads money that was given without a line as goodwill, and what was kept back', () => {
		const given = read(
			'shopify',
			refund({
				refund_line_items: [],
				order_adjustments: [{ amount: '-10.00', tax_amount: '0.00', reason: 'Late' }],
				transactions: [{ kind: 'refund', status: 'success', amount: '10.00' }],
			}),
		);
		expect([lines(given.refund), given.problems]).toEqual([['goodwill Late 1 x 10 tax 0'], []]);
		const kept = read(
			'shopify',
			refund({
				refund_line_items: [returned()],
				order_adjustments: [{ kind: 'refund_discrepancy', amount: '4.00', tax_amount: '0.00' }],
				transactions: [{ kind: 'refund', status: 'success', amount: '44.00' }],
			}),
		);
		expect(kept.problems).toEqual([]);
		expect(kept.refund.remarks).toEqual(['Refund: 4.00 was kept back']);
	});

	it('refuses money that no line accounts for', () => {
		const { problems } = read(
			'shopify',
			refund({
				refund_line_items: [returned()],
				transactions: [{ kind: 'refund', status: 'success', amount: '60.00' }],
			}),
		);
		expect(problems[0].message).toMatch(/48\.00.*60\.00.*12\.00 of it is on no line/);
	});
});

describe('WooCommerce', () => {
	it('reads lines that are below 0', () => {
		const { refund, problems } = read('woocommerce', {
			id: 9,
			parent_id: 1,
			refunded_by: 1,
			amount: '18.00',
			reason: 'Broken',
			line_items: [
				{ sku: 'A', name: 'Article', quantity: -1, total: '-10.00', total_tax: '-2.00', taxes: [] },
			],
			shipping_lines: [{ method_title: 'Post', total: '-5.00', total_tax: '-1.00' }],
		});
		expect(problems).toEqual([]);
		expect(lines(refund)).toEqual(['goods A 1 x 12 tax 2', 'delivery Post 1 x 6 tax 1']);
		expect([refund.orderId, refund.note]).toEqual(['1', 'Broken']);
	});

	it('reads money for goods of which nothing came back as goodwill at their rate', () => {
		const line = { sku: 'A', name: 'Article', quantity: 0, total: '-5.00', total_tax: '-1.00' };
		const given = { id: 9, amount: '6.00', refunded_by: 1, line_items: [line] };
		const { refund, problems } = read('woocommerce', given);
		expect([lines(refund), problems]).toEqual([['goodwill Article 1 x 6 tax 1'], []]);
	});

	it('reads a refund of money alone as goodwill', () => {
		const { refund, problems } = read('woocommerce', {
			id: 9,
			amount: '5.00',
			reason: 'Late',
			line_items: [],
		});
		expect([lines(refund), problems]).toEqual([['goodwill Late 1 x 5 tax 0'], []]);
	});
});

describe('Magento', () => {
	const memo = (more: Json) => ({
		entity_id: 3,
		increment_id: '000000003',
		order_id: 1,
		created_at: '2026-11-20 10:00:00',
		items: [
			{ sku: 'A', name: 'Article', qty: 2, base_row_total: 40, base_tax_amount: 8 },
			{ sku: 'A', name: 'Article', qty: 2, base_row_total: 0 },
		],
		...more,
	});

	it('reads goods, delivery and adjustments of a credit memo', () => {
		const { refund, problems } = read(
			'magento',
			memo({
				base_shipping_amount: 5,
				base_shipping_tax_amount: 1,
				base_adjustment_positive: 3,
				base_grand_total: 57,
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(refund)).toEqual([
			'goods A 2 x 48 tax 8',
			'delivery Delivery 1 x 6 tax 1',
			'goodwill Adjustment refund 1 x 3 tax 0',
		]);
		expect([refund.id, refund.refundedAt]).toEqual(['000000003', '2026-11-20T10:00:00Z']);
	});

	it('reads goods that a discount made free, and no parts of other goods', () => {
		const { refund, problems } = read(
			'magento',
			memo({
				items: [
					{ sku: 'A', name: 'Article', qty: 2, base_row_total: 40, base_tax_amount: 8 },
					{ sku: 'FREE', name: 'Gift', qty: 1, base_row_total: 10, base_discount_amount: 10 },
					{ sku: 'PART', name: 'Part', qty: 1 },
					{ sku: 'OTHER', name: 'Other', qty: 1, base_row_total: 0 },
				],
				base_grand_total: 48,
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(refund)).toEqual(['goods A 2 x 48 tax 8', 'goods FREE 1 x 0 tax 0']);
		expect(refund.remarks).toEqual([
			'Other: 1 without a price were taken for parts of other goods, and are not returned',
		]);
	});

	it('reads fixed product taxes, gift wrapping and discounts on delivery', () => {
		const { refund, problems } = read(
			'magento',
			memo({
				items: [
					{
						sku: 'A',
						name: 'Article',
						qty: 1,
						base_row_total: 20,
						base_tax_amount: 4,
						base_weee_tax_applied_row_amnt: 2,
						weee_tax_applied: '[{"title":"WEEE","base_row_amount":2,"base_row_amount_incl_tax":2}]',
					},
				],
				base_shipping_amount: 5,
				base_shipping_tax_amount: 0.8,
				base_discount_amount: -1,
				extension_attributes: { gw_base_price: 3, gw_base_tax_amount: 0.6 },
				base_grand_total: 34.4,
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(refund)).toEqual([
			'goods A 1 x 24 tax 4',
			'fee WEEE 1 x 2 tax 0',
			'delivery Delivery 1 x 4.8 tax 0.8',
			'fee Gift wrapping 1 x 3.6 tax 0.6',
		]);
	});

	it('counts what was given back as store credit', () => {
		const { refund, problems } = read(
			'magento',
			memo({ base_grand_total: 38, base_customer_balance_amount: 10 }),
		);
		expect([problems, refund.totals.gross.toNumber()]).toEqual([[], 48]);
	});
});

it('credits two refunded lines of one product by two lines of the order', () => {
	const refunded = (gross: number) => ({
		quantity: 1,
		subtotal: gross,
		total_tax: gross / 6,
		line_item: { sku: 'a', title: 'Article', tax_lines: [{ rate: 0.2, price: gross / 6 }] },
	});
	const { refund } = read('shopify', { id: 1, refund_line_items: [refunded(12), refunded(24)] });
	const ordered = (warehouse_id: number) => ({
		line_type: 'EnumLineTypeStandard',
		code: 'A',
		product_id: 5,
		warehouse_id,
		line_quantity: 1,
		despatch_receipt_quantity: 1,
	});
	const problems: Problem[] = [];
	const body = shopReturn(
		{ document_no: '1', lines: [ordered(1), ordered(2)] },
		refund,
		{ taxCodes: [{ id: 9, code: 1, tax_rate: 20 }], pricesIncludeTax: false },
		{ extras: 'freeText', allowedPence: 0 },
		problems,
	);
	expect(problems).toEqual([]);
	expect(body?.lines).toMatchObject([
		{ warehouse_id: 1, line_quantity: 1, selling_unit_price: 10 },
		{ warehouse_id: 2, line_quantity: 1, selling_unit_price: 20 },
	]);
});
