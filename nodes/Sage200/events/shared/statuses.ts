/** The statuses that an event waits for. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../core/parameters';
import { invalid } from '../../sage200/protocol/failures';
import { listIn } from '../../sage200/values/lists';

/** @throws InvalidInput where none is chosen, for nothing would ever be told */
export function statusesOf(
	parameters: Parameters,
	{ name, displayName }: INodeProperties,
): string[] {
	const statuses = listIn(parameters.parameter(name, []));
	if (statuses.length > 0) return statuses.sort();
	throw invalid(displayName, 'is empty', 'Choose what to wait for.');
}
