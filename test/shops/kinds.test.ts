/** Orders of one kind as each shop sends them: what the buyer owed is booked and what is unusual is told, or it is refused. */
import { book } from '../../nodes/Sage200/sage200/orders/prices/booking';
import { owedOrder } from '../../nodes/Sage200/sage200/orders/prices/owedOrder';
import { settledOrder } from '../../nodes/Sage200/sage200/orders/shop/settle';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';
import { SHOPS } from '../../nodes/Sage200/sage200/shops';
import type { ShopOrder } from '../../nodes/Sage200/sage200/shops/order';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';

type Json = Record<string, unknown>;

const RATES = [20, 0, 5, 20].map((rate) => Decimal.of(rate));

interface Outcome {
	order: ShopOrder;
	/** Gross and tax that Sage books; undefined where it is refused. */
	booked?: [gross: number, tax: number];
	/** `goods TOOLS001 1 x 24 tax 4 at 20` */
	lines: string[];
	told: string;
	refused: string;
}

function outcome(shop: string, record: Json, { known = RATES, moneyOf = 'shop' as const } = {}) {
	const problems: Problem[] = [];
	const order = SHOPS.find(({ value }) => value === shop)!.readOrder(record, { moneyOf }, problems);
	const owed = owedOrder(order, { known, negativeLines: false }, problems);
	const booking = book(owed, {
		unitDecimals: 2,
		pricesIncludeTax: false,
		allowedPence: 0,
		taxRounding: owed.taxRounding,
		roundingLine: true,
	});
	const refused = [
		...problems,
		...(booking.fits ? owed.otherwiseTaxed : [{ field: 'Total', message: 'misfit', remedy: '' }]),
	];
	return {
		order,
		booked: refused.length > 0 ? undefined : [booking.gross / 100, booking.tax / 100],
		lines: order.lines.map(({ kind, sku, description, quantity, gross, tax, taxRate }) =>
			[
				kind,
				sku ?? description,
				quantity,
				'x',
				gross.rounded(2),
				'tax',
				tax.rounded(2),
				'at',
				taxRate ?? '?',
			].join(' '),
		),
		told: [...order.remarks, ...owed.remarks].join('\n'),
		refused: refused.map(({ field, message }) => `${field}: ${message}`).join('\n'),
	} as Outcome;
}

const goods = (more: Json = {}) => ({
	id: 1,
	sku: 'TOOLS001',
	title: 'Hammer',
	quantity: 1,
	price: '24.00',
	tax_lines: [{ rate: 0.2, price: '4.00' }],
	...more,
});
const shopify = (more: Json = {}) => ({
	id: 9,
	name: '#9',
	currency: 'GBP',
	taxes_included: true,
	financial_status: 'paid',
	line_items: [goods()],
	total_price: '24.00',
	...more,
});
const woo = (more: Json = {}) => ({
	id: 9,
	number: '9',
	status: 'processing',
	currency: 'GBP',
	line_items: [
		{
			id: 1,
			sku: 'TOOLS001',
			name: 'Hammer',
			quantity: 1,
			total: '20.00',
			total_tax: '4.00',
			taxes: [{ id: 1, total: '4' }],
		},
	],
	tax_lines: [{ rate_id: 1, rate_percent: 20 }],
	total: '24.00',
	...more,
});
const item = (more: Json = {}) => ({
	item_id: 1,
	sku: 'TOOLS001',
	name: 'Hammer',
	product_type: 'simple',
	qty_ordered: 1,
	base_row_total: 20,
	tax_percent: 20,
	base_tax_amount: 4,
	...more,
});
const magento = (more: Json = {}) => ({
	increment_id: '000000009',
	state: 'processing',
	base_currency_code: 'GBP',
	items: [item()],
	base_grand_total: 24,
	...more,
});
const product = (more: Json = {}) => ({
	id: 1,
	sku: 'TOOLS001',
	name: 'Hammer',
	quantity: 1,
	total_inc_tax: '24.0000',
	total_tax: '4.0000',
	...more,
});
const bigCommerce = (more: Json = {}) => ({
	id: 9,
	status_id: 11,
	currency_code: 'GBP',
	products: [product()],
	total_inc_tax: '24.0000',
	...more,
});

