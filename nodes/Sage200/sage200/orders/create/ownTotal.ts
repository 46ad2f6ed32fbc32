/**
 * What an order comes to by the node's own reckoning. Sage publishes `sop_orders_new` for a customer alone, so a site may
 * answer it without the lines (api.md §n); its total then says nothing of the order.
 */
import type { SageRecord } from '../../protocol/api';
import { taxCodeOf } from '../../lines/taxCodes';
import { LINE_TYPES } from '../../lines/orderLines';
import { round } from '../../values/numbers';

import type { SagePrice } from '../prices/sagePrices';
import type { OrderPlan } from './plan';

export interface OwnTotal {
	total_net_value: number;
	total_tax_value: number;
	total_gross_value: number;
}

export interface Reckoning {
	/** The order as it would be posted. */
	body: SageRecord;
	/** Sage's price of each line, where it has one. */
	prices: Array<SagePrice | undefined>;
	taxCodes: SageRecord[];
	/** Whether the site keeps prices with tax. */
	pricesIncludeTax: boolean;
}

/** The total; undefined where the price or the tax of a line is not known. */
export function ownTotal(plan: OrderPlan, reckoning: Reckoning): OwnTotal | undefined {
	const { body, pricesIncludeTax } = reckoning;
	const kept = 1 - Number(body.document_discount_percent ?? 0) / 100;
	const amounts = (body.lines as SageRecord[]).map((line, at) => {
		const value = valueOf(line, plan, at, reckoning.prices[at]);
		const rate = rateOf(line, plan, at, reckoning.taxCodes);
		if (value === 0) return { net: 0, tax: 0 };
		if (value === undefined || rate === undefined) return undefined;
		const entered = round(line.line_type === LINE_TYPES.charge ? value : value * kept, 2);
		const tax = round((entered * rate) / (pricesIncludeTax ? 100 + rate : 100), 2);
		return { net: pricesIncludeTax ? entered - tax : entered, tax };
	});
	const known = amounts.filter((each) => each !== undefined);
	if (known.length < amounts.length) return undefined;
	const sum = (of: 'net' | 'tax') =>
		round(
			known.reduce((total, each) => total + each[of], 0),
			2,
		);
	const [net, tax] = [sum('net'), sum('tax')];
	return {
		total_net_value: net,
		total_tax_value: tax,
		total_gross_value: round(net + tax, 2),
	};
}

/** A line's value, discounts taken off; undefined where its price is not known. */
function valueOf(
	line: SageRecord,
	plan: OrderPlan,
	at: number,
	sage: SagePrice | undefined,
): number | undefined {
	if (line.line_type === LINE_TYPES.comment) return 0;
	const charge = plan.lines[at].references.charge?.charge_value;
	const price = line.selling_unit_price ?? sage?.unitPrice ?? charge;
	if (price === undefined) return undefined;
	const percent = (Number(price) * Number(line.unit_discount_percent ?? 0)) / 100;
	const own = line.selling_unit_price === undefined ? (sage?.discount ?? 0) : percent;
	const discount = Number(line.unit_discount_value ?? own);
	return round((Number(price) - discount) * Number(line.line_quantity ?? 1), 2);
}

function rateOf(
	line: SageRecord,
	{ buyer, lines }: OrderPlan,
	at: number,
	taxCodes: SageRecord[],
): number | undefined {
	const { product, charge } = lines[at].references;
	const goods = (product ?? charge)?.tax_code_id;
	const customer = buyer?.customer;
	const code = taxCodeOf(taxCodes, { line: line.tax_code_id, customer, goods });
	return code && Number(code.tax_rate ?? 0);
}
