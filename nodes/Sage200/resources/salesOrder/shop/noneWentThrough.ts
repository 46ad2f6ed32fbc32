/** The failure of an item whose list of orders failed as a whole. */
import type { IDataObject } from 'n8n-workflow';

import { SageFailure } from '../../../sage200/protocol/failures';
import { InDoubt } from '../../../sage200/push/inDoubt';
import { mayBeApplied } from '../../../transport/remedies';

export interface FailedOrder {
	/** What stands for it in the output, with `key`, `error` and `message`. */
	row: IDataObject;
	error: unknown;
}

/** Names each order with its reason and its remedy, and is in doubt where one of them is. */
export class NoneWentThrough extends Error {
	readonly remedy: string;
	readonly details: IDataObject;

	constructor(failed: FailedOrder[]) {
		const orders = failed.map(({ row }) => row);
		super(ofEach(orders, 'error'));
		this.name = 'NoneWentThrough';
		this.remedy = ofEach(orders, 'message');
		const isDoubtful = failed.some(({ error }) => isInDoubt(error));
		this.details = { ...(isDoubtful ? { outcome: 'inDoubt', inDoubt: true } : {}), orders };
	}
}

function ofEach(orders: IDataObject[], field: 'error' | 'message'): string {
	return orders.map(({ key, [field]: text }) => `${String(key)}: ${String(text)}`).join(' | ');
}

function isInDoubt(error: unknown): boolean {
	return error instanceof InDoubt || (error instanceof SageFailure && mayBeApplied(error));
}
