/**
 * Keys in doubt, kept with the workflow as well. n8n stores a workflow's data when a production execution ends, so that
 * another worker, or this one after a restart, knows of a doubt that was told here. Of manual executions it keeps nothing.
 */
import type { IDataObject } from 'n8n-workflow';

import type { KeyRegister } from '../../sage200/push/register';

/** Tells the register what the workflow knows of these keys. @param names as the register has them */
export function recallDoubts(memory: IDataObject, register: KeyRegister, names: string[]): void {
	const kept = keptIn(memory);
	for (const name of names) {
		const until = kept[name] ?? 0;
		if (until > (register.doubtUntil(name) ?? Date.now())) register.doubt(name, until);
	}
}

/** Keeps what the register knows of these keys by now, and forgets what is over. */
export function keepDoubts(memory: IDataObject, register: KeyRegister, names: string[]): void {
	const before = keptIn(memory);
	const after = { ...before };
	for (const name of names) after[name] = register.doubtUntil(name) ?? 0;
	for (const [name, until] of Object.entries(after)) if (until <= Date.now()) delete after[name];
	// Whatever is written makes n8n store the data again.
	if (JSON.stringify(after) !== JSON.stringify(before)) memory.doubts = after;
}

function keptIn({ doubts }: IDataObject): Record<string, number> {
	return { ...(doubts as Record<string, number> | undefined) };
}
