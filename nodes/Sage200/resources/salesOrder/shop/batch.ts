/** Orders of shops, resolved together and ready to be pushed or previewed. */
import { keyRuleOf } from '../../../core/push/keyPlace';
import { groupBy } from '../../../sage200/values/grouping';
import type { Company } from '../../../core/company';
import type { Item } from '../../../core/item';
import { ItemProblems } from '../../../core/problems';
import { readSitePrices, type SitePrices } from '../../../sage200/orders/create/siteSettings';
import { settledOrder } from '../../../sage200/orders/shop/settle';
import { keyProblem, storedKey } from '../../../sage200/push/key';
import { skipReason } from '../../../sage200/shops/states';
import { planRead, type OrderBatch, type ReadOrder, type ReadOrders } from '../orderBatch';

import type { HeldOrder } from './orders';
import { shopRequest, type ShopSite } from './request';
import { shopPrefixOf } from './prefix';
import { pushedWhen, readRules } from './rules';

/** Why orders are not pushed, in words for a person. */
type Skipped = Map<Item, string>;

/** Orders of shops as they were read, each settled by the rules of its item and the settings of its site. */
export interface ReadShopOrders extends ReadOrders {
	remarks: Map<Item, string[]>;
	skipped: Skipped;
}

export interface ShopBatch extends OrderBatch {
	skipped: Skipped;
}

/** Reads orders with the settings of their sites, which are read once for each company. */
export async function readShopOrders(held: HeldOrder[]): Promise<ReadShopOrders> {
	const all = new ItemProblems(held.map(({ item }) => item));
	const remarks = new Map<Item, string[]>();
	const read = (await withSites(held)).map(({ item, order, problems: found, site, sitePrices }) => {
		const problems = all.of(item);
		problems.push(...found);
		const rule = { ...keyRuleOf(item, 'sop_order'), prefix: shopPrefixOf(item, problems) };
		const wrong = keyProblem(rule, order.key);
		if (wrong) problems.push(wrong);
		const key = storedKey(rule, order.key);
		problems.push(...sitePrices.problems);
		const rules = readRules(item, all);
		const settled = settledOrder(order, site, rules, problems);
		settled.remarks.push(...sitePrices.notes);
		remarks.set(item, settled.remarks);
		const given = { order, settled, site, remarks: settled.remarks };
		const planned: ReadOrder = {
			key: { key, rule },
			request: shopRequest(item, given, { [rule.field]: key }, all),
			total: {
				amount: order.totals.gross.rounded(2).toNumber(),
				tolerancePence: rules.allowedPence,
				strict: false,
			},
		};
		return [item, planned] as const;
	});
	const skipped = held.flatMap((each) => {
		const reason = skipReason(each, pushedWhen(each.item));
		return reason === undefined ? [] : [[each.item, reason] as const];
	});
	return { read: new Map(read), problems: all, remarks, skipped: new Map(skipped) };
}

/** Resolves the orders of shops. */
export async function planShopOrders(orders: ReadShopOrders): Promise<ShopBatch> {
	const { remarks, skipped } = orders;
	const batch = await planRead(orders);
	// A country that Sage lacks is told by both.
	for (const [item, { plan }] of batch.orders)
		plan.notes = [...new Set([...(remarks.get(item) ?? []), ...plan.notes])];
	return { ...batch, skipped };
}

/** Each order with its site. */
async function withSites(held: HeldOrder[]): Promise<Array<HeldOrder & ReadSite>> {
	const groups = [...groupBy(held, ({ item }) => item.company)];
	const reading = groups.map(async ([company, group]) => {
		const read = await readSite(company);
		return group.map((each) => ({ ...each, ...read }));
	});
	return (await Promise.all(reading)).flat();
}

interface ReadSite {
	site: ShopSite;
	sitePrices: SitePrices;
}

async function readSite({ lookups }: Company): Promise<ReadSite> {
	const [taxCodes, countries, sitePrices] = await Promise.all([
		lookups.all('tax_codes'),
		lookups.all('country_codes', { $select: 'id,code,name,eu_member' }),
		readSitePrices(lookups),
	]);
	const site = { taxCodes, countries, pricesIncludeTax: sitePrices.includeTax };
	return { site, sitePrices };
}
