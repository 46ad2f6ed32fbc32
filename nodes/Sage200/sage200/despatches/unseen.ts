/** What this process has just despatched under a number, where the despatch lines do not show it yet. */
import type { SageRecord } from '../protocol/api';
import { DOUBT_SECONDS } from '../protocol/waits';
import type { KeyRegister } from '../push/register';
import { round } from '../values/numbers';

import type { Despatch } from './despatch';
import { heldBy } from './consignments';
import { lineOf } from './plan';
import type { DespatchPart } from './portions';
import { sellingUnits } from './units';

/** Stock units by line ID, and when they were sent (ms). */
interface Remembered {
	at: number;
	held: Array<[number, number]>;
}

/** Remembers what the number holds after a despatch. */
export function rememberRows(
	register: KeyRegister,
	name: string,
	{ order, known, tracking }: Despatch,
	sent: DespatchPart[],
): void {
	if (tracking.consignment_no === undefined) return;
	const held = heldBy(order, known);
	for (const { item, quantity } of sent) {
		const id = Number(item.id);
		held.set(id, round((held.get(id) ?? 0) + quantity, 5));
	}
	const remembered: Remembered = { at: Date.now(), held: [...held] };
	register.markPushed(name, Number(order.id), Date.now(), JSON.stringify(remembered));
}

/** Rows, as the despatch lines will show them, of what the number holds beyond what they show now. */
export function unseenRows(
	register: KeyRegister,
	name: string,
	{ order, known }: Despatch,
): SageRecord[] {
	const content = register.contentOf(name);
	if (content === undefined) return [];
	const { at, held } = JSON.parse(content) as Remembered;
	// Later on what is missing was reversed by a person.
	if (Date.now() - at > DOUBT_SECONDS * 1000) return [];
	const seen = heldBy(order, known);
	return held.flatMap(([id, quantity]) => {
		const missing = round(quantity - (seen.get(id) ?? 0), 5);
		const row = {
			sop_order_id: order.id,
			sop_order_line_id: id,
			sop_despatch_line_quantity: sellingUnits(lineOf(order, id) ?? {}, missing),
		};
		return missing > 0 ? [row] : [];
	});
}
