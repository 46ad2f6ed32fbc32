/**
 * Keys in doubt, kept with the workflow as well. n8n stores a workflow's data when a production execution ends, so that
 * this process knows of a doubt after a restart. Of manual executions it keeps nothing, and workers of n8n's queue mode
 * do not read it (n8n.md §9), so that there Strict protection is needed.
 *
 * n8n stores all of a workflow's data as the execution loaded it, changed by the execution. So of two executions that end
 * at the same moment only one is kept. Each therefore writes all that its process knows, and only if that is news.
 */
import type { IDataObject } from 'n8n-workflow';

import type { KeyRegister } from '../../sage200/push/register';

/** Tells the register what the workflow knows. */
export function recallDoubts(memory: IDataObject, register: KeyRegister): void {
	const now = Date.now();
	for (const [name, until] of Object.entries(keptIn(memory))) {
		const isNews = until > (register.doubtUntil(name) ?? now) && !register.isOver(name, until);
		if (isNews) register.doubt(name, until);
	}
}

/** Keeps all that this process knows to be in doubt by now. What is over is forgotten when there is something to write. */
export function keepDoubts(memory: IDataObject, register: KeyRegister): void {
	const now = Date.now();
	const doubts = Object.fromEntries(register.allDoubts(now));
	const kept = Object.entries(keptIn(memory)).filter(([, until]) => until > now);
	const isKnown =
		kept.length === Object.keys(doubts).length &&
		kept.every(([name, until]) => doubts[name] === until);
	// Whatever is written makes n8n store the data again.
	if (!isKnown) memory.doubts = doubts;
}

function keptIn({ doubts }: IDataObject): Record<string, number> {
	return (doubts as Record<string, number> | undefined) ?? {};
}
