/**
 * Parts of an order that follow from the rest and are made when they are asked for.
 * Fields: the schema; that they come with a named expand only: api.md n. How profit is worked out is inferred.
 */
import type { Body, Company, Expansions } from '../../world.mts';
import { decimal, fine, money, type Decimal } from '../foundation/money.mts';
import { rowsOf } from '../foundation/read.mts';
import { first, optional } from '../foundation/records.mts';

/** Fields of sales documents that no row holds. */
export const orderExpansions: Expansions = {
	'sop_order.payment_status': (order) => {
		const isInvoiced = order.invoice_credit_status !== 'EnumDocumentProcessStatusNone';
		return {
			is_partially_invoiced: isInvoiced,
			is_amendable: !isInvoiced,
			is_reference_amendable: !isInvoiced,
			is_payment_method_amendable: !isInvoiced,
		};
	},
	// An order without a payment shows a method without values (captures).
	'sop_order.payment_method': (order, company) =>
		optional(company, 'sop_payment_methods', order.payment_method_id) ?? { id: 0 },
	'sop_order.profitability': profitability,
	'sop_quote.profitability': profitability,
	'sop_return.profitability': profitability,
	'sop_order_line.additional_charge': chargeOf('sop_additional_charges'),
	'sop_quote_line.additional_charge': chargeOf('sop_additional_charges'),
	'sop_return_line.additional_charge': chargeOf('sop_additional_charges'),
	'pop_order_line.additional_charge': chargeOf('pop_additional_charges'),
	'sop_order_line.nominal_code': nominalOf,
	'sop_quote_line.nominal_code': nominalOf,
	'sop_return_line.nominal_code': nominalOf,
	'pop_order_line.nominal_code': nominalOf,
};

function profitability(document: Body): Body {
	const zero = decimal(0);
	const cost = rowsOf(document.lines).reduce<Decimal>(
		(total, line) => total.plus(decimal(line.cost_price).times(decimal(line.line_quantity))),
		zero,
	);
	const net = decimal(document.total_net_value);
	const profit = net.minus(cost);
	const percentOf = (base: Decimal) => (base.isZero() ? 0 : money(profit.div(base).times(100)));
	return {
		id: document.id,
		sop_order_return_id: document.id,
		date_time_created: document.date_time_created,
		date_time_updated: document.date_time_updated,
		estimated_cost_value: fine(cost),
		estimated_profit_value: fine(profit),
		estimated_profit_percent_on_revenue: percentOf(net),
		estimated_profit_percent_on_cost: percentOf(cost),
	};
}

function chargeOf(resource: string) {
	return (line: Body, company: Company) =>
		line.line_type === 'EnumLineTypeCharge'
			? first(company.table(resource).where('code', line.code))
			: undefined;
}

function nominalOf(line: Body, company: Company): unknown {
	return first(company.table('nominal_codes').where('reference', line.nominal_reference));
}
