/**
 * Writes that have neither a key nor a field to be found by. n8n's Retry On Fail runs a node again after any error, so what
 * an execution has sent without a clear answer it does not send a second time.
 */
import { write } from '../../sage200/lookups/writing';
import type { SageApi, SageRequest } from '../../sage200/protocol/api';
import { onSageFailure, SageFailure } from '../../sage200/protocol/failures';
import { DOUBT_SECONDS } from '../../sage200/protocol/waits';
import { keyRegister } from '../../sage200/push/register';

import type { Item } from '../item';
import { executionKey } from './executionKey';

/**
 * Sends the write of an item.
 * @param api where it goes; the item's company unless it is said
 * @throws SageFailure also where an earlier try of the same execution may have been applied; then nothing is sent
 */
export async function writeInExecution(
	item: Item,
	request: SageRequest,
	api: SageApi = item.company.api,
): Promise<unknown> {
	const { method, path } = request;
	const name = [api.scope, method, path, await executionKey(item)].join('|');
	if (keyRegister.inDoubt(name, Date.now()))
		throw new SageFailure({
			kind: 'dropped',
			method,
			path,
			note: 'An earlier try of this execution got no clear answer, so this one was not sent.',
		});
	return await write(api, request).catch(
		onSageFailure((failure) => {
			if (failure.inDoubt) keyRegister.doubt(name, Date.now() + DOUBT_SECONDS * 1000);
			throw failure;
		}),
	);
}
