/** What each shop's orders are read into, beside the cases of cases.test.ts. */
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import { objectsIn } from '../../nodes/Sage200/sage200/shops/envelope';
import type { ShopOrder } from '../../nodes/Sage200/sage200/shops/order';
import { skipReason, type PushedWhen } from '../../nodes/Sage200/sage200/shops/states';
import bigCommerceOrder from '../fixtures/bigcommerce/order.json';
import shopifyB2b from '../fixtures/shopify/b2b-export.json';
import shopifyEdited from '../fixtures/shopify/edited-and-refunded.json';
import example from '../../docs/shop-order.example.json';

type Json = Record<string, unknown>;

function shopOf(value: string) {
	return SHOPS.find((shop) => shop.value === value)!;
}

function read(
	value: string,
	order: Json,
	moneyOf: 'shop' | 'buyer' = 'shop',
): { order: ShopOrder; problems: Problem[] } {
	const problems: Problem[] = [];
	return { order: shopOf(value).readOrder(order, { moneyOf }, problems), problems };
}

const lines = ({ lines: all }: ShopOrder) =>
	all.map(({ kind, sku, description, quantity, gross, tax }) =>
		[kind, sku ?? description, quantity, 'x', gross.rounded(2), 'tax', tax.rounded(2)].join(' '),
	);

describe('envelopes', () => {
	const order = { line_items: [], taxes_included: true, name: '#1' };
	const other = { ...order, name: '#2' };
	const find = (value: unknown) => {
		const problems: Problem[] = [];
		const found = objectsIn(
			value,
			{ fields: ['line_items', 'taxes_included'], what: 'Order' },
			problems,
		);
		return problems.length > 0 ? problems[0].message : found.map(({ name }) => name).join(' ');
	};

	it.each([
		['the order itself', order, '#1'],
		["a webhook's item", { headers: {}, params: {}, body: order }, '#1'],
		['a body that is text', { body: JSON.stringify(order) }, '#1'],
		['a list', [order, other], '#1 #2'],
		['the list of an HTTP request', { data: [order, other] }, '#1 #2'],
		["Shopify's list", { orders: [order, other] }, '#1 #2'],
		["Shopify's single order", { body: { order } }, '#1'],
		['a list that is empty', { orders: [] }, ''],
	])('are opened: %s', (_what, value, found) => {
		expect(find(value)).toBe(found);
	});

	it.each([
		['another shop', { increment_id: '1', items: [{ sku: 'A' }] }],
		['text', 'hello'],
		['broken text', '{"line_items": '],
		['nothing', undefined],
		['a list with something else in it', [order, { a: 1 }]],
	])('that hold no order are told: %s', (_what, value) => {
		expect(find(value)).toMatch(/needs "line_items" and "taxes_included"/);
	});
});

