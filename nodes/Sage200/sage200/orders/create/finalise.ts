/**
 * Takes planned orders to the point of posting. Creating and previewing an order both go through here, so that they
 * cannot disagree.
 */
import type { SageApi, SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';
import { comparedLine } from '../prices/compare';
import { SagePrices } from '../prices/sagePrices';
import { withoutShopPrice, withShare, type PricedLine } from '../prices/shopPrices';

import { checkPermitted, checkProducts, needsPermission } from './checks';
import { checkCurrency, currenciesOf } from './currency';
import { lineBody } from '../../lines/lineBody';
import type { OrderPlan } from './plan';
import { ifOffered, readPermissions } from './siteSettings';
import { Stock, type StockLine } from './stock';

export class OrderFinaliser {
	readonly prices: SagePrices;
	readonly stock: Stock;

	constructor(
		readonly api: SageApi,
		readonly lookups: Lookups,
	) {
		this.prices = new SagePrices(api);
		this.stock = new Stock(api, lookups);
	}

	/**
	 * What Sage would refuse, as far as it costs nothing, or one call for all orders. Nothing is sent that changes anything.
	 * @param notes gets what could not be checked
	 */
	async check(plan: OrderPlan, problems: Problem[], notes: string[] = []): Promise<void> {
		const body = draftBody(plan);
		const { buyer, lines } = plan;
		const customer = buyer?.customer;
		const labels = labelsOf(plan);
		checkProducts(
			lines.map(({ references }) => references.product),
			labels,
			problems,
		);
		if (needsPermission({ body, customer })) {
			const permissions = await readPermissions(this.lookups, notes);
			checkPermitted({ body, labels, customer, permissions }, problems);
		}
		const checking = async () => await this.stock.checkBatches(stockLines(plan), problems);
		await ifOffered(checking, undefined, 'what single batches hold', notes);
	}

	/** The order's body with its final prices, which are compared with Sage's where that is asked for. */
	async priced(
		plan: OrderPlan,
		customer: SageRecord | undefined,
		problems: Problem[],
	): Promise<SageRecord> {
		const { prices } = plan.request;
		// An account that was found or made since has a currency of its own.
		if (customer !== plan.buyer?.customer)
			checkCurrency(currenciesOf(plan.request), customer, plan.currencies, {
				problems,
				notes: plan.notes,
			});
		const bought = { ...plan, buyer: customer && { customer } };
		if (prices.use !== 'compare' || !customer) return draftBody(bought);
		const unpriced = plan.lines.map((each) => ({
			...each,
			share: 0,
			line: withoutShopPrice(each.line),
		}));
		const sage = await this.prices.of(draftBody({ ...bought, lines: unpriced }));
		const lines = plan.lines.map((each, at) => ({
			...each,
			line: comparedLine(each.line, sage[at], prices.comparison, plan.notes, problems),
		}));
		return bodyWith(
			bought,
			lines.map((each, at) => withShare(each, sage[at]?.discount)),
		);
	}
}

/** The body with the prices that are known so far. */
export function draftBody(plan: OrderPlan): SageRecord {
	return bodyWith(
		plan,
		plan.lines.map((each) => withShare(each)),
	);
}

/** `Line 3` for each line. */
export function labelsOf({ lines }: OrderPlan): string[] {
	return lines.map(({ line }) => line.label);
}

/** The lines that take something from stock. */
export function stockLines({ lines }: OrderPlan): StockLine[] {
	return lines.flatMap(({ line, references: { product, warehouseId } }: PricedLine) =>
		product && line.quantity !== undefined
			? [{ label: line.label, product, quantity: line.quantity, warehouseId }]
			: [],
	);
}

function bodyWith(
	{ buyer, header, lines, request }: OrderPlan,
	settled: Array<PricedLine['line']>,
): SageRecord {
	// What is wrong with a line was told when it was planned.
	const bodies = settled.map((line, at) => lineBody(line, lines[at].references, request.rules, []));
	const customer = buyer?.customer;
	return { ...(customer ? { customer_id: customer.id } : {}), ...header, lines: bodies };
}