describe('a rate that is named on nothing', () => {
	const two = [
		{ rate: 0.2, price: '0.00' },
		{ rate: 0.05, price: '0.00' },
	];
	const taxes = [
		{ id: 1, total: '0' },
		{ id: 2, total: '0' },
	];
	it.each([
		['Shopify', 'shopify', shopify({ shipping_lines: [{ price: '0.00', tax_lines: two }] })],
		[
			'WooCommerce',
			'woocommerce',
			woo({
				shipping_lines: [{ id: 2, method_title: 'Post', total: '0.00', total_tax: '0.00', taxes }],
				tax_lines: [
					{ rate_id: 1, rate_percent: 20 },
					{ rate_id: 2, rate_percent: 5 },
				],
			}),
		],
	])('%s: free delivery of goods at two rates has one of them', (_name, shop, order) => {
		const { booked, lines, refused } = outcome(shop, order);
		expect(refused).toBe('');
		expect(booked).toEqual([24, 4]);
		expect(lines[1]).toMatch(/delivery .* 1 x 0 tax 0 at 20$/);
	});

	it('counts for nothing beside one that is charged, however small the line', () => {
		const line = goods({
			price: '0.12',
			tax_lines: [
				{ rate: 0.05, price: '0.00' },
				{ rate: 0.2, price: '0.02' },
			],
		});
		const order = shopify({ line_items: [line], total_price: '0.12' });
		expect(outcome('shopify', order).lines).toEqual(['goods TOOLS001 1 x 0.12 tax 0.02 at 20']);
	});
});

describe('tax that is not what the rate of the line makes it', () => {
	/** Taxes on two lines of 24.00 whose rate is 20 %. */
	const order = (one: string, other: string) =>
		shopify({
			line_items: [one, other].map((price, at) =>
				goods({ id: at, tax_lines: [{ rate: 0.2, price }] }),
			),
			total_price: '48.00',
			total_tax: '8.00',
		});

	it('is refused, naming the line, where that of the whole order is right', () => {
		const { booked, refused } = outcome('shopify', order('2.00', '6.00'));
		expect(booked).toBeUndefined();
		expect(refused).toMatch(
			/Line 1 \(Hammer\): Tax: the shop charged 2\.00 tax in 24\.00, which at its 20 % contains 4\.00/,
		);
		expect(refused).toMatch(/Line 2 /);
	});

	it('is taken where it is a matter of rounding', () => {
		expect(outcome('shopify', order('3.99', '4.01')).booked).toEqual([48, 8]);
	});

	it('is bounded line by line in shops that round by the unit', () => {
		const cheap = item({ item_id: 2, qty_ordered: 1000, base_row_total: 83.33 });
		const items = (tax: number) => [
			item({ base_tax_amount: tax }),
			{ ...cheap, base_tax_amount: 16.67 },
		];
		const grand = (tax: number) => ({
			items: items(tax),
			base_grand_total: 120 + tax,
			base_tax_amount: 16.67 + tax,
		});
		expect(outcome('magento', magento(grand(4))).booked).toEqual([124, 20.67]);
		const { refused } = outcome('magento', magento(grand(1)));
		expect(refused).toMatch(/Line 1 \(Hammer\): Tax: the shop charged 1\.00 tax in 21\.00/);
		const ofMany = { ...cheap, base_tax_amount: 20 };
		const told = outcome(
			'magento',
			magento({
				items: [item(), ofMany],
				base_grand_total: 127.33,
				base_tax_amount: 24,
			}),
		);
		expect(told.booked?.[0]).toBe(127.33);
	});
});

