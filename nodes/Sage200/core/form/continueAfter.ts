/** Get Many in a loop: each round reads the records after those of the round before, so that a million rows never are in memory together. */
import { allOf } from '../../sage200/lookups/odata';
import type { Query } from '../../sage200/protocol/api';
import { invalid } from '../../sage200/protocol/failures';
import { rowOrderOf } from '../../sage200/protocol/rowKeys';

import type { NumberProperty } from '../checkedNumber';
import type { Parameters } from '../parameters';

/** An entry of Read Options. Sage numbers its records from 1, so 0 is before the first one. */
export const CONTINUE_AFTER: NumberProperty = {
	displayName: 'Continue After',
	name: 'continueAfter',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	validateType: 'number',
	description:
		'ID of the last record that was read: only records with a higher ID come, in the order of their ID. For loops over more records than memory holds; 0 begins.',
};

/**
 * The query of one round of a loop; the query itself where the option is not used. Lists that are not sorted come in the
 * order of their ID.
 * @param resource whose rows are listed
 * @throws InvalidInput where the rows have no ID to go by, or are sorted otherwise
 */
export function continued(query: Query, parameters: Parameters, resource: string): Query {
	if (parameters.fields('read')[CONTINUE_AFTER.name] === undefined) return query;
	const last = parameters.numberIn('read', CONTINUE_AFTER);
	const { key } = rowOrderOf(resource);
	if (key === undefined)
		throw invalid(
			CONTINUE_AFTER.displayName,
			`the rows of ${resource} have no ID to continue after`,
			'Leave the option out.',
		);
	if (query.$orderby !== undefined)
		throw invalid(
			CONTINUE_AFTER.displayName,
			'it goes by the ID, and Sort asks for another order',
			'Leave one of the two out.',
		);
	return { ...query, $filter: allOf([query.$filter as string | undefined, `${key} gt ${last}`]) };
}
