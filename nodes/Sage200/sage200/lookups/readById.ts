/** One record that may be there or not. */
import { recordIn } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { onSageFailure } from '../protocol/failures';

/**
 * A record by its ID; undefined when there is none.
 * @throws SageFailure also for an answer that says nothing
 */
export async function readById(
	api: SageApi,
	path: string,
	query: Record<string, string> = {},
): Promise<SageRecord | undefined> {
	const request = { method: 'GET', path, query } as const;
	const reading = api.send(request).then((reply) => recordIn(reply, request));
	return await reading.catch(
		onSageFailure((failure) => {
			if (failure.kind !== 'notFound') throw failure;
			return undefined;
		}),
	);
}
