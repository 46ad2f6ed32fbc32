/**
 * Shops that draw up orders by rules of rounding of their own. They work in whole millionths of a penny and know
 * nothing of the code under test. Baskets are drawn at random.
 */
import fc from 'fast-check';

export interface BasketLine {
	quantity: number;
	/** Pence a unit, as the shop shows it. */
	price: number;
	/** Percent. */
	rate: number;
	/** Percent off the line. */
	off: number;
}

export interface Basket {
	/** Prices are shown with tax. */
	included: boolean;
	lines: BasketLine[];
	delivery?: { price: number; rate: number };
	fee?: { price: number; rate: number };
}

/** An order as a shop sends it, and what its buyer owes, in pence. */
export interface ModelOrder {
	order: Record<string, unknown>;
	gross: number;
	tax: number;
}

const rate = fc.constantFrom(20, 20, 20, 5, 0);
const line = fc.record({
	quantity: fc.oneof(
		{ arbitrary: fc.constantFrom(1, 1, 1, 2, 3, 5, 10), weight: 4 },
		{ arbitrary: fc.integer({ min: 1, max: 200 }), weight: 1 },
	),
	price: fc.oneof(
		fc.integer({ min: 1, max: 20_000 }),
		fc.integer({ min: 1, max: 100 }).map((pounds) => pounds * 100 - 1),
		fc.integer({ min: 1, max: 40 }).map((pounds) => pounds * 100 - 5),
	),
	rate,
	off: fc.constantFrom(0, 0, 0, 10, 33, 100),
});
const charge = fc.record({ price: fc.integer({ min: 1, max: 2_000 }), rate });

export const baskets: fc.Arbitrary<Basket> = fc.record(
	{
		included: fc.boolean(),
		lines: fc.array(line, { minLength: 1, maxLength: 40 }),
		delivery: charge,
		fee: charge,
	},
	{ requiredKeys: ['included', 'lines'] },
);

/** Rounds a fraction of whole numbers, half up. */
function quotient(over: number, by: number): number {
	return Number((2n * BigInt(over) + BigInt(by)) / (2n * BigInt(by)));
}

const text = (pence: number, places = 2) => (pence / 100).toFixed(places);

interface Worth {
	/** Whole pence after the discount, as shown. */
	shown: number;
	discount: number;
}

function worthOf({ quantity, price, off }: BasketLine): Worth {
	const listed = quantity * price;
	const discount = quotient(listed * off, 100);
	return { shown: listed - discount, discount };
}

/** Tax of an amount to the penny. */
function taxOf(amount: number, percent: number, included: boolean): number {
	return included ? quotient(amount * percent, 100 + percent) : quotient(amount * percent, 100);
}

/** Shopify rounds the tax of every line; discounts stand beside the prices. */
export function shopifyOrder({ included, lines, delivery, fee }: Basket): ModelOrder {
	const taxLines = (amount: number, percent: number) => ({
		tax: taxOf(amount, percent, included),
		tax_lines: [
			{ title: 'VAT', rate: percent / 100, price: text(taxOf(amount, percent, included)) },
		],
	});
	const rows = [
		...lines.map((each, at) => ({ each, ...worthOf(each), kind: 'line' as const, at })),
		...(delivery
			? [{ each: delivery, shown: delivery.price, discount: 0, kind: 'delivery' as const, at: 0 }]
			: []),
	];
	const taxed = rows.map((row) => ({ ...row, ...taxLines(row.shown, row.each.rate) }));
	const tax = taxed.reduce((sum, row) => sum + row.tax, 0);
	const shown = taxed.reduce((sum, row) => sum + row.shown, 0);
	const gross = shown + (included ? 0 : tax) + (fee ? fee.price : 0);
	return {
		gross,
		tax,
		order: {
			id: 1,
			name: '#1',
			currency: 'GBP',
			taxes_included: included,
			financial_status: 'paid',
			created_at: '2026-11-20T10:00:00Z',
			line_items: taxed
				.filter(({ kind }) => kind === 'line')
				.map((row) => ({
					id: row.at + 1,
					sku: `A${row.at}`,
					title: `Article ${row.at}`,
					quantity: (row.each as BasketLine).quantity,
					price: text(row.each.price),
					discount_allocations: row.discount > 0 ? [{ amount: text(row.discount) }] : [],
					tax_lines: row.tax_lines,
				})),
			shipping_lines: taxed
				.filter(({ kind }) => kind === 'delivery')
				.map((row) => ({ title: 'Post', price: text(row.shown), tax_lines: row.tax_lines })),
			...(fee
				? { current_total_additional_fees_set: { shop_money: { amount: text(fee.price) } } }
				: {}),
			total_price: text(gross),
			total_tax: text(tax),
		},
	};
}

