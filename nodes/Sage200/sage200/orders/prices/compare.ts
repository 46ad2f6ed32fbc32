/** The shop's prices beside Sage's. */
import type { Problem } from '../../protocol/failures';
import type { OrderLine } from '../../lines/orderLines';
import { round } from '../../values/numbers';

import type { SagePrice } from './sagePrices';
import { unitDiscount, withoutShopPrice } from './shopPrices';

/** What is done with a line whose price differs beyond the tolerance. */
export type IfPriceDiffers = 'fail' | 'sage' | 'shop';

export interface PriceComparison {
	/** Pence that the price of a unit may differ. */
	tolerancePence: number;
	ifDiffers: IfPriceDiffers;
}

/**
 * The line with the price it is to have. Within the tolerance that is Sage's own; a difference beyond it is refused in
 * `problems` or told in `notes`.
 * @param line without tax and without a share of the order's discount, as Sage's price is
 */
export function comparedLine(
	line: OrderLine,
	sage: SagePrice | undefined,
	{ tolerancePence, ifDiffers }: PriceComparison,
	notes: string[],
	problems: Problem[],
): OrderLine {
	if (!sage || line.unitPrice === undefined) return line;
	const shop = line.unitPrice - unitDiscount(line);
	const own = sage.unitPrice - sage.discount;
	if (round(Math.abs(shop - own) * 100, 3) <= tolerancePence) return withoutShopPrice(line);
	const difference = `the shop's price ${round(shop, 2)} differs from Sage 200's ${round(own, 2)}`;
	if (ifDiffers === 'fail') {
		problems.push({
			field: `${line.label}: Unit Price`,
			message: difference,
			remedy: 'Mend the price on either side, or raise Price Tolerance (Pence).',
		});
		return line;
	}
	notes.push(
		`${line.label}: ${difference}; ${ifDiffers === 'sage' ? "Sage 200's" : "the shop's"} was taken`,
	);
	return ifDiffers === 'sage' ? withoutShopPrice(line) : line;
}
