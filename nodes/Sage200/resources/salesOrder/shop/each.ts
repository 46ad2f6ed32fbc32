/** What an item gives that holds several orders: the result itself for one, a row for each of a list. */
import type { Item } from '../../../core/item';
import { prepared, type Output, type Prepared, type Work } from '../../../core/prepared';

import { NoneWentThrough, type FailedOrder } from './noneWentThrough';
import type { HeldOrder, HeldOrders } from './orders';

/** @param ready what carries out the orders, each of which has an item of its own */
export function answerEach({ held, refused }: HeldOrders, ready: Prepared): Prepared {
	return prepared({
		refused: new Map([...refused, ...refusedAlone(held, ready)]),
		jobs: held,
		execute: async (all, item) => {
			const output = await eachOrder(all, ready.refused, ready.work);
			for (const remark of all.flatMap((each) => [...each.item.remarks])) item.remarks.add(remark);
			return output;
		},
		end: () => ready.end?.(),
	});
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

/** @throws NoneWentThrough where none succeeded, so that the item fails and n8n may try it again */
async function eachOrder(
	orders: HeldOrder[],
	refused: Map<Item, unknown>,
	work: Map<Item, Work>,
): Promise<Output> {
	const push = async ({ item, order }: HeldOrder): Promise<Output> => {
		const refusal = refused.get(item);
		if (refusal) throw refusal;
		const own = work.get(item);
		if (!own) throw new Error(`Order ${order.key} was neither refused nor prepared`);
		return await own.carryOut(false);
	};
	if (orders.length === 0) return { outcome: 'none', notes: ['The list holds no order'] };
	if (orders.length === 1) return await push(orders[0]);
	const results: Output[] = [];
	const failed: FailedOrder[] = [];
	for (const order of orders) {
		try {
			results.push(await push(order));
		} catch (error) {
			const row = order.item.failedRow(error, { outcome: 'failed', key: order.order.key });
			failed.push({ row, error });
			results.push(row);
		}
	}
	if (failed.length === orders.length) throw new NoneWentThrough(failed);
	return results.flat();
}
