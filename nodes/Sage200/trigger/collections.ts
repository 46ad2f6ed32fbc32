/** Collections whose changes can be followed: those with stamps and a key, read from the catalog. */
import { schema } from '../catalog';
import { endpointsFor, findEndpoint, type Endpoint } from '../sage200/protocol/endpoints';
import { rowOrderOf } from '../sage200/protocol/rowKeys';

export interface Collection {
	/** In the API: `customers`. */
	resource: string;
	/** Catalog group: `sales`. */
	group: string;
	/** Of one row. */
	schema: string;
	/** Field that numbers the rows. */
	key: string;
	/** Field that says when a row was changed. */
	updated: string;
	/** Field that says when it was created; undefined where there is none. */
	created?: string;
}

const UPDATED = 'date_time_updated';
const CREATED = 'date_time_created';

/** Every collection that can be followed. */
export function collections(): Collection[] {
	return endpointsFor('getAll').flatMap((endpoint) => collectionOf(endpoint) ?? []);
}

/** The collection of a name; undefined for one that does not exist or cannot be followed. */
export function findCollection(resource: string): Collection | undefined {
	const endpoint = findEndpoint('getAll', resource);
	return endpoint && collectionOf(endpoint);
}

function collectionOf({ operation, parents, place }: Endpoint): Collection | undefined {
	const { key } = rowOrderOf(operation.resource);
	const stem = stampStem(operation);
	if (parents.length > 0 || key === undefined || stem === undefined || !operation.reply)
		return undefined;
	const { fields } = schema(operation.reply.schema);
	const created = `${stem}${CREATED}`;
	return {
		resource: place,
		group: operation.group,
		schema: operation.reply.schema,
		key,
		updated: `${stem}${UPDATED}`,
		...(fields.has(created) ? { created } : {}),
	};
}

/**
 * What stands before the names of a row's own stamps, which is nothing for most: views of lines have those of their
 * documents beside their own, which are named after the view.
 */
function stampStem({ resource, reply }: Endpoint['operation']): string | undefined {
	const names = [...(reply ? schema(reply.schema).fields.keys() : [])];
	const stems = names
		.filter((name) => name.endsWith(UPDATED))
		.map((name) => name.slice(0, -UPDATED.length));
	const own = `${resource.replace(/_views$/, '')}_`;
	return (
		stems.find((stem) => stem === '' || stem === own) ?? (stems.length === 1 ? stems[0] : undefined)
	);
}