describe('states', () => {
	const state = (value: string, order: Json, when: PushedWhen = 'paid') =>
		skipReason(read(value, order), when);
	const sold = { sku: 'A', quantity: 1, price: '1.00', total: '1.00', tax_lines: [] };
	const shopify = (more: Json) => ({
		name: '#1',
		taxes_included: true,
		line_items: [sold],
		total_price: '1.00',
		...more,
	});
	const woo = (status: string, more: Json = {}) => ({
		number: '1',
		status,
		line_items: [sold],
		total: '1.00',
		...more,
	});

	it.each([
		[{ financial_status: 'paid' }, undefined],
		[{ financial_status: 'partially_refunded' }, undefined],
		[{}, undefined],
		[{ financial_status: 'authorized' }, /authorised/],
		[{ financial_status: 'pending' }, /awaits payment/],
		[{ financial_status: 'partially_paid' }, /awaits payment/],
		[{ financial_status: 'voided' }, /voided/],
		[{ financial_status: 'refunded' }, /refunded in full/],
		[{ status: 'invoice_sent' }, /draft/],
		[{ status: 'completed', invoice_url: null, order_id: 5 }, /draft/],
		[{ status: 'completed', invoice_sent_at: null }, /draft/],
		[{ abandoned_checkout_url: 'https://shop.example/1', completed_at: null }, /draft.*checkout/],
		[{ financial_status: 'paid', test: true }, /test order/],
		[
			{ financial_status: 'paid', cancelled_at: '2026-11-20', cancel_reason: 'fraud' },
			/cancelled.*fraud/,
		],
	])('of Shopify: %j', (more, reason) => {
		const skipped = state('shopify', shopify(more));
		if (reason) expect(skipped).toMatch(reason);
		else expect(skipped).toBeUndefined();
	});

	it.each([
		['processing', 'paid', true],
		['wc-completed', 'paid', true],
		['on-hold', 'paid', false],
		['on-hold', 'all', true],
		['pending', 'authorised', false],
		['cancelled', 'all', false],
		['checkout-draft', 'all', false],
		['failed', 'all', false],
		['packing', 'paid', false],
	] as const)('of WooCommerce: %s, pushed when %s: %s', (status, when, pushed) => {
		expect(state('woocommerce', woo(status), when) === undefined).toBe(pushed);
	});

	it('of WooCommerce: a status of a plugin is paid where there is a date of payment', () => {
		expect(
			state('woocommerce', woo('packing', { date_paid: '2026-11-20T10:00:00' })),
		).toBeUndefined();
	});

	it.each([
		['woocommerce', woo('Cancelled', { date_paid: '2026-11-20T10:00:00' }), /cancelled/],
		['shopify', shopify({ financial_status: 'VOIDED' }), /voided/],
		['magento', { increment_id: '1', items: [], state: 'Canceled' }, /cancelled/],
	])('of %s: in whatever capitals', (shop, order, reason) => {
		expect(state(shop, order)).toMatch(reason);
	});

	it('of WooCommerce: a subscription is no order; its renewals are', () => {
		const renewed = { date_paid: '2026-11-20T10:00:00', billing_period: 'month' };
		expect(state('woocommerce', woo('active', renewed), 'all')).toMatch(/draft.*subscription/);
	});

	it.each([
		['shopify', shopify({ financial_status: 'paid', line_items: [], total_price: '50.00' })],
		['woocommerce', woo('processing', { line_items: [], total: '50.00' })],
		['magento', { increment_id: '1', state: 'processing', items: [], base_grand_total: 50 }],
		['bigcommerce', { id: 1, status_id: 11, products: [], total_inc_tax: '50.0000' }],
		['anyShop', { key: '1', lines: [], totals: { gross: 50 } }],
	])('of %s: an order without lines is empty only where nothing is owed', (shop, order) => {
		const { problems } = read(shop, order);
		expect(problems.map(({ message }) => message).join()).toMatch(/50\.00 of it is on no line/);
		expect(state(shop, order)).toBeUndefined();
	});

	it('of BigCommerce: an order whose products were not read is not empty, even where it is free', () => {
		const free = { id: 1, status_id: 11, products: { url: 'https://x' }, total_inc_tax: '0.0000' };
		expect(state('bigcommerce', free)).toBeUndefined();
		expect(state('bigcommerce', { ...free, products: [] })).toBeUndefined();
	});

	const magento = (more: Json) => ({
		increment_id: '1',
		items: [{ item_id: 1, sku: 'A', qty_ordered: 1, base_row_total: 1 }],
		base_grand_total: 1,
		...more,
	});
	it.each([
		[{ state: 'processing' }, undefined],
		[{ state: 'complete' }, undefined],
		[{ state: 'processing', base_total_due: 1 }, /authorised/],
		[{ state: 'new' }, /awaits payment/],
		[{ state: 'holded' }, /awaits payment/],
		[{ state: 'closed' }, /refunded/],
		[{ state: 'canceled' }, /cancelled/],
	])('of Magento: %j', (more, reason) => {
		const skipped = state('magento', magento(more));
		if (reason) expect(skipped).toMatch(reason);
		else expect(skipped).toBeUndefined();
	});

	it.each([
		[{ status_id: 11, payment_status: 'captured' }, undefined],
		[{ status_id: 11, payment_status: 'authorized' }, /authorised/],
		[{ status_id: 7 }, /awaits payment/],
		[{ status_id: 5 }, /cancelled/],
		[{ status_id: 0 }, /draft/],
		[{ status_id: 4 }, /refunded/],
		[{ status_id: 11, is_deleted: true }, /cancelled/],
	])('of BigCommerce: %j', (more, reason) => {
		const skipped = state('bigcommerce', { ...bigCommerceOrder, ...more });
		if (reason) expect(skipped).toMatch(reason);
		else expect(skipped).toBeUndefined();
	});

	it('says that nothing remains where all was removed', () => {
		const nothing = shopify({
			financial_status: 'paid',
			current_total_price: '0.00',
			line_items: [{ ...sold, current_quantity: 0 }],
		});
		expect(state('shopify', nothing)).toMatch(/Nothing remains/);
	});
});