describe('a rate that is found by the amounts', () => {
	const known = [25, 20, 5, 0].map((rate) => Decimal.of(rate));
	const small = product({ id: 2, sku: 'NAIL', total_inc_tax: '0.1000', total_tax: '0.0200' });

	it('is one that another line surely has', () => {
		const order = bigCommerce({ products: [product(), small], total_inc_tax: '24.1000' });
		const { booked, told } = outcome('bigcommerce', order, { known });
		expect([booked, told]).toEqual([[24.1, 4.02], '']);
	});

	it('is told where nothing decides', () => {
		const order = bigCommerce({ products: [small], total_inc_tax: '0.1000' });
		expect(outcome('bigcommerce', order, { known }).told).toMatch(
			/Line 1 \(Hammer\): tax of 0\.02 in 0\.10 may be of 25 %, 20 %; 25 % was taken/,
		);
	});

	it('is the exact one of many cheap units', () => {
		const nails = product({
			sku: 'NAIL',
			quantity: 100,
			total_inc_tax: '2.1000',
			total_tax: '0.1000',
		});
		const order = bigCommerce({ products: [product(), nails], total_inc_tax: '26.1000' });
		expect(outcome('bigcommerce', order).booked).toEqual([26.1, 4.1]);
	});
});

describe('Shopify: duties and fees', () => {
	const duty = (price: string, tax?: string) => ({
		shop_money: { amount: price },
		tax_lines: tax === undefined ? [] : [{ rate: 0.2, price: tax }],
	});
	const dutiable = (...duties: Json[]) => ({
		taxes_included: false,
		line_items: duties.map((each, id) => goods({ id, price: '20.00', duties: [each] })),
		total_tax: undefined,
	});

	it('are taxed each by themselves', () => {
		const { booked, refused } = outcome(
			'shopify',
			shopify({ ...dutiable(duty('4.00', '0.80'), duty('6.00', '1.20')), total_price: '60.00' }),
		);
		expect([refused, booked]).toEqual(['', [60, 10]]);
	});

	it('are one line where none is taxed', () => {
		const { booked, lines } = outcome(
			'shopify',
			shopify({ ...dutiable(duty('4.00'), duty('6.00')), total_price: '58.00' }),
		);
		expect(booked).toEqual([58, 8]);
		expect(lines.at(-1)).toBe('duty Duties 1 x 10 tax 0 at 0');
	});

	it.each(['2.50', '3.00'])(
		'are as they are listed, be the sum with tax or without: %s',
		(stated) => {
			const fee = { name: 'Bag', price: '2.50', tax_lines: [{ rate: 0.2, price: '0.50' }] };
			const { booked, lines } = outcome(
				'shopify',
				shopify({
					taxes_included: false,
					line_items: [goods({ price: '20.00' })],
					additional_fees: [fee],
					current_total_additional_fees_set: { shop_money: { amount: stated } },
					total_price: '27.00',
				}),
			);
			expect(booked).toEqual([27, 4.5]);
			expect(lines[1]).toBe('fee Bag 1 x 3 tax 0.5 at 20');
		},
	);

	it('are parted by the rates of their taxes', () => {
		const fee = {
			name: 'Bag',
			price: '4.50',
			tax_lines: [
				{ rate: 0.2, price: '0.40' },
				{ rate: 0.05, price: '0.10' },
			],
		};
		const order = shopify({ additional_fees: [fee], total_price: '28.50' });
		const { booked, told } = outcome('shopify', order);
		expect(booked).toEqual([28.5, 4.5]);
		expect(told).toMatch(/Bag: its tax is of parts of it/);
	});
});

describe('Shopify: what the total may count or not', () => {
	const rounding = (amount: string) => ({
		total_cash_rounding_payment_adjustment_set: { shop_money: { amount } },
	});
	const back = (...amounts: string[]) => ({
		refunds: [{ order_adjustments: amounts.map((amount) => ({ amount, tax_amount: '0.00' })) }],
	});

	it.each([
		['a tip that is among the lines without a mark', { total_tip_received: '3.00' }, '27.00', true],
		['a tip that is on none', { total_tip_received: '3.00' }, '27.00', false],
	])('%s', (_what, more, total_price, isLine) => {
		const tip = goods({ id: 2, sku: '', title: 'Tip', price: '3.00', tax_lines: [] });
		const line_items = [goods(), ...(isLine ? [tip] : [])];
		const { booked, told } = outcome('shopify', shopify({ ...more, line_items, total_price }));
		expect(booked).toEqual([27, 4]);
		expect(/Tip: 3\.00 is not counted/.test(told)).toBe(isLine);
	});

	it('cash rounding beside a tip and money that was given back', () => {
		const { order, refused } = outcome(
			'shopify',
			shopify({
				line_items: [goods(), goods({ id: 2, price: '10.00', tax_lines: [] })],
				...rounding('0.02'),
				...back('-4.00'),
				total_tip_received: '1.00',
				current_total_price: '31.00',
			}),
		);
		expect(order.lines.map(({ kind }) => kind)).toEqual(['goods', 'goods', 'tip', 'goodwill']);
		expect(order.remarks).toEqual(["Cash rounding: 0.02 is not counted in the shop's total"]);
		expect(refused).toBe('');
	});
});