/** A refund of all of a basket: Shopify does not say whether its subtotals contain tax. */
export function shopifyRefund({ included, lines, delivery }: Basket): ModelOrder {
	const rows = lines.map((each, at) => {
		const { shown } = worthOf(each);
		const tax = taxOf(shown, each.rate, included);
		return { each, at, shown, tax, gross: included ? shown : shown + tax };
	});
	const postTax = delivery ? taxOf(delivery.price, delivery.rate, included) : 0;
	const postNet = delivery ? delivery.price - (included ? postTax : 0) : 0;
	const gross = rows.reduce((sum, row) => sum + row.gross, postNet + postTax);
	return {
		gross,
		tax: rows.reduce((sum, row) => sum + row.tax, postTax),
		order: {
			id: 1,
			order_id: 1,
			refund_line_items: rows.map(({ each, at, shown, tax }) => ({
				quantity: each.quantity,
				subtotal: text(shown),
				total_tax: text(tax),
				line_item: {
					sku: `A${at}`,
					title: `Article ${at}`,
					tax_lines: [{ rate: each.rate / 100, price: text(tax) }],
				},
			})),
			order_adjustments: delivery
				? [{ kind: 'shipping_refund', amount: text(-postNet), tax_amount: text(-postTax) }]
				: [],
			transactions: gross > 0 ? [{ kind: 'refund', status: 'success', amount: text(gross) }] : [],
		},
	};
}

/** WooCommerce works without rounding and rounds the tax of each line, or that of the whole order at each rate. */
export function wooOrder(basket: Basket, rounds: 'line' | 'subtotal'): ModelOrder {
	const { included, lines, delivery, fee } = basket;
	const pence = (millionths: bigint) => Number((2n * millionths + 1_000_000n) / 2_000_000n);
	// Millionths of a penny; what a line's tax loses by rounding, its price without tax gains.
	const exact = (shown: number, percent: number) => {
		const all = BigInt(shown) * 1_000_000n;
		const whole = included
			? (all * BigInt(percent)) / BigInt(100 + percent)
			: (all * BigInt(percent)) / 100n;
		const tax = rounds === 'line' ? BigInt(pence(whole)) * 1_000_000n : whole;
		return { net: included ? all - tax : all, tax };
	};
	const rows = [
		...lines.map((each) => ({ each, ...worthOf(each) })),
		...(delivery ? [{ each: delivery, shown: delivery.price, discount: 0 }] : []),
		...(fee ? [{ each: fee, shown: fee.price, discount: 0 }] : []),
	].map((row) => ({ ...row, ...exact(row.shown, row.each.rate) }));
	const sum = (values: bigint[]) => values.reduce((all, each) => all + each, 0n);
	const tax = [20, 5, 0]
		.map((percent) => sum(rows.filter(({ each }) => each.rate === percent).map((row) => row.tax)))
		.reduce((all, each) => all + pence(each), 0);
	// Prices with tax are what the buyer sees: the total is their sum.
	const gross = included
		? rows.reduce((all, { shown }) => all + shown, 0)
		: rows.reduce((all, { shown }) => all + shown, 0) + tax;
	const six = (millionths: bigint) => (Number(millionths) / 1e8).toFixed(6);
	const amounts = (row: (typeof rows)[number]) => ({
		total: text(pence(row.net)),
		total_tax: text(pence(row.tax)),
		taxes: row.each.rate === 0 ? [] : [{ id: row.each.rate, total: six(row.tax) }],
	});
	const goods = rows.slice(0, lines.length);
	const rest = rows.slice(lines.length);
	const [post, extra] = [delivery ? rest[0] : undefined, fee ? rest[rest.length - 1] : undefined];
	return {
		gross,
		tax,
		order: {
			id: 1,
			number: '1',
			status: 'processing',
			currency: 'GBP',
			prices_include_tax: included,
			date_created: '2026-11-20T10:00:00',
			line_items: goods.map((row, at) => {
				const { quantity } = row.each as BasketLine;
				const before = exact(row.shown + row.discount, row.each.rate);
				return {
					id: at + 1,
					sku: `A${at}`,
					name: `Article ${at}`,
					quantity,
					subtotal: text(pence(before.net)),
					subtotal_tax: text(pence(before.tax)),
					...amounts(row),
					price: Number(row.net) / 1e8 / quantity,
				};
			}),
			shipping_lines: post ? [{ id: 1, method_title: 'Post', ...amounts(post) }] : [],
			fee_lines: extra ? [{ id: 2, name: 'Fee', ...amounts(extra) }] : [],
			tax_lines: [20, 5].map((percent) => ({
				rate_id: percent,
				rate_percent: percent,
				compound: false,
			})),
			total: text(gross),
			total_tax: text(tax),
		},
	};
}