describe('Shopify', () => {
	it('reads what remains after edits and refunds, and tells what went', () => {
		const { order, problems } = read('shopify', shopifyEdited as Json);
		expect(problems).toEqual([]);
		expect(lines(order)).toMatchSnapshot();
		expect(order.remarks).toMatchSnapshot();
	});

	it("keeps the shop's money, or the buyer's on request", () => {
		const set = (shop: string, buyer: string) => ({
			shop_money: { amount: shop, currency_code: 'GBP' },
			presentment_money: { amount: buyer, currency_code: 'EUR' },
		});
		const paid = {
			name: '#1',
			taxes_included: true,
			financial_status: 'paid',
			currency: 'GBP',
			presentment_currency: 'EUR',
			line_items: [
				{
					sku: 'A',
					quantity: 2,
					price: '12.00',
					price_set: set('12.00', '14.40'),
					tax_lines: [{ rate: 0.2, price: '4.00', price_set: set('4.00', '4.80') }],
				},
			],
			total_price: '24.00',
			total_price_set: set('24.00', '28.80'),
			current_total_tax_set: set('4.00', '4.80'),
		};
		const [own, theirs] = (['shop', 'buyer'] as const).map((of) => read('shopify', paid, of));
		expect([own.problems, theirs.problems]).toEqual([[], []]);
		const told = ({ order: { currency, totals } }: typeof own) =>
			[currency, totals.gross, totals.tax].join(' ');
		expect([told(own), told(theirs)]).toEqual(['GBP 24 4', 'EUR 28.8 4.8']);
	});

	it('reads who ordered, with their own order number', () => {
		const { order, problems } = read('shopify', shopifyB2b as Json);
		expect(problems).toEqual([]);
		expect(order.buyer).toMatchSnapshot();
	});

	it('refuses an amount that is on no line, with both sums', () => {
		const { problems } = read('shopify', {
			name: '#1',
			taxes_included: true,
			line_items: [{ sku: 'A', quantity: 1, price: '20.00', tax_lines: [] }],
			total_price: '23.50',
		});
		expect(problems).toEqual([
			expect.objectContaining({
				message: "the lines come to 20.00, the shop's total is 23.50: 3.50 of it is on no line",
			}),
		]);
	});

	it('refuses an order without its total', () => {
		const { problems } = read('shopify', {
			...(shopifyB2b as Json),
			total_price: undefined,
			current_total_price: undefined,
		});
		expect(problems.map(({ field }) => field)).toEqual(['total_price']);
	});

	it('refuses numbers that are none, naming the line', () => {
		const { problems } = read('shopify', {
			name: '#1',
			taxes_included: true,
			line_items: [{ sku: 'A', quantity: 1, price: 'ten', tax_lines: [] }],
		});
		expect(problems.map(({ field }) => field)).toContain('Line 1: price');
	});
});

describe('WooCommerce', () => {
	const goods = {
		id: 7,
		sku: 'A',
		name: 'Article',
		quantity: 4,
		subtotal: '40.00',
		total: '40.00',
		total_tax: '8.00',
		taxes: [{ id: 1, total: '8' }],
		price: 10,
	};
	const order = (more: Json) => ({
		number: '1',
		status: 'processing',
		currency: 'GBP',
		line_items: [goods],
		tax_lines: [{ rate_id: 1, rate_percent: 20 }],
		total: '48.00',
		total_tax: '8.00',
		...more,
	});

	it('takes refunds off that are listed in full', () => {
		const refund = {
			id: 9,
			amount: '12.00',
			line_items: [
				{
					quantity: -1,
					total: '-10.00',
					total_tax: '-2.00',
					meta_data: [{ key: '_refunded_item_id', value: '7' }],
				},
			],
		};
		const { order: left, problems } = read('woocommerce', order({ refunds: [refund] }));
		expect(problems).toEqual([]);
		expect(lines(left)).toEqual(['goods A 3 x 36 tax 6']);
		expect(left.totals.gross.toNumber()).toBe(36);
	});

	it('takes a refund of a charge in shares once', () => {
		const shipped = {
			shipping_lines: [
				{
					id: 8,
					method_title: 'Post',
					total: '8.02',
					total_tax: '1.15',
					taxes: [
						{ id: 1, total: '1.00' },
						{ id: 2, total: '0.15' },
					],
				},
			],
			tax_lines: [
				{ rate_id: 1, rate_percent: 20 },
				{ rate_id: 2, rate_percent: 5 },
			],
			total: '57.17',
			total_tax: '9.15',
			refunds: [
				{
					id: 9,
					total: '-2.00',
					shipping_lines: [
						{
							total: '-1.75',
							total_tax: '-0.25',
							meta_data: [{ key: '_refunded_item_id', value: '8' }],
						},
					],
				},
			],
		};
		const { order: left, problems } = read('woocommerce', order(shipped));
		expect(problems).toEqual([]);
		expect(left.lines.map(({ kind }) => kind)).toEqual(['goods', 'delivery', 'delivery']);
		const delivery = left.lines.slice(1).map(({ gross }) => gross.rounded(2).toNumber());
		expect(delivery.reduce((sum, each) => sum + each, 0)).toBeCloseTo(7.17, 2);
		expect(left.totals.gross.toNumber()).toBe(55.17);
		expect(left.remarks.filter((remark) => /2\.00 was refunded/.test(remark))).toHaveLength(1);
	});

	it('refuses refunds that do not tell for what they are', () => {
		const { problems } = read('woocommerce', order({ refunds: [{ id: 9, total: '-12.00' }] }));
		expect(problems[0].message).toMatch(
			/12\.00 was refunded, and the order does not tell for what/,
		);
	});

	it('counts gift cards that paid as payments', () => {
		const { order: read_, problems } = read(
			'woocommerce',
			order({ total: '38.00', gift_cards: [{ code: 'X', amount: '10.00' }] }),
		);
		expect(problems).toEqual([]);
		expect(read_.totals.gross.toNumber()).toBe(48);
		expect(read_.payments[0]).toMatchObject({ method: 'gift_card' });
	});

	it("writes the shop's time with the zone that its two stamps are apart", () => {
		const stamps = { date_created: '2026-07-01T00:30:00', date_created_gmt: '2026-06-30T23:30:00' };
		expect(read('woocommerce', order(stamps)).order.placedAt).toBe('2026-07-01T00:30:00+01:00');
	});
});

