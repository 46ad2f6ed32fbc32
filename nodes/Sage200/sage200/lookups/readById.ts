/** One record that may be there or not. */
import type { SageApi, SageRecord } from '../protocol/api';
import { onSageFailure } from '../protocol/failures';

/**
 * A record by its ID; undefined when there is none.
 * @throws SageFailure
 */
export async function readById(
	api: SageApi,
	path: string,
	query: Record<string, string> = {},
): Promise<SageRecord | undefined> {
	const reading = api.send({ method: 'GET', path, query });
	return (await reading.catch(
		onSageFailure((failure) => {
			if (failure.kind !== 'notFound') throw failure;
		}),
	)) as SageRecord | undefined;
}