it.each([
	[
		'shopify',
		shopify({
			line_items: [
				goods({
					quantity: 3,
					price: '3.33',
					discount_allocations: [{ amount: '5.00' }, { amount: '5.00' }],
					tax_lines: [{ rate: 0.2, price: '0.00' }],
				}),
			],
			shipping_lines: [
				{ price: '6.00', discount_allocations: [{ amount: '6.01' }], tax_lines: [] },
			],
			total_price: '0.00',
		}),
	],
	[
		'magento',
		magento({
			items: [item({ base_row_total: 9.99, base_tax_amount: 0, base_discount_amount: 10 })],
			base_grand_total: 0,
		}),
	],
])('%s: shares of a discount take off no more than there is', (shop, order) => {
	expect(outcome(shop, order)).toMatchObject({ booked: [0, 0], refused: '' });
});

it('Shopify: what is left of a discounted line may be rounded by itself', () => {
	const line = (left: number) =>
		goods({
			quantity: 3,
			current_quantity: left,
			price: '10.00',
			discount_allocations: [{ amount: '10.00' }],
			tax_lines: [{ rate: 0.2, price: '3.33' }],
		});
	for (const total of ['6.66', '6.67']) {
		const order = { line_items: [line(1)], total_price: '20.00', current_total_price: total };
		expect(outcome('shopify', shopify(order)).booked?.[0]).toBe(Number(total));
	}
	const wrong = { line_items: [line(1)], total_price: '20.00', current_total_price: '6.64' };
	expect(outcome('shopify', shopify(wrong)).refused).toMatch(/6\.67.*6\.64/);
});

describe('Shopify: delivery that was refunded', () => {
	const vat = [{ rate: 0.2, price: '1.00' }];
	const shipping_lines = [
		{ id: 1, title: 'Post', price: '6.00', tax_lines: vat },
		{ id: 2, title: 'Insurance', price: '4.00', tax_lines: [] },
	];
	const back = (id: number, amount: string) => ({
		refunds: [
			{
				refund_shipping_lines: [
					{ shipping_line: { id }, subtotal_amount_set: { shop_money: { amount } } },
				],
			},
		],
	});
	const left = (amount: string, total: string) => ({
		shipping_lines,
		total_price: '34.00',
		current_total_price: total,
		current_shipping_price_set: { shop_money: { amount } },
	});

	it('is that which the refund names, and told', () => {
		const { booked, told } = outcome(
			'shopify',
			shopify({ ...left('4.00', '28.00'), ...back(1, '6.00'), current_total_tax: '4.00' }),
		);
		expect(booked).toEqual([28, 4]);
		expect(told).toBe('Post: 6.00 of 6.00 was refunded in the shop');
	});

	it('is a part of all where the refund names none', () => {
		const order = shopify({ ...left('5.00', '29.00'), current_total_tax: '4.50' });
		expect(outcome('shopify', order).booked).toEqual([29, 4.5]);
	});
});

it('Shopify: what a buyer who paid in cash got out was not paid', () => {
	const transactions = [
		{ kind: 'sale', status: 'success', gateway: 'cash', amount: '30.00' },
		{ kind: 'change', status: 'success', gateway: 'cash', amount: '6.00' },
	];
	const { payments } = outcome('shopify', shopify({ transactions })).order;
	expect(payments.map(({ amount }) => String(amount))).toEqual(['30', '-6']);
});