describe('Magento', () => {
	const item = (id: number, more: Json) => ({
		item_id: id,
		sku: `S${id}`,
		name: `Article ${id}`,
		product_type: 'simple',
		qty_ordered: 1,
		...more,
	});
	const priced = { base_row_total: 20, base_tax_amount: 4, tax_percent: 20 };
	const order = (items: Json[], more: Json = {}) => ({
		increment_id: '000000001',
		state: 'processing',
		items,
		base_grand_total: 24,
		...more,
	});

	it.each(['shop', 'buyer'] as const)(
		'reads the money of the %s where one of two amounts was left out, if both are one currency',
		(moneyOf) => {
			const item = { sku: 'A', qty_ordered: 1, tax_percent: 20 };
			const amounts = { row_total: 10, row_total_incl_tax: 12, tax_amount: 2 };
			const of = (prefix: string) =>
				Object.fromEntries(Object.entries(amounts).map(([name, value]) => [prefix + name, value]));
			for (const prefix of ['', 'base_']) {
				const given = {
					increment_id: '1',
					state: 'processing',
					[`${prefix}grand_total`]: 12,
					[`${prefix}total_paid`]: 12,
					items: [{ ...item, ...of(prefix) }],
				};
				const one = read('magento', given, moneyOf);
				expect(one.problems).toEqual([]);
				expect(lines(one.order)).toEqual(['goods A 1 x 12 tax 2']);
				const two = { ...given, base_currency_code: 'GBP', order_currency_code: 'EUR' };
				const isOwn = (prefix === 'base_') === (moneyOf === 'shop');
				const { problems } = read('magento', two, moneyOf);
				expect(problems.map(({ field }) => field)).toEqual(isOwn ? [] : ['grand_total']);
			}
		},
	);

	it('sells a bundle of fixed price as itself', () => {
		const { order: read_, problems } = read(
			'magento',
			order([
				item(1, { product_type: 'bundle', ...priced }),
				item(2, { parent_item_id: 1, base_row_total: 0 }),
			]),
		);
		expect([lines(read_), problems]).toEqual([['goods S1 1 x 24 tax 4'], []]);
	});

	it('sells the parts of a bundle that have prices of their own', () => {
		const { order: read_, problems } = read(
			'magento',
			order([
				item(1, { product_type: 'bundle', base_row_total: 20, base_tax_amount: 4 }),
				item(2, { parent_item_id: 1, ...priced }),
			]),
		);
		expect([lines(read_), problems]).toEqual([['goods S2 1 x 24 tax 4'], []]);
	});

	it("keeps the shop's money, or the buyer's on request", () => {
		const both = order([item(1, { ...priced, row_total: 10, tax_amount: 2 })], {
			grand_total: 12,
			base_currency_code: 'GBP',
			order_currency_code: 'EUR',
		});
		const { order: theirs, problems } = read('magento', both, 'buyer');
		expect(problems).toEqual([]);
		expect([theirs.currency, theirs.totals.gross.toNumber()]).toEqual(['EUR', 12]);
	});

	it('reads gift wrapping, and adjustments that the total counts', () => {
		const { order: read_, problems } = read(
			'magento',
			order([item(1, priced)], {
				base_grand_total: 27.6,
				base_total_refunded: 5,
				base_adjustment_positive: 5,
				extension_attributes: { gw_base_price: 3, gw_base_tax_amount: 0.6 },
			}),
		);
		expect(problems).toEqual([]);
		expect(lines(read_)).toEqual([
			'goods S1 1 x 24 tax 4',
			'fee Gift wrapping 1 x 3.6 tax 0.6',
			'goodwill Adjustment refund 1 x -5 tax 0',
		]);
	});
});