/** Magento rounds the tax of each unit, of each row, or of the whole: there a row takes over what the rows before lost. */
export function magentoOrder(basket: Basket, rounds: 'unit' | 'row' | 'total'): ModelOrder {
	const { included, lines, delivery } = basket;
	const lost = new Map<number, number>();
	const carried = (amount: number, percent: number) => {
		const exact = included ? (amount * percent) / (100 + percent) : (amount * percent) / 100;
		const before = lost.get(percent) ?? 0;
		const tax = Math.round(exact + before + 1e-9);
		lost.set(percent, exact + before - tax);
		return tax;
	};
	const items = lines.map((each, at) => {
		const { shown, discount } = worthOf(each);
		const unit = Math.floor(shown / each.quantity);
		const byUnit =
			rounds === 'unit' && discount === 0
				? taxOf(unit, each.rate, included) * each.quantity
				: undefined;
		const tax =
			byUnit ??
			(rounds === 'total' ? carried(shown, each.rate) : taxOf(shown, each.rate, included));
		const gross = included ? shown : shown + tax;
		// With tax in the prices, the discount's own tax stands apart.
		const compensation = included ? taxOf(discount, each.rate, true) : 0;
		const row = gross - tax - compensation + discount;
		return {
			gross,
			tax,
			item: {
				item_id: at + 1,
				sku: `A${at}`,
				name: `Article ${at}`,
				product_type: 'simple',
				qty_ordered: each.quantity,
				base_row_total: text(row, 4),
				base_discount_amount: text(discount, 4),
				base_discount_tax_compensation_amount: text(compensation, 4),
				tax_percent: text(each.rate * 100, 4),
				base_tax_amount: text(tax, 4),
			},
		};
	});
	const postTax = delivery ? taxOf(delivery.price, delivery.rate, included) : 0;
	const postGross = delivery ? delivery.price + (included ? 0 : postTax) : 0;
	const gross = items.reduce((sum, each) => sum + each.gross, postGross);
	const tax = items.reduce((sum, each) => sum + each.tax, postTax);
	return {
		gross,
		tax,
		order: {
			entity_id: 1,
			increment_id: '000000001',
			state: 'processing',
			created_at: '2026-11-20 10:00:00',
			base_currency_code: 'GBP',
			items: items.map(({ item }) => item),
			base_shipping_amount: text(postGross - postTax, 4),
			base_shipping_tax_amount: text(postTax, 4),
			...(delivery ? { shipping_description: 'Post' } : {}),
			base_grand_total: text(gross, 4),
			base_tax_amount: text(tax, 4),
		},
	};
}

/** BigCommerce tells every amount with tax and without. */
export function bigCommerceOrder({ included, lines, delivery }: Basket): ModelOrder {
	const amounts = (shown: number, percent: number) => {
		const tax = taxOf(shown, percent, included);
		return { tax, gross: included ? shown : shown + tax };
	};
	const rows = lines.map((each) => ({ each, ...amounts(worthOf(each).shown, each.rate) }));
	const post = delivery ? amounts(delivery.price, delivery.rate) : { tax: 0, gross: 0 };
	const gross = rows.reduce((sum, row) => sum + row.gross, post.gross);
	const tax = rows.reduce((sum, row) => sum + row.tax, post.tax);
	return {
		gross,
		tax,
		order: {
			id: 1,
			status_id: 11,
			status: 'Awaiting Fulfillment',
			payment_status: 'captured',
			date_created: 'Fri, 20 Nov 2026 10:00:00 +0000',
			currency_code: 'GBP',
			products: rows.map((row, at) => ({
				id: at + 1,
				sku: `A${at}`,
				name: `Article ${at}`,
				quantity: row.each.quantity,
				quantity_refunded: 0,
				total_ex_tax: text(row.gross - row.tax, 4),
				total_inc_tax: text(row.gross, 4),
				total_tax: text(row.tax, 4),
				applied_discounts: [],
			})),
			shipping_cost_ex_tax: text(post.gross - post.tax, 4),
			shipping_cost_inc_tax: text(post.gross, 4),
			shipping_cost_tax: text(post.tax, 4),
			total_inc_tax: text(gross, 4),
			total_tax: text(tax, 4),
		},
	};
}