describe('Magento: tax that was worked out before a discount', () => {
	it('by the unit', () => {
		const line = item({
			qty_ordered: 3,
			base_row_total: 9.99,
			base_tax_amount: 2.01,
			base_discount_amount: 5,
		});
		const { booked, told } = outcome('magento', magento({ items: [line], base_grand_total: 7 }));
		expect(booked).toEqual([7, 1.17]);
		expect(told).toMatch(/worked out tax before the discount \(2\.01\); 7\.00 was paid/);
	});

	it.each([
		['as the order lists its taxes', [{ type: 'shipping', applied_taxes: [{ percent: 20 }] }]],
		['as the goods have it', []],
	])('of delivery, its rate %s', (_where, item_applied_taxes) => {
		const { booked, told } = outcome(
			'magento',
			magento({
				shipping_description: 'Post',
				base_shipping_amount: 5,
				base_shipping_tax_amount: 1,
				base_shipping_discount_amount: 2,
				base_grand_total: 28,
				extension_attributes: { item_applied_taxes },
			}),
		);
		expect(booked).toEqual([28, 4.67]);
		expect(told).toMatch(/Post: the shop worked out tax before the discount/);
	});
});

it('Magento: the variant of a configurable product is no line of its own, though nothing ties it to it', () => {
	const configured = item({ product_type: 'configurable' });
	const variant = { item_id: 2, sku: 'TOOLS001', product_type: 'simple', qty_ordered: 1 };
	const given = {
		...variant,
		item_id: 3,
		base_price: 5,
		base_row_total: 5,
		base_discount_amount: 5,
	};
	const { lines, told, booked } = outcome(
		'magento',
		magento({ items: [configured, variant, given] }),
	);
	expect(lines).toEqual(['goods TOOLS001 1 x 24 tax 4 at 20', 'goods TOOLS001 1 x 0 tax 0 at 0']);
	expect([booked, /TOOLS001: is listed twice/.test(told)]).toEqual([[24, 4], true]);
});

it('Magento: fixed product taxes are read, be they text or a list', () => {
	const listed = [{ title: 'WEEE', base_row_amount: 3, base_row_amount_incl_tax: 3.6 }];
	for (const weee_tax_applied of [listed, JSON.stringify(listed)]) {
		const line = item({ weee_tax_applied, base_weee_tax_applied_row_amnt: 3 });
		const order = magento({ items: [line], base_grand_total: 27.6 });
		expect(outcome('magento', order).booked).toEqual([27.6, 4.6]);
	}
});

describe('WooCommerce', () => {
	const untaxed = [
		{ id: 1, sku: 'TOOLS001', name: 'Hammer', quantity: 1, total: '20.00', total_tax: '0.00' },
	];

	it('the tax of the whole order, without its rate, is that of the goods', () => {
		const tax_lines = [{ rate_id: 1, tax_total: '4.00', shipping_tax_total: '0.00' }];
		const order = woo({ line_items: untaxed, tax_lines, total_tax: '4.00' });
		expect(outcome('woocommerce', order).booked).toEqual([24, 4]);
	});

	it('is placed at the time in UTC where it gives no other', () => {
		const order = woo({ date_created_gmt: '2026-07-31T23:30:00' });
		expect(outcome('woocommerce', order).order.placedAt).toBe('2026-07-31T23:30:00Z');
	});

	it('pence that paying in cash was rounded by come off goods of any rate; a credit does not', () => {
		const fee = (total: string) => ({
			fee_lines: [{ name: 'Rounding', total, total_tax: '0.00', taxes: [] }],
			total: (24 + Number(total)).toFixed(2),
			total_tax: '4.00',
		});
		const { booked, told } = outcome('woocommerce', woo(fee('-0.04')));
		expect([booked, told]).toEqual([[23.96, 3.99], 'Rounding: 0.04 was taken off the goods']);
		expect(outcome('woocommerce', woo(fee('-0.10'))).refused).toMatch(/-0\.10 .* is below 0/);
	});

	it('money that was given back alone is told as such', () => {
		const refunds = [{ id: 1, amount: '5.00', reason: 'Late', line_items: [] }];
		const { refused } = outcome('woocommerce', woo({ refunds }));
		expect(refused).toMatch(/Line 2 \(Late\): -5\.00 .* is below 0/);
	});
});

