/** Create a sales order from a shop's order as it is. */
import type { Item } from '../../../core/item';
import { prepared, type Output, type Prepared, type Work } from '../../../core/prepared';
import type { Operation } from '../../../core/resource';
import type { SageRecord } from '../../../sage200/protocol/api';
import { money } from '../../../sage200/shops/totals';
import { joined } from '../../../sage200/values/grouping';
import { Decimal } from '../../../sage200/values/decimal';
import { isDryRun, preparePush } from '../create';
import { existingOrders } from '../existingOrders';
import { previewItems } from '../preview';

import { planShopOrders, type ShopBatch } from './batch';
import { SHOP_FORM } from './form';
import { ordersIn, type HeldOrder } from './orders';

export const createFromShopOrder: Operation = {
	value: 'createFromShopOrder',
	name: 'Create From Shop Order',
	action: 'Create a sales order from a shop order',
	description:
		'Push the order of a shop as it is, once: its total to the penny, or it is refused with both sums',
	writes: (item) => !isDryRun(item),
	properties: SHOP_FORM,
	async prepare(items) {
		const { held, refused } = ordersIn(items);
		const orders = [...held.values()].flat();
		const batch = await planShopOrders(orders);
		const dry = orders.filter(({ item }) => isDryRun(item));
		const pushed = orders.filter((each) => !dry.includes(each));
		const previews = await previewItems(
			dry.map(({ item }) => item),
			batch,
		);
		const pushes = await prepareShopPushes(pushed, batch);
		const skips = [...previews.work].map(([item, { carryOut }]): [Item, Work] => [
			item,
			{ carryOut: async (follows) => withSkip(await carryOut(follows), batch.skipped.get(item)) },
		]);
		const work = new Map([...pushes.work, ...skips]);
		return prepared({
			refused: new Map([...refused, ...refusedAlone(held, pushes)]),
			jobs: held,
			execute: async (all) => await eachOrder(all, pushes.refused, work),
			end: () => pushes.end?.(),
		});
	},
};

/** Orders that are for sale are pushed; of the others it is told whether they are in Sage. */
async function prepareShopPushes(held: HeldOrder[], batch: ShopBatch): Promise<Prepared> {
	const isSkipped = ({ item }: HeldOrder) => batch.skipped.has(item);
	const there = await existingOrders(
		new Map([...batch.orders].filter(([item]) => batch.skipped.has(item))),
	);
	const sold = held.filter((each) => !isSkipped(each));
	const pushes = await preparePush(
		sold.map(({ item }) => item),
		batch,
	);
	const pushed = joined({
		held: new Map(sold.map((each) => [each.item, each] as const)),
		work: pushes.work,
	});
	const skipped = held.filter(isSkipped).map(({ item, order }): [Item, Work] => {
		const reason = batch.skipped.get(item);
		const found = there.get(item);
		const told = found
			? { ...found.record, outcome: 'existing', differs: [reason] }
			: { outcome: 'skipped', key: batch.orders.get(item)?.key.key ?? order.key, reason };
		return [item, { carryOut: async () => await Promise.resolve(told) }];
	});
	return {
		...pushes,
		work: new Map([
			...[...pushed].map(
				([
					item,
					{
						held: { order },
						work,
					},
				]): [Item, Work] => [
					item,
					{ carryOut: async (follows) => withTotals(await work.carryOut(follows), order) },
				],
			),
			...skipped,
		]),
	};
}

/** An item with one order that cannot be pushed is refused; in a list the others are pushed all the same. */
function refusedAlone(held: Map<Item, HeldOrder[]>, { refused }: Prepared): Map<Item, unknown> {
	return new Map(
		[...held].flatMap(([item, orders]) => {
			const errors = orders.flatMap((each) => refused.get(each.item) ?? []);
			return orders.length > 0 && errors.length === orders.length
				? [[item, errors[0]] as const]
				: [];
		}),
	);
}

/** What each order of an item gave: the result itself for one order, a row for each of several. */
async function eachOrder(
	orders: HeldOrder[],
	refused: Map<Item, unknown>,
	work: Map<Item, Work>,
): Promise<Output> {
	const push = async ({ item }: HeldOrder): Promise<Output> =>
		(await work.get(item)?.carryOut(false)) ?? [];
	if (orders.length === 0) return { outcome: 'none', notes: ['The list holds no order'] };
	if (orders.length === 1) return await push(orders[0]);
	const results = [];
	for (const order of orders) {
		const refusal = refused.get(order.item);
		try {
			if (refusal) throw refusal;
			results.push(await push(order));
		} catch (error) {
			results.push({ outcome: 'failed', key: order.order.key, error: (error as Error).message });
		}
	}
	return results.flat();
}

function withSkip(preview: Output, reason: string | undefined): Output {
	return reason === undefined ? preview : { ...preview, outcome: 'skipped', reason };
}

/** Gross and tax as Sage has them, beside the shop's. */
function withTotals(output: Output, { totals }: HeldOrder['order']): SageRecord {
	const record = output as SageRecord;
	const sage = Decimal.read(record.total_tax_value) ?? Decimal.ZERO;
	const tax = {
		shop: totals.tax.rounded(2).toNumber(),
		sage: sage.toNumber(),
		difference: sage.minus(totals.tax).rounded(2).toNumber(),
	};
	const told = record.totals as { difference: number; withinTolerance: boolean } | undefined;
	const differs = told && !told.withinTolerance ? [totalDiffers(record, totals.gross)] : [];
	return {
		...record,
		totals: { ...told, tax },
		...(differs.length > 0
			? { differs: [...((record.differs as unknown[]) ?? []), ...differs] }
			: {}),
	};
}

function totalDiffers(record: SageRecord, gross: Decimal): string {
	const sage = Decimal.read(record.total_gross_value) ?? Decimal.ZERO;
	return `The total is ${money(sage)} in Sage 200 and ${money(gross)} in the shop`;
}
