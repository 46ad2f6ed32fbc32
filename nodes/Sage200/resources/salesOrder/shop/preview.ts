/** Preview a shop's order: what Create From Shop Order would do, and what it would come to. */
import type { Item } from '../../../core/item';
import type { Work } from '../../../core/prepared';
import type { Operation } from '../../../core/resource';
import type { SageRecord } from '../../../sage200/protocol/api';
import { PREVIEW_GIVEN } from '../given';
import { previewItems } from '../preview';

import { planShopOrders, readShopOrders, type ShopBatch } from './batch';
import { isToBeCancelled } from './cancelled';
import { answerEach } from './each';
import { SHOP_OPTIONS, SHOP_ORDER_FORM } from './form';
import { ordersIn, type HeldOrder } from './orders';
import { withTotals } from './totals';

export const previewFromShopOrder: Operation = {
	value: 'previewFromShopOrder',
	name: 'Preview From Shop Order',
	action: 'Preview sales order from shop order',
	description:
		'Check a shop’s order as Create From Shop Order takes it: its totals, why it is skipped or refused. Saves nothing.',
	writes: false,
	gives: PREVIEW_GIVEN,
	properties: SHOP_ORDER_FORM,
	options: SHOP_OPTIONS,
	async prepare(items) {
		const all = ordersIn(items);
		const orders = [...all.held.values()].flat();
		const work = await previewShopOrders(
			orders,
			await planShopOrders(await readShopOrders(orders)),
		);
		return answerEach(all, { refused: new Map(), work });
	},
};

/** What previews each order. */
export async function previewShopOrders(
	orders: HeldOrder[],
	batch: ShopBatch,
): Promise<Map<Item, Work>> {
	const previews = await previewItems(
		orders.map(({ item }) => item),
		batch,
	);
	return new Map(
		orders.flatMap((held): Array<[Item, Work]> => {
			const { item, order } = held;
			const preview = previews.work.get(item);
			if (!preview) return [];
			const carryOut = async (follows: boolean) => {
				const row = (await preview.carryOut(follows)) as SageRecord;
				const skipped = batch.skipped.get(item);
				if (skipped !== undefined) return withSkip(row, skipped, isToBeCancelled(held));
				const sage = (row.priced ?? row.worked_out_by_node) as SageRecord | undefined;
				return sage ? withTotals(row, order, sage) : row;
			};
			return [[item, { carryOut }]];
		}),
	);
}

/** An order that is not for sale has no totals to tell, and nothing is wrong with it. */
function withSkip(row: SageRecord, reason: string, cancels: boolean): SageRecord {
	const { key, existing, warnings } = row;
	const told = existing && cancels ? ['What is left of it in Sage 200 would be cancelled'] : [];
	return {
		outcome: 'skipped',
		reason,
		key,
		existing,
		warnings: [...(warnings as string[]), ...told],
		...(existing ? { differs: [reason] } : {}),
	};
}
