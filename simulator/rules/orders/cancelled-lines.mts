/** Cancelled lines: kept when a line is reduced or removed with `create_cancelled_line` (api.md §j 11). */
import type { Body } from '../../world.mts';
import { fine, type Decimal } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import type { Entry } from './kind.mts';
import { stockUnits } from './units.mts';

/** Records the quantity by which a line was cut, if the caller asked for it. */
export function recordCancelled(entry: Entry, line: Body, sent: Body, quantity: Decimal): void {
	const { kind, call, document } = entry;
	if (!kind.cancelled || sent.create_cancelled_line !== true || quantity.lte(0)) return;
	call.company.table(kind.cancelled.resource).insert({
		[kind.stock === 'announces' ? 'pop_order_return_id' : 'sop_order_return_id']: document.id,
		item_code: textOf(line.code),
		item_description: textOf(line.description),
		cancelled_quantity: fine(quantity),
		cancelled_date: call.clock.stamp(),
		user_number: call.user.id,
		user_name: textOf(call.user.name),
		[kind.cancelled.unit]: textOf(line[kind.line.unitDescription]),
		stock_unit_cancelled_quantity: fine(stockUnits(line, quantity)),
	});
	document.cancelled_status = 'EnumDocumentProcessStatusPart';
}
