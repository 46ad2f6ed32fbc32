/** Create a sales order from a shop's order as it is. */
import type { Item } from '../../../core/item';
import type { Output } from '../../../core/prepared';
import type { Operation, Prepared } from '../../../core/resource';
import type { SageRecord } from '../../../sage200/protocol/api';
import { money } from '../../../sage200/shops/totals';
import { Decimal } from '../../../sage200/values/decimal';
import { isDryRun, preparePush } from '../create';
import { alreadyThere } from '../existingOrders';
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
		return {
			refused: new Map([...refused, ...refusedAlone(held, pushes)]),
			end: () => pushes.end?.(),
			execute: async (item) =>
				await eachOrder(held.get(item)!, pushes, async (order) =>
					isDryRun(item)
						? withSkip(await previews.execute(order.item), batch.skipped.get(order.item))
						: await pushes.execute(order.item),
				),
		};
	},
};

/** Orders that are for sale are pushed; of the others it is told whether they are in Sage. */
async function prepareShopPushes(held: HeldOrder[], batch: ShopBatch): Promise<Prepared> {
	const skipped = held.filter(({ item }) => batch.skipped.has(item)).map(({ item }) => item);
	const sold = held.filter(({ item }) => !skipped.includes(item));
	const there = await alreadyThere(skipped, batch.orders);
	const pushes = await preparePush(
		sold.map(({ item }) => item),
		batch,
	);
	const orders = new Map(held.map((each) => [each.item, each]));
	return {
		...pushes,
		async execute(item) {
			const { order } = orders.get(item)!;
			const reason = batch.skipped.get(item);
			if (reason === undefined)
				return withTotals((await pushes.execute(item)) as SageRecord, order);
			const found = there.get(item);
			if (found) return { ...found, outcome: 'existing', differs: [reason] };
			return { outcome: 'skipped', key: batch.orders.get(item)!.key.key, reason };
		},
	};
}

/** An item with one order that cannot be pushed is refused; in a list the others are pushed all the same. */
function refusedAlone(
	held: Map<Item, HeldOrder[]>,
	{ refused = new Map<Item, unknown>() }: Prepared,
): Map<Item, unknown> {
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
	{ refused = new Map<Item, unknown>() }: Prepared,
	push: (order: HeldOrder) => Promise<Output>,
): Promise<Output> {
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
function withTotals(record: SageRecord, { totals }: HeldOrder['order']): SageRecord {
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
