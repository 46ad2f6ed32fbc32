/** How a person would fill in the form of the Record resource for a call. */
import type { Endpoint } from '../../nodes/Sage200/sage200/protocol/endpoints.ts';

import type { Row } from './company.mts';

/**
 * The record type and the records that its path names.
 * @param ids outermost first, then the record itself
 */
export function placeOf({ place, parents, single }: Endpoint, ids: number[]): Row {
	return {
		recordType: { __rl: true, mode: 'list', value: place },
		...(parents.length > 0 ? { parent: byId(ids[0]) } : {}),
		...(parents.length > 1 ? { innerParent: byId(ids[1]) } : {}),
		...(single ? { record: byId(ids.at(-1)) } : {}),
	};
}

/** The body: through the resource mapper, and as JSON where Sage takes a list or publishes no fields. */
export function bodyForm({ operation: { request } }: Endpoint, given: unknown): Row {
	if (request === undefined || request.list)
		return { input: 'json', bodyJson: JSON.stringify(given) };
	return {
		input: 'fields',
		fields: { mappingMode: 'defineBelow', value: flattened(given as Row) },
	};
}

/** Whole records, with all that is nested in them. */
export function readForm(expandable: string[]): Row {
	return { read: { expand: expandable }, limit: 5, sort: {} };
}

/** As the resource mapper holds a record: nested records under dotted names, lists as JSON text. */
function flattened(record: Row): Row {
	return Object.fromEntries(
		Object.entries(record).flatMap(([name, value]) => {
			if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
			if (typeof value !== 'object' || value === null) return [[name, value]];
			return Object.entries(flattened(value as Row)).map(([inner, each]) => [
				`${name}.${inner}`,
				each,
			]);
		}),
	);
}

function byId(id: number | undefined): Row {
	return { __rl: true, mode: 'id', value: String(id ?? '') };
}