describe('BigCommerce', () => {
	it('reads products, delivery, fees and a coupon that the line totals do not contain', () => {
		const { order, problems } = read('bigcommerce', bigCommerceOrder as Json);
		expect(problems).toEqual([]);
		expect(lines(order)).toMatchSnapshot();
		expect(order).toMatchSnapshot({ lines: expect.anything() as never });
	});

	it('asks for the products where they are only linked', () => {
		const { problems } = read('bigcommerce', {
			...bigCommerceOrder,
			products: { url: 'https://x' },
		});
		expect(problems[0]).toMatchObject({
			field: 'products',
			message: 'does not list what was ordered',
		});
	});
});

describe('any shop', () => {
	it('reads the example of the documentation', () => {
		const { order, problems } = read('anyShop', example as Json);
		expect(problems).toEqual([]);
		expect(lines(order)).toMatchSnapshot();
	});

	it('an order of a state that there is none of is refused, not skipped', () => {
		const { order, problems } = read('anyShop', { ...example, state: 'payed' });
		expect(problems.map(({ message }) => message)).toEqual(['"payed" is not a state of an order']);
		expect(skipReason({ order, problems }, 'paid')).toBeUndefined();
	});

	it('refuses what it does not know, naming line and field', () => {
		const { problems } = read('anyShop', {
			key: '1',
			state: 'sold',
			lines: [{ kind: 'gift', quantity: 1, unitPrice: 2 }, { taxRate: 20 }],
		});
		expect(problems.map(({ field }) => field)).toEqual([
			'Line 1: kind',
			'Line 1: taxRate',
			'Line 2: unitPrice',
			'state',
		]);
	});
});

describe('any shop is strict, for its form is ours', () => {
	const line = { sku: 'A', quantity: 1, unitPrice: 12, taxRate: 20 };
	const told = (more: Json) => {
		const { order, problems } = read('anyShop', { key: '1', lines: [line], ...more });
		return [...problems.map(({ field, message }) => `${field} ${message}`), ...order.remarks];
	};

	it.each([
		[{ lines: [{ ...line, quantity: -1 }] }, 'Line 1: quantity -1 is below 0'],
		[{ lines: [{ ...line, qty: 3 }] }, 'Line 1: qty is not a field of a line'],
		[{ lines: [line, null] }, 'Line 2 "null" is not a line'],
		[{ lines: [line, 'A'] }, 'Line 2 "A" is not a line'],
		[
			{ lines: [line, { kind: 'delivery', quantity: 0, gross: 5, taxRate: 20 }] },
			'Line 2: gross would be lost: the quantity is 0',
		],
		[{ payments: ['card'] }, 'Payment 1 "card" is not a payment'],
		[{ notes: [{ text: 'Ring twice' }] }, 'notes "{"text":"Ring twice"}" is not a text'],
		[{ notes: true }, 'notes "true" is not a text'],
		[{ delivery: { street: [{}] } }, 'delivery: street "{}" is not a text'],
		[{ pricesIncludeTax: 'yes' }, 'pricesIncludeTax "yes" is neither true nor false'],
		[{ taxRoundedBy: 'order' }, 'taxRoundedBy "order" is not a way to round tax'],
		[{ totals: 12 }, 'totals "12" is not an object'],
		[{ delivery: 'York' }, 'delivery "York" is not an object'],
		[{ payments: { method: 'card' } }, 'payments "{"method":"card"}" is not a list'],
		[{ lines: [{ ...line, gross: 18 }] }, 'Line 1: unitPrice comes to 15.00, and "gross" is 18.00'],
		[{ channel: 'EDI' }, '"channel" of the order was not read'],
		[{ delivery: { address1: '1 Mill Lane' } }, '"address1" of delivery was not read'],
		[{ buyer: { firstName: 'Joan' } }, '"firstName" of the buyer was not read'],
		[{ totals: { vat: 2.4 } }, '"vat" of totals was not read'],
		[{ payments: [{ method: 'card', paid: 1 }] }, '"paid" of Payment 1 was not read'],
	])('%j', (more, message) => {
		expect(told(more)).toEqual([message]);
	});

	it.each([true, 'True', 'true', 1, '1'])('takes %p for true', (pricesIncludeTax) => {
		const { order } = read('anyShop', { key: '1', lines: [line], pricesIncludeTax });
		expect(String(order.totals.gross)).toBe('12');
	});
});