describe('where an order goes', () => {
	const street = { address1: '7 Mill Lane', city: 'York', country_code: 'GB' };
	const nothing = { address1: null, address2: null, city: null, zip: null, country_code: null };
	const site = { taxCodes: [{ tax_rate: 20 }, { tax_rate: 0 }], pricesIncludeTax: false };
	const rules = {
		extras: 'freeText' as const,
		taxCodes: [],
		negativeLines: false,
		roundingLine: true,
		allowedPence: 0,
		unitDecimals: 2 as const,
		notes: true,
		lineFields: {},
	};
	const remarks = (shop: string, record: Json) =>
		settledOrder(outcome(shop, record).order, site, rules, []).remarks.join('\n');
	const post = { shipping_lines: [{ title: 'Post', price: '0.00', tax_lines: [] }] };

	it('an address in which nothing is filled in is none', () => {
		const { order } = outcome('shopify', shopify({ shipping_address: nothing }));
		expect(order.delivery).toBeUndefined();
	});

	it.each([
		['nothing is filled in', { shipping_address: nothing }, true],
		['there is none', {}, true],
		['there is one', { shipping_address: street }, false],
	])('that it goes to the invoice address is told: %s', (_what, more, isTold) => {
		const order = shopify({ ...post, billing_address: street, ...more });
		expect(/goes to the address of the invoice/.test(remarks('shopify', order))).toBe(isTold);
	});

	it('the country of a buyer without a street decides about tax', () => {
		const billing = { first_name: 'Jo', country: 'US', address_1: '', city: '', postcode: '' };
		expect(outcome('woocommerce', woo({ billing })).order.invoice?.country).toBe('US');
	});

	it('BigCommerce: addresses that are linked only are asked for', () => {
		const linked = { shipping_addresses: { url: 'https://shop.example/orders/9' } };
		expect(outcome('bigcommerce', bigCommerce(linked)).refused).toMatch(
			/shipping_addresses: does not tell where the goods go/,
		);
		const digital = bigCommerce({ ...linked, order_is_digital: true });
		expect(outcome('bigcommerce', digital).refused).toBe('');
		const shipping = [{ street_1: '7 Mill Lane', city: 'York' }];
		for (const consignments of [[{ shipping }], { shipping }])
			expect(outcome('bigcommerce', bigCommerce({ ...linked, consignments }))).toMatchObject({
				refused: '',
				order: { delivery: { city: 'York' } },
			});
		// Goods that are fetched from a store.
		for (const consignments of [[{ pickups: [{}], shipping: [] }], { shipping: [] }])
			expect(outcome('bigcommerce', bigCommerce({ ...linked, consignments })).refused).toBe('');
		const consignments = { url: 'https://shop.example/orders/9/consignments' };
		expect(outcome('bigcommerce', bigCommerce({ ...linked, consignments })).refused).toMatch(
			/does not tell where the goods go/,
		);
	});

	it('Magento: the address may stand beside the one of the invoice', () => {
		const shipping_address = { street: ['7 Mill Lane'], city: 'York' };
		expect(outcome('magento', magento({ shipping_address })).order.delivery?.city).toBe('York');
	});

	it('Any Shop: a street of several lines is several lines', () => {
		const delivery = { street: 'Unit 5\nOld Works\r\nUnit 5', city: 'York' };
		const { order } = outcome('anyShop', { key: '1', lines: [], delivery });
		expect(order.delivery?.street).toEqual(['Unit 5', 'Old Works']);
	});

	it('a total of three decimals is told', () => {
		const line = { sku: 'A', gross: '1.235', taxRate: 0 };
		expect(
			remarks('anyShop', { key: '1', currency: 'KWD', lines: [line], totals: { gross: '1.235' } }),
		).toMatch(/total is 1\.235: Sage 200 keeps 1\.24/);
	});
});

it.each([
	['shopify', shopify({ currency: null })],
	['woocommerce', woo({ currency: undefined })],
	['magento', magento({ base_currency_code: undefined })],
	['bigcommerce', bigCommerce({ currency_code: undefined })],
])('%s: an order that names no currency says so', (shop, order) => {
	expect(outcome(shop, order).told).toMatch(/names no currency/);
});

