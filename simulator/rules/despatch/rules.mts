/** Rules of despatches, by operation (api.md j 6). */
import type { Rules } from '../../world.mts';
import { confirmDespatch } from './confirm.mts';
import { listDespatchable, listDiscreteOrders } from './lists.mts';
import { despatchBinItems, despatchTraceableItems, orderLineTraceableItems } from './traceable.mts';
import { changeTracking } from './tracking.mts';

export const despatchRules: Rules = {
	'GET /sop_confirm_despatch': listDespatchable,
	'POST /sop_confirm_despatch': confirmDespatch,
	'GET /sop_despatch_discrete_orders': listDiscreteOrders,
	'POST /sop_confirm_despatch_bin_items': despatchBinItems,
	'POST /sop_confirm_despatch_traceable_items': despatchTraceableItems,
	'POST /sop_order_line_traceable_items': orderLineTraceableItems,
	'PUT /sop_despatch_receipts/{Id}': changeTracking,
};