describe('a delivery that is taxed in shares is a line for each rate', () => {
	const sold = { sku: 'A', quantity: 1, price: '12.00', tax_lines: [{ rate: 0.2, price: '2.00' }] };
	const shopify = (price: string, tax_lines: Json[]) => ({
		name: '#1',
		currency: 'GBP',
		taxes_included: true,
		financial_status: 'paid',
		line_items: [sold],
		shipping_lines: [{ title: 'Post', price, tax_lines }],
		total_price: (12 + Number(price)).toFixed(2),
	});
	const rates = ({ lines: all }: ShopOrder) =>
		all
			.filter(({ kind }) => kind !== 'goods')
			.map(({ gross, tax, taxRate }) =>
				[gross.rounded(4), 'tax', tax, 'at', taxRate ?? '?'].join(' '),
			);

	it.each([
		['all at one rate', '4.80', [[0.2, '0.80']], ['4.8 tax 0.8 at 20']],
		['a part without', '4.80', [[0.2, '0.40']], ['2.4 tax 0.4 at 20', '2.4 tax 0 at 0']],
		[
			'two parts',
			'4.50',
			[
				[0.2, '0.40'],
				[0.05, '0.10'],
			],
			['2.4 tax 0.4 at 20', '2.1 tax 0.1 at 5'],
		],
		[
			'taxes on one amount',
			'13.00',
			[
				[0.1, '1.00'],
				[0.2, '2.00'],
			],
			['13 tax 3 at 30'],
		],
		['a rate that is named and not charged', '4.80', [[0.2, '0.00']], ['4.8 tax 0 at 0']],
		['free', '0.00', [[0.2, '0.00']], ['0 tax 0 at 20']],
	] as Array<[string, string, Array<[number, string]>, string[]]>)(
		'%s',
		(_what, price, taxes, wanted) => {
			const named = taxes.map(([rate, tax]) => ({ rate, price: tax }));
			const { order, problems } = read('shopify', shopify(price, named));
			expect(problems).toEqual([]);
			expect(rates(order)).toEqual(wanted);
			expect(order.remarks).toHaveLength(wanted.length - 1);
		},
	);

	it('and so is a fee below 0, which WooCommerce taxes as the goods', () => {
		const { order, problems } = read('woocommerce', {
			number: '1',
			status: 'processing',
			line_items: [],
			tax_lines: [{ rate_id: 1, rate_percent: 20 }],
			fee_lines: [
				{ name: 'Loyalty', total: '-4.00', total_tax: '-0.40', taxes: [{ id: 1, total: '-0.4' }] },
			],
			total: '-4.40',
			total_tax: '-0.40',
		});
		expect(problems).toEqual([]);
		expect(rates(order)).toEqual(['-2.4 tax -0.4 at 20', '-2 tax 0 at 0']);
	});

	it('in WooCommerce, of delivery and of fees', () => {
		const charged = {
			total: '4.00',
			total_tax: '0.50',
			taxes: [
				{ id: 1, total: '0.4' },
				{ id: 2, total: '0.1' },
			],
		};
		const { order, problems } = read('woocommerce', {
			number: '1',
			status: 'processing',
			line_items: [],
			tax_lines: [
				{ rate_id: 1, rate_percent: 20 },
				{ rate_id: 2, rate_percent: 5 },
			],
			shipping_lines: [{ method_title: 'Post', ...charged }],
			fee_lines: [{ name: 'Packing', ...charged }],
			total: '9.00',
			total_tax: '1.00',
		});
		expect(problems).toEqual([]);
		const parts = ['2.4 tax 0.4 at 20', '2.1 tax 0.1 at 5'];
		expect(rates(order)).toEqual([...parts, ...parts]);
	});
});