it.each([
	[
		'shopify',
		shopify({ name: undefined, order_number: 1009 }),
		'1009',
		/no "name": "order_number"/,
	],
	['woocommerce', woo({ number: '' }), '9', /no "number": "id" was taken for its number/],
])(
	'%s: that another number than the usual one is the key is told',
	(shop, record, key, message) => {
		const { order, told } = outcome(shop, record);
		expect(order.key).toBe(key);
		expect(told).toMatch(message);
	},
);

it('Magento: a time in UTC is one, however it is written', () => {
	for (const stamp of ['2026-07-31 23:30:00', '2026-07-31T23:30:00+00:00', '2026-07-31T23:30:00Z'])
		expect(outcome('magento', magento({ created_at: stamp })).order.placedAt).toBe(
			'2026-07-31T23:30:00Z',
		);
	expect(outcome('magento', magento({ created_at: '2026-08-01' })).order.placedAt).toBe(
		'2026-08-01',
	);
});

it('Magento: parts with prices of their own are what was sold, though no type says so', () => {
	const kit = { item_id: 1, sku: 'KIT', qty_ordered: 1, base_row_total: 20, base_tax_amount: 4 };
	const order = magento({ items: [kit, item({ item_id: 2, parent_item_id: 1 })] });
	expect(outcome('magento', order).lines).toEqual(['goods TOOLS001 1 x 24 tax 4 at 20']);
});

describe('tax that is not told', () => {
	it('of a tax that Shopify names is refused', () => {
		const line = goods({ tax_lines: [{ rate: 0.2 }] });
		expect(outcome('shopify', shopify({ line_items: [line] })).refused).toMatch(
			/Line 1: tax 1: price: is missing/,
		);
	});

	it('of goods of Shopify is said to be none', () => {
		const untold = { line_items: [goods({ tax_lines: undefined })] };
		expect(outcome('shopify', shopify(untold)).told).toMatch(
			/Hammer: the order does not tell its tax/,
		);
		const none = { line_items: [goods({ tax_lines: [] })] };
		expect(outcome('shopify', shopify(none)).told).toBe('');
		const order = outcome('shopify', shopify({ ...untold, total_tax: '4.00' }));
		expect([order.told, order.booked]).toEqual(['', [24, 4]]);
	});

	it('of goods of BigCommerce is what their amounts are apart', () => {
		const line = product({ total_tax: undefined, total_ex_tax: '20.0000' });
		expect(outcome('bigcommerce', bigCommerce({ products: [line] })).booked).toEqual([24, 4]);
	});
});

it('WooCommerce: a VAT number is read of whichever field of a plugin has one', () => {
	const meta_data = [
		{ key: '_vat_number', value: '' },
		{ key: '_billing_vat_number', value: 'GB123456789' },
	];
	expect(outcome('woocommerce', woo({ meta_data })).order.buyer.vatNumber).toBe('GB123456789');
});

it('Magento: a number that has lost digits is no key', () => {
	const { refused } = outcome('magento', magento({ increment_id: 1e21 }));
	expect(refused).toMatch(/increment_id: .* has lost digits/);
});

it('Shopify: tax that is added stays added where a part of a line has it a penny off', () => {
	// Two of three at 1.24 without tax: the line's tax of 0.74 in parts, where their own would be 0.50.
	const row = {
		quantity: 2,
		subtotal: '2.48',
		total_tax: '0.49',
		line_item: { sku: 'TOOLS001', title: 'Hammer', tax_lines: [{ rate: 0.2, price: '0.74' }] },
	};
	const problems: Problem[] = [];
	const { refunds } = SHOPS.find(({ value }) => value === 'shopify')!;
	const refund = { id: 1, order_id: 9, refund_line_items: [row], transactions: [] };
	const { totals } = refunds!.readRefund(refund, { moneyOf: 'shop' }, problems);
	expect([problems, totals.gross.pence, totals.tax.pence]).toEqual([[], 297, 49]);
});

it('WooCommerce: a time in UTC is one, whether it says so or not', () => {
	for (const date_created_gmt of ['2026-07-31T23:30:00', '2026-07-31T23:30:00Z'])
		expect(outcome('woocommerce', woo({ date_created_gmt })).order.placedAt).toBe(
			'2026-07-31T23:30:00Z',
		);
});
