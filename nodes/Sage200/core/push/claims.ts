/** Keys that items are about to write, claimed in this process, with the doubts that the workflow remembers. */
import { keyRegister } from '../../sage200/push/register';

import type { Item } from '../item';
import { keepDoubts, recallDoubts } from './doubts';

/**
 * Waits until nobody in this process works on one of the keys, and takes them. What the workflow remembers of doubts is
 * known to the process from then on.
 * @param names as the register knows the keys
 * @returns what lets go of the keys and keeps the doubts that are left; to be called when the items are done
 */
export async function claimWrites(items: Item[], names: string[]): Promise<() => void> {
	const release = await keyRegister.claimAll(names);
	const memory = items[0]?.memory ?? {};
	recallDoubts(memory, keyRegister);
	return () => {
		keepDoubts(memory, keyRegister);
		release();
	};
}
