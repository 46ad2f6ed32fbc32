/** Orders that are in Sage and are not for sale in the shop any more: told, or by a rule of the shop cancelled. */
import type { Item } from '../../../core/item';
import { pushSettingsOf } from '../../../core/push/protection';
import type { Output } from '../../../core/prepared';
import { amendOrder } from '../../../sage200/orders/amend/amend';
import { leftOf, withoutTheRest } from '../../../sage200/orders/amend/cancelRest';
import { reportedStep } from '../../../sage200/orders/amend/failure';
import { isCancelled } from '../../../sage200/orders/remarks';
import type { SageRecord } from '../../../sage200/protocol/api';
import { keyRegister } from '../../../sage200/push/register';

import type { HeldOrder } from './orders';

/** Whether what is left of the order is to be cancelled in Sage. */
export function isToBeCancelled({ item, order: { state } }: HeldOrder): boolean {
	return state === 'cancelled' && item.collection('shopRules').ifCancelled === 'cancel';
}

/**
 * Cancels what has not gone out yet, which is nothing when it was done before.
 * @param record the order in Sage
 * @param reason why the shop's order is not for sale
 */
export async function cancelRest(
	item: Item,
	record: SageRecord,
	reason: string | undefined,
): Promise<Output> {
	if (isCancelled(record))
		return {
			...record,
			outcome: 'existing',
			reason,
			notes: ['It is cancelled in Sage 200 as well'],
		};
	const { api } = item.company;
	const order = (await api.send({
		method: 'GET',
		path: `/sop_orders/${String(record.id)}`,
		query: { $expand: 'lines' },
	})) as SageRecord;
	let left: string[] = [];
	const { lookAgainSeconds, doubtSeconds } = pushSettingsOf(item);
	const amended = await amendOrder(api, keyRegister, {
		order,
		async wantedOf(current) {
			left = leftOf(current);
			return await Promise.resolve(withoutTheRest(current));
		},
		lock: true,
		lookAgainSeconds,
		doubtSeconds,
	});
	return {
		...amended.record,
		outcome: amended.steps.length > 0 ? 'cancelled' : 'existing',
		reason,
		changes: amended.steps.map(reportedStep),
		...(left.length > 0 ? { differs: [reason, ...left] } : {}),
	};
}
