/** The calls that confirm what is ready of a despatch: goods and services in a call each (api.md j 6). */
import { meantLines } from '../lines/requestedLines';
import type { SageApi, SageRecord } from '../protocol/api';
import { InvalidInput, type Problem } from '../protocol/failures';

import type { Despatch } from './despatch';
import { linesOf, planDespatch } from './plan';
import { despatchItem, type DespatchPart } from './portions';
import { GOODS, intentOf, readReady, type Intent } from './ready';

export interface Confirmation {
	parts: DespatchPart[];
	body: SageRecord;
}

/**
 * What is to be confirmed, all of it worked out before the first call that changes something; empty where nothing is ready.
 * @throws InvalidInput when a line is short, or a batch or serial number does not fit
 */
export async function confirmationsOf(
	api: SageApi,
	despatch: Despatch,
	intents: Intent[],
): Promise<Confirmation[]> {
	const { order, requested, date, tracking } = despatch;
	const problems: Problem[] = [];
	const confirmations: Confirmation[] = [];
	for (const intent of intents) {
		const ready = await readReady(api, order, intent);
		const own = requested?.filter((row) =>
			meantLines(row, linesOf(order)).some((line) => intentOf(line) === intent),
		);
		const parts = planDespatch(order, ready, own, problems);
		if (parts.length === 0) continue;
		const items: SageRecord[] = [];
		for (const each of parts) {
			const item = await despatchItem(api, each).catch((error: unknown) => {
				if (!(error instanceof InvalidInput)) throw error;
				problems.push(...error.problems);
			});
			if (item) items.push(item);
		}
		const body: SageRecord = {
			sop_order_return_id: order.id,
			...(date === undefined ? {} : { despatch_receipt_date: date }),
			// Professional only, and goods are what Sage takes it for without.
			...(intent === GOODS ? {} : { confirmation_intent_type: intent }),
			items,
			...(Object.keys(tracking).length > 0
				? { tracking_items: [{ sop_order_return_id: order.id, ...tracking }] }
				: {}),
		};
		confirmations.push({ parts, body });
	}
	if (problems.length > 0) throw new InvalidInput(problems);
	return confirmations;
}
