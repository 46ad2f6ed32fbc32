/** Create a sales order from a shop's order as it is. */
import { claimWrites } from '../../../core/push/claims';
import type { Item } from '../../../core/item';
import type { Prepared, Work } from '../../../core/prepared';
import type { Operation } from '../../../core/resource';
import type { OrderLine } from '../../../sage200/lines/orderLines';
import { withRemedy, type DoubtfulLines } from '../../../sage200/orders/shop/refused';
import type { SageRecord } from '../../../sage200/protocol/api';
import type { Pushed } from '../../../sage200/push/push';
import { joined } from '../../../sage200/values/grouping';
import { isDryRun, preparePush } from '../create';
import { existingOrders } from '../existingOrders';
import { DRY_RUN } from '../form';
import { keysOf, type PlannedOrder } from '../orderBatch';

import { planShopOrders, readShopOrders, type ReadShopOrders, type ShopBatch } from './batch';
import { cancelRest, isToBeCancelled } from './cancelled';
import { answerEach } from './each';
import { SHOP_OPTIONS, SHOP_ORDER_FORM } from './form';
import { ORDER_ANSWER } from '../given';
import { ordersIn, type HeldOrder } from './orders';
import { previewShopOrders } from './preview';
import { withTotals } from './totals';

export const createFromShopOrder: Operation = {
	value: 'createFromShopOrder',
	name: 'Create From Shop Order',
	action: 'Create sales order from shop order',
	description:
		'Push the order of a shop as it is, once: its total to the penny, or it is refused with both sums',
	writes: (item) => !isDryRun(item),
	...ORDER_ANSWER,
	properties: [...SHOP_ORDER_FORM, DRY_RUN],
	options: SHOP_OPTIONS,
	async prepare(items) {
		const all = ordersIn(items);
		const orders = [...all.held.values()].flat();
		const read = await readShopOrders(orders);
		const dry = orders.filter(({ item }) => isDryRun(item));
		const pushed = orders.filter(({ item }) => !isDryRun(item));
		const planning = planShopOrders(read);
		const previewing = planning.then(async (batch) => await previewShopOrders(dry, batch));
		const [previews, pushes] = await Promise.all([
			previewing,
			prepareShopPushes(
				pushed,
				read,
				previewing.then(async () => await planning),
			),
		]);
		return answerEach(all, { ...pushes, work: new Map([...pushes.work, ...previews]) });
	},
};

/**
 * Orders that are for sale are pushed; of the others it is told whether they are in Sage.
 * @param planning resolves the orders, while the keys of those for sale are looked up
 */
async function prepareShopPushes(
	held: HeldOrder[],
	{ read, skipped }: ReadShopOrders,
	planning: Promise<ShopBatch>,
): Promise<Prepared> {
	const unsold = held.filter(({ item }) => skipped.has(item));
	const sold = held.filter(({ item }) => !skipped.has(item));
	const isUnsold = new Set(unsold.map(({ item }) => item));
	const planned = planning.then(async (batch) => {
		const orders = [...batch.orders].filter(([item]) => isUnsold.has(item));
		return { batch, there: await existingOrders(new Map(orders)) };
	});
	const keys = keysOf(
		sold.map(({ item }) => item),
		read,
	);
	const pushes = await preparePush(
		keys,
		planned.then(({ batch }) => batch),
	);
	const { batch, there } = await planned;
	// Changes of an order claim it themselves; here only the doubts are remembered.
	const letGo = await claimWrites(
		unsold.filter(isToBeCancelled).map(({ item }) => item),
		[],
	);
	const pushed = joined({
		held: new Map(sold.map((each) => [each.item, each] as const)),
		work: pushes.work,
	});
	return {
		...pushes,
		work: new Map([
			...[...pushed].map(([item, { held: each, work }]): [Item, Work] => [
				item,
				{
					carryOut: async (follows) => {
						const sent = withRemedy(work.carryOut(follows), doubtfulIn(batch.orders.get(item)));
						return withTotals((await sent) as SageRecord, each.order);
					},
				},
			]),
			...unsold.map((each): [Item, Work] => [
				each.item,
				{ carryOut: async () => await answerUnsold(each, there.get(each.item), batch) },
			]),
		]),
		end: () => {
			letGo();
			pushes.end?.();
		},
	};
}

/** Lines that a site may refuse, whose rules then help. */
function doubtfulIn(planned: PlannedOrder | undefined): DoubtfulLines {
	const lines = (planned?.plan.lines ?? []).map(({ line }) => line);
	const named = (doubtful: OrderLine[]) => doubtful.map(({ label }) => label);
	return {
		freeText: named(lines.filter(({ kind }) => kind === 'freeText')),
		negative: named(lines.filter(({ unitPrice = 0 }) => unitPrice < 0)),
		unknownAsText: planned?.plan.request.unknownProduct === 'freeText',
	};
}

/** @param found the order in Sage, where it is there */
async function answerUnsold(
	held: HeldOrder,
	found: Pushed | undefined,
	batch: ShopBatch,
): Promise<object> {
	const { item, order } = held;
	const reason = batch.skipped.get(item);
	if (!found)
		return { outcome: 'skipped', key: batch.orders.get(item)?.key.key ?? order.key, reason };
	if (isToBeCancelled(held)) return await cancelRest(item, found.record, reason);
	return { ...found.record, outcome: 'existing', differs: [reason] };
}
