/** The tax of an order whose lines name none. */
import { Decimal } from '../values/decimal';

import type { ShopLine } from './order';
import type { Source } from './source';
import { grossOf, taxOf, taxOn, taxWithin, type NamedTax } from './taxes';
import { money } from './totals';

const HALF_PENNY = Decimal.of('0.005');

export interface OrderTax {
	/** What the order owes in tax. */
	owed: Decimal;
	/** The taxes that the order names; none where it tells the sum alone. */
	taxes: NamedTax[];
	/** The amounts of the lines contain the tax. */
	included: boolean;
}

/**
 * The lines with the tax of an order that names none on them; which of them bear it is a problem where it cannot be told.
 * @param field what the order calls the tax
 */
export function withOrderTax(
	order: Source,
	field: string,
	lines: ShopLine[],
	tax: OrderTax,
	taxable: (line: ShopLine) => boolean,
): ShopLine[] {
	const { owed } = tax;
	if (owed.sign === 0 || taxOf(lines).sign !== 0 || lines.length === 0) return lines;
	const placed = placeOrderTax(lines, tax, taxable);
	if (placed) return placed;
	order.refuse(
		field,
		`tax of ${money(owed)} stands on the order and on none of its lines; which of them bear it cannot be told`,
		'Let the shop name the tax of each line.',
	);
	return lines;
}

/** Whether the order's own tax may be of a line: where the shop does not say, of goods and delivery. */
export function isTaxable({ kind }: ShopLine): boolean {
	return kind === 'goods' || kind === 'delivery';
}

/**
 * Puts the tax onto the lines that bear it: all that may be taxed, or the goods alone, whichever comes to the tax that
 * the order states. Where the order names no rate, all that may be taxed share it, and the rate is found by the sums.
 * @param taxable whether the shop says that the line may be taxed
 * @returns undefined where it cannot be told which lines bear the tax
 */
function placeOrderTax(
	lines: ShopLine[],
	{ owed, taxes, included }: OrderTax,
	taxable: (line: ShopLine) => boolean,
): ShopLine[] | undefined {
	const charged = taxes.filter(({ amount }) => amount.sign !== 0);
	if (charged.length > 1) return undefined;
	const rate = charged[0]?.rate;
	if (!rate) return shared(lines, { owed, included }, taxable);
	const bearers = [taxable, (line: ShopLine) => taxable(line) && line.kind === 'goods'];
	return bearers
		.map((bears) => lines.map((line) => (bears(line) ? taxedAt(line, rate, included) : line)))
		.find((placed) => agree(taxOf(placed), owed, lines.length));
}

function taxedAt(line: ShopLine, rate: Decimal, included: boolean): ShopLine {
	if (included) return { ...line, tax: taxWithin(line.gross, rate), taxRate: rate };
	const tax = taxOn(line.gross, rate);
	const discount = line.discount.plus(taxOn(line.discount, rate));
	return { ...line, tax, gross: line.gross.plus(tax), discount, taxRate: rate };
}

function shared(
	lines: ShopLine[],
	{ owed, included }: Omit<OrderTax, 'taxes'>,
	taxable: (line: ShopLine) => boolean,
): ShopLine[] | undefined {
	const sum = grossOf(lines.filter(taxable));
	if (sum.sign <= 0) return undefined;
	return lines.map((line) => {
		if (!taxable(line)) return line;
		const tax = owed.times(line.gross).over(sum);
		return {
			...line,
			tax,
			gross: included ? line.gross : line.gross.plus(tax),
			taxRate: undefined,
		};
	});
}

/** Whether two amounts are the same but for the rounding of so many others and their sum. */
function agree(one: Decimal, other: Decimal, count: number): boolean {
	return (
		one
			.minus(other)
			.abs()
			.compare(HALF_PENNY.times(count + 1)) <= 0
	);
}
