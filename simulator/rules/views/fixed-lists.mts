/** The fixed lists behind enum texts. Sage numbers them from 0 (api.md §g), tables of the simulator have no row 0. */
import { findResource, findSchema, resourceNames } from '../../../nodes/Sage200/catalog/index.ts';
import type { Projections } from '../../world.mts';
import { view } from './view.mts';

const FIELDS = ['id', 'value', 'description'];

/** Resources whose rows are exactly id, value and description. */
export const FIXED_LISTS = resourceNames().filter((name) => {
	const reply = findResource(name)?.operations.find(({ method }) => method === 'GET')?.reply;
	const fields = reply?.list ? findSchema(reply.schema)?.fields : undefined;
	return fields?.size === FIELDS.length && FIELDS.every((field) => fields.has(field));
});

export const fixedListViews: Projections = Object.fromEntries(
	FIXED_LISTS.map((resource) => [
		resource,
		view(resource, { id: 'place', value: 'value' }, (row) => [
			{ id: row.place, value: row.value, description: row.description },
		]),
	]),
);
