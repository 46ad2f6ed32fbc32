/** Lists of a resource beside its own records: views, transactions, balances. */
import { listedShape } from '../sage200/endpoints';

import { LIST_PROPERTIES, limitOf, listQuery } from './filters';
import { oneByOne, type Operation } from './resource';

export interface Listing extends Pick<Operation, 'value' | 'name' | 'action' | 'description'> {
	/** Collection in the API. */
	listed: string;
	/** At most ten flat fields that Simplify shows. */
	simple: string[];
}

/** An operation that lists one collection, with Get Many's filters. */
export function listing({ simple, ...operation }: Listing): Operation {
	return {
		...operation,
		writes: false,
		properties: LIST_PROPERTIES,
		prepare: oneByOne(async (item) =>
			await item.company.api.list({
				path: `/${operation.listed}`,
				query: listQuery(item, listedShape(operation.listed)!.schema, simple),
				limit: limitOf(item),
			}),
		),
	};
}