it.each([
	['gift_cards_amount', 'gift_cards_refunded'],
	['customer_balance_amount', 'customer_balance_refunded'],
	['reward_currency_amount', 'rwrd_crrncy_amnt_refunded'],
])('Magento: what %s paid and got back is neither owed nor paid', (paid, back) => {
	const { order, problems } = read(
		'magento',
		{
			increment_id: '1',
			grand_total: 10,
			items: [{ item_id: 1, sku: 'A', qty_ordered: 2, qty_refunded: 1, row_total: 30 }],
			extension_attributes: { [paid]: 20, [back]: 15 },
		},
		'buyer',
	);
	expect(problems).toEqual([]);
	expect([order.totals.gross, order.payments[0].amount].join(' ')).toBe('15 5');
});

it('Magento: delivery that was refunded is told, and its tax is not owed', () => {
	const { order, problems } = read('magento', {
		increment_id: '1',
		base_currency_code: 'GBP',
		base_grand_total: 18,
		base_total_refunded: 6,
		base_tax_amount: 3,
		shipping_description: 'Post',
		base_shipping_amount: 5,
		base_shipping_refunded: 5,
		base_shipping_tax_amount: 1,
		items: [{ item_id: 1, sku: 'A', qty_ordered: 1, base_row_total: 10, base_tax_amount: 2 }],
	});
	expect([problems, order.remarks]).toEqual([
		[],
		['Post: 5.00 of 5.00 was cancelled or refunded in the shop'],
	]);
	expect([order.totals.gross, order.totals.tax].join(' ')).toBe('12 2');
});

describe('Magento in two currencies', () => {
	const order = {
		increment_id: '1',
		base_currency_code: 'GBP',
		order_currency_code: 'EUR',
		grand_total: 32.4,
		base_grand_total: 28.8,
		shipping_description: 'Post',
		shipping_amount: 4.5,
		base_shipping_amount: 4,
		shipping_tax_amount: 0.9,
		base_shipping_tax_amount: 0.8,
		shipping_discount_amount: 1.8,
		base_shipping_discount_amount: 1.6,
		shipping_discount_tax_compensation_amount: 0.9,
		base_shipping_discount_tax_compensation_amnt: 0.8,
		items: [
			{
				item_id: 1,
				sku: 'A',
				qty_ordered: 1,
				tax_percent: 20,
				row_total: 18,
				base_row_total: 16,
				tax_amount: 3.6,
				base_tax_amount: 3.2,
				weee_tax_applied_row_amount: 2.7,
				base_weee_tax_applied_row_amnt: 2.4,
			},
		],
		extension_attributes: {
			gw_items_price: '3.6',
			gw_items_base_price: '3.2',
		},
	};

	it.each([
		['shop', ['goods A 1 x 19.2 tax 3.2', 'fee Fixed product tax 1 x 2.4 tax 0']],
		['buyer', ['goods A 1 x 21.6 tax 3.6', 'fee Fixed product tax 1 x 2.7 tax 0']],
	] as const)('has each amount under the name that it has in the money of the %s', (of, wanted) => {
		const { order: read_, problems } = read('magento', order, of);
		expect(problems).toEqual([]);
		expect(lines(read_).slice(0, 2)).toEqual(wanted);
	});
});

it('a total that binary fractions have blurred is whole pence', () => {
	const items = [{ item_id: 1, sku: 'A', qty_ordered: 1, base_row_total: 18 }];
	const total = (base_grand_total: number) =>
		read('magento', { increment_id: '1', items, base_grand_total }).problems;
	expect(total(18.000000000000004)).toEqual([]);
	expect(total(17.999999999999996)).toEqual([]);
	expect(total(18.01)).toHaveLength(1);
});

it('BigCommerce: amounts are in the currency that is paid in, not in the one that was shown', () => {
	const shown = { ...bigCommerceOrder, currency_code: 'EUR', default_currency_code: 'GBP' };
	expect(read('bigcommerce', shown as Json).order.currency).toBe('GBP');
});

it('Shopify: a line of which nothing was ordered, and something is left, is refused', () => {
	const line = { sku: 'A', quantity: 0, current_quantity: 1, price: '12.00' };
	const order = { name: '#1', taxes_included: true, line_items: [line], total_price: '12.00' };
	expect(read('shopify', order).problems.map(({ field }) => field)).toEqual(['Line 1: quantity']);
});

