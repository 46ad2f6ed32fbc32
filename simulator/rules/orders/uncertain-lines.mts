/** Lines of which it is unknown whether Sage takes them (api.md n): each kind has a switch. */
import { SageRefusal, type Body, type Company } from '../../world.mts';
import { decimal } from '../foundation/money.mts';

/**
 * Refuses a free text line where the site takes none.
 * @throws SageRefusal
 */
export function checkFreeText(company: Company, lineType: string): void {
	if (lineType === 'EnumLineTypeFreeText' && company.behaviour.freeTextLines === 'refused')
		throw new SageRefusal('Free text lines cannot be entered.');
}

/**
 * Refuses a quantity of nothing, and below zero where the site takes no such lines.
 * @throws SageRefusal
 */
export function checkQuantity(company: Company, quantity: unknown): void {
	const entered = decimal(quantity);
	// Zero is kept from a line that was cancelled, never entered.
	if (entered.isZero() || (entered.lt(0) && !takesNegative(company)))
		throw new SageRefusal('The line quantity must be greater than zero.');
}

/**
 * Refuses a price below zero where the site takes no such lines.
 * @throws SageRefusal
 */
export function checkPrice(company: Company, line: Body, priceField: string): void {
	if (decimal(line[priceField]).lt(0) && !takesNegative(company))
		throw new SageRefusal('The unit price must not be less than zero.');
}

function takesNegative({ behaviour }: Company): boolean {
	return behaviour.negativeLines === 'taken';
}
