/**
 * Totals of a document: goods and charges, document discount, tax line by line.
 * Settlement discount is left out of the tax: what Sage does with it could not be settled (api.md §j).
 */
import { decimal, money, sum, type Decimal } from '../foundation/money.mts';
import { rowsOf } from '../foundation/read.mts';
import { optional, settings } from '../foundation/records.mts';
import type { Body, Company } from '../../world.mts';
import type { DocumentKind } from './kind.mts';

/** Works out every value of a document and its lines. */
export function total(company: Company, kind: DocumentKind, document: Body): void {
	const lines = rowsOf(document.lines);
	const factor = decimal(100).minus(decimal(document.document_discount_percent)).div(100);
	const inclusive =
		kind.guardsPrices && settings(company, 'sop_settings').are_prices_tax_inclusive === true;
	for (const line of lines) totalLine(company, line, kind, factor, inclusive);
	const charges = lines.filter((line) => line.line_type === 'EnumLineTypeCharge');
	const goods = sum(
		lines.filter((line) => line.line_type !== 'EnumLineTypeCharge'),
		'line_total_value',
	);
	const discount = goods.minus(goods.times(factor).toDecimalPlaces(2));
	const chargeNet = sum(charges, 'line_total_value');
	const net = goods.plus(chargeNet).minus(discount);
	const tax = sum(lines, 'line_tax_value');
	document.subtotal_goods_value = money(goods);
	document.subtotal_discount_value = money(discount);
	document[kind.charges.net] = money(chargeNet);
	if (kind.charges.tax) document[kind.charges.tax] = money(sum(charges, 'line_tax_value'));
	document.total_net_value = money(net);
	document.total_tax_value = money(tax);
	document.total_gross_value = money(net.plus(tax));
}

function totalLine(
	company: Company,
	line: Body,
	kind: DocumentKind,
	factor: Decimal,
	inclusive: boolean,
): void {
	if (line.line_type === 'EnumLineTypeComment') return;
	const rate = decimal(optional(company, 'tax_codes', line.tax_code_id)?.tax_rate).div(100);
	const entered = multipliedPrice(company, line, kind).times(decimal(line.line_quantity));
	const value = decimal(money(inclusive ? entered.div(rate.plus(1)) : entered));
	// The document discount is for goods; a charge keeps its full value.
	const taxed = line.line_type === 'EnumLineTypeCharge' ? value : value.times(factor);
	line.line_total_value = money(value);
	line.line_tax_value = money(inclusive && factor.eq(1) ? entered.minus(value) : taxed.times(rate));
}

/** Whether a sales line's unit price is rounded before it is multiplied is unknown (api.md n): a switch. */
function multipliedPrice(company: Company, line: Body, kind: DocumentKind): Decimal {
	const discounted = decimal(line[kind.line.price]).minus(decimal(line.unit_discount_value));
	const rounds = kind.guardsPrices && company.behaviour.unitPriceRounding === 'rounded';
	return rounds ? decimal(money(discounted)) : discounted;
}