describe('goods for several addresses', () => {
	const addresses = (cities: string[]) => cities.map((city) => ({ city, street_1: '1 Mill Lane' }));
	const bigCommerce = (cities: string[]) =>
		read('bigcommerce', { ...(bigCommerceOrder as Json), shipping_addresses: addresses(cities) });
	const magento = (cities: string[]) =>
		read('magento', {
			increment_id: '1',
			base_currency_code: 'GBP',
			items: [{ item_id: 1, sku: 'A', qty_ordered: 1, base_row_total: 1, base_tax_amount: 0.2 }],
			base_grand_total: 1.2,
			base_tax_amount: 0.21,
			extension_attributes: {
				shipping_assignments: cities.map((city) => ({
					shipping: { address: { city, street: ['1 Mill Lane'] } },
				})),
			},
		});

	it.each([
		['BigCommerce', bigCommerce],
		['Magento', magento],
	])('%s: the first is taken, and the others are told', (_shop, given) => {
		const { order } = given(['York', 'Leeds', 'York', 'Hull']);
		expect(order.delivery?.city).toBe('York');
		expect(order.remarks.join()).toMatch(/3 addresses.*Left out: .*Leeds; .*Hull$/);
		expect(given(['York', 'York']).order.remarks).toEqual([]);
	});

	it("and the tax is the order's own all the same", () => {
		expect(String(magento(['York', 'Leeds']).order.totals.tax)).toBe('0.21');
	});
});

describe('WooCommerce: what was paid, and whether', () => {
	const sold = { sku: 'A', quantity: 1, total: '20.00', total_tax: '0.00', taxes: [] };
	const order = (more: Json) => ({
		number: '1',
		status: 'processing',
		currency: 'GBP',
		line_items: [sold],
		payment_method: 'card',
		total: '20.00',
		...more,
	});
	const told = (more: Json) => {
		const { order: read_, problems } = read('woocommerce', order(more));
		const paid = read_.payments.map(({ method, amount }) => `${method} ${String(amount ?? '?')}`);
		return [read_.state, String(read_.totals.gross), ...paid, problems.length, ...read_.remarks];
	};
	const credit = {
		code: 'C',
		discount: '8.00',
		discount_tax: '0.00',
		discount_type: 'smart_coupon',
	};

	it('store credit that was taken from the total is a payment', () => {
		expect(told({ total: '12.00', coupon_lines: [credit] })).toEqual([
			'paid',
			'20',
			'store_credit 8',
			'card ?',
			0,
		]);
	});
	it('store credit that was taken off the lines is a discount', () => {
		const less = { ...sold, total: '12.00', subtotal: '20.00' };
		const given = { total: '12.00', line_items: [less], coupon_lines: [credit] };
		expect(told(given)).toEqual(['paid', '12', 'card ?', 0]);
	});
	it('another coupon is no money', () => {
		const coupon = { ...credit, discount_type: 'fixed_cart' };
		expect(told({ total: '12.00', coupon_lines: [coupon] }).slice(0, 4)).toEqual([
			'paid',
			'12',
			'card ?',
			1,
		]);
	});
	it.each(['partial-payment', 'wc-partially-paid', 'pending-deposit', 'scheduled-payment'])(
		'a deposit is not all: %s',
		(status) => {
			expect(told({ status, date_paid: '2026-11-20T10:00:00' })[0]).toBe('awaiting');
		},
	);
	it('that a status of a plugin was taken for paid is told', () => {
		expect(told({ status: 'packing', date_paid: '2026-11-20T10:00:00' }).at(-1)).toMatch(
			/"packing" is a status of a plugin/,
		);
	});
	it('what is paid on delivery is not paid yet', () => {
		expect(told({ payment_method: 'cod', date_paid: null })).toEqual([
			'paid',
			'20',
			0,
			'No payment: the shop has no date of payment by cod',
		]);
	});
});

it('Shopify: money that went back in another currency does not tell what is left', () => {
	const moved = { kind: 'refund', status: 'success', amount: '14.40', currency: 'EUR' };
	const { problems } = read('shopify', {
		name: '#1',
		currency: 'GBP',
		taxes_included: true,
		line_items: [{ sku: 'A', quantity: 2, price: '12.00' }],
		refunds: [{ transactions: [moved] }],
		total_price: '24.00',
	});
	expect(problems.map(({ field }) => field)).toEqual(['refunds']);
});

it('Any Shop: a rate that there cannot be is read, for the site to have no code for it', () => {
	const line = { sku: 'A', unitPrice: 1, taxRate: -100 };
	const { order, problems } = read('anyShop', { key: '1', pricesIncludeTax: true, lines: [line] });
	expect([problems, String(order.lines[0].taxRate)]).toEqual([[], '-100']);
});

it('every shop has a name, a value and fields of its own', () => {
	for (const of of ['value', 'name', 'orderFields'] as const)
		expect(new Set(SHOPS.map((shop) => String(shop[of]))).size).toBe(SHOPS.length);
});
