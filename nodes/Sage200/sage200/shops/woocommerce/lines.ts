/** What a WooCommerce order charges for: goods, delivery and fees, each with the taxes that it names by number. */
import { Decimal } from '../../values/decimal';
import type { ShopLine, ShopLineKind } from '../order';
import { sharesOf } from '../shares';
import type { Source } from '../source';
import { lineTax, taxOn, type LineTax, type NamedTax } from '../taxes';

const ONE = Decimal.of(1);

/** A rate of tax, by the number under which lines name it. */
export interface TaxRate {
	rate?: Decimal;
	compound: boolean;
}

/** The rates of an order's taxes in percent, by their numbers. */
export function taxRatesOf(order: Source): Map<string, TaxRate> {
	return new Map(
		order
			.rows('tax_lines', 'tax')
			.map((row) => [
				row.text('rate_id') ?? '',
				{ rate: row.amount('rate_percent'), compound: row.flag('compound') },
			]),
	);
}

/** The goods of an order, a line each. */
export function goodsLines(order: Source, rates: Map<string, TaxRate>): ShopLine[] {
	// An order that somebody entered by hand may have nothing but a fee.
	const hasFees = order.rows('fee_lines').length > 0;
	const lines = hasFees ? order.rows('line_items', 'Line') : order.goods('line_items');
	return lines.flatMap((line): ShopLine[] => {
		const quantity = line.ordered('quantity');
		if (quantity.sign <= 0) return [];
		const net = exactly(line, quantity);
		const taxes = lineTaxOf(line, net, rates);
		// The subtotal is before discounts; a price that was raised by hand is above it.
		const off = line.amountOrZero('subtotal').minus(line.amountOrZero('total'));
		const discount = off.sign > 0 && net.sign >= 0 ? off : Decimal.ZERO;
		return [
			{
				...charged(line, 'goods', net, taxes),
				sku: line.text('sku'),
				description: line.text('name', 'sku') ?? line.place,
				quantity,
				discount: discount.plus(taxOn(discount, taxes.taxRate ?? Decimal.ZERO)),
			},
		];
	});
}

/**
 * The deliveries of an order, a line for each rate of their taxes.
 * @param remarks gets the parts of a delivery, which the shop shows as one
 */
export function deliveryLines(
	order: Source,
	rates: Map<string, TaxRate>,
	remarks: string[],
): ShopLine[] {
	return order
		.rows('shipping_lines', 'Delivery')
		.flatMap((line) =>
			sharesOf(chargeLine(line, 'delivery', rates), namedTaxes(line, rates), remarks),
		);
}

/**
 * The fees of an order that are not 0, a line for each rate of their taxes.
 * @param remarks gets the parts of a fee, which the shop shows as one
 */
export function feeLines(
	order: Source,
	rates: Map<string, TaxRate>,
	remarks: string[],
): ShopLine[] {
	return order
		.rows('fee_lines', 'Fee')
		.filter((line) => line.amount('total')?.sign !== 0)
		.flatMap((line) => sharesOf(chargeLine(line, 'fee', rates), namedTaxes(line, rates), remarks));
}

function chargeLine(line: Source, kind: ShopLineKind, rates: Map<string, TaxRate>): ShopLine {
	const net = line.amountOrZero('total');
	return {
		...charged(line, kind, net, lineTaxOf(line, net, rates)),
		description: line.text('name', 'method_title', 'method_id') ?? line.place,
		quantity: ONE,
		discount: Decimal.ZERO,
	};
}

function charged(line: Source, kind: ShopLineKind, net: Decimal, taxes: LineTax) {
	return { id: line.text('id'), kind, gross: net.plus(taxes.tax), ...taxes };
}

/** The line's worth before it was rounded to be shown, where its unit price tells it. */
function exactly(line: Source, quantity: Decimal): Decimal {
	const total = line.amountOrZero('total');
	const price = line.amount('price')?.times(quantity);
	return price && price.rounded(2).equals(total.rounded(2)) ? price : total;
}

/** The taxes by number are not rounded, unlike their sum; orders of some apps have the sum alone. */
function lineTaxOf(line: Source, net: Decimal, rates: Map<string, TaxRate>): LineTax {
	const taxes = namedTaxes(line, rates);
	const sum = line.amountOrZero('total_tax');
	if (taxes.length === 0 && sum.sign !== 0) return { tax: sum };
	return lineTax(taxes, net);
}

function namedTaxes(line: Source, rates: Map<string, TaxRate>): NamedTax[] {
	return line.rows('taxes', 'tax').flatMap((row): NamedTax[] => {
		const amount = row.amount('total');
		if (!amount) return [];
		const rate = rates.get(row.text('id') ?? '');
		return [{ rate: rate?.rate, amount, compound: rate?.compound }];
	});
}
