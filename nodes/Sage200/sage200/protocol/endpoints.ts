/** The operations of the catalog as a person thinks of them: create, read, change or remove records, or do something else. */
import {
	allOperations,
	findResource,
	resourceOfPath,
	schema,
	type BodyShape,
	type CatalogOperation,
	type Field,
	type Schema,
} from '../../catalog';

export type Verb = 'action' | 'create' | 'delete' | 'get' | 'getAll' | 'update';

export interface Endpoint {
	verb: Verb;
	/**
	 * What a workflow stores: the collection's path, `customers/{customerId}/customer_contacts`. Actions have their
	 * method before it and all of their path: `PUT sop_orders_new/{Id}`.
	 */
	place: string;
	/** Resources of the records that the path runs through, outermost first: `customers`. */
	parents: string[];
	/** Ends with the ID of one record. */
	single: boolean;
	operation: CatalogOperation;
}

/** What one catalogued operation is to a person. */
export function endpointOf(operation: CatalogOperation): Endpoint {
	const segments = operation.path.split('/').slice(1);
	const single = segments[segments.length - 1].startsWith('{');
	const collection = single ? segments.slice(0, -1) : segments;
	const parents = collection.flatMap((segment, at) =>
		segment.startsWith('{') ? [collection[at - 1]] : [],
	);
	const verb = verbOf(operation, single);
	const place =
		verb === 'action' ? `${operation.method} ${segments.join('/')}` : collection.join('/');
	return { verb, place, parents, single, operation };
}

/** Every endpoint that a verb can be asked of. */
export function endpointsFor(verb: Verb): Endpoint[] {
	return allOperations()
		.map(endpointOf)
		.filter((endpoint) => endpoint.verb === verb);
}

/**
 * The endpoint that a place or just a resource's name means for a verb: of several the shortest path.
 * Undefined when the catalog has none.
 */
export function findEndpoint(verb: Verb, wanted: string): Endpoint | undefined {
	const place = wanted.trim().replace(/^\//, '');
	const name = resourceOfPath(place.slice(place.indexOf(' ') + 1));
	const fitting = (findResource(name)?.operations ?? [])
		.map(endpointOf)
		.filter((endpoint) => endpoint.verb === verb);
	return (
		fitting.find((endpoint) => endpoint.place === place) ??
		(place === name ? shortest(fitting) : undefined)
	);
}

/**
 * The path with IDs filled in.
 * @param ids of the parents, outermost first, then of the record
 */
export function pathOf({ operation }: Endpoint, ids: string[]): string {
	const left = [...ids];
	return operation.path.replace(/\{[^}]+\}/g, () => encodeURIComponent(left.shift() ?? ''));
}

/** The schema of a resource's records as its lists show them. */
export function listedShape(resource: string): BodyShape | undefined {
	return findResource(resource)?.operations.find(
		({ method, reply }) => method === 'GET' && reply?.list,
	)?.reply;
}

/**
 * The same of a resource that is known to be listed.
 * @throws Error for one that Sage does not list: a mistake of ours
 */
export function listedSchema(resource: string): Schema {
	const shape = listedShape(resource);
	if (!shape) throw new Error(`Sage 200 has no list of "${resource}"`);
	return schema(shape.schema);
}

function verbOf({ method, resource, request, reply }: CatalogOperation, single: boolean): Verb {
	if (method === 'GET') return single || !reply?.list ? 'get' : 'getAll';
	if (method === 'DELETE') return 'delete';
	// What is posted to a collection is a new record only if the collection then shows such a record.
	const shown = request !== undefined && !request.list && showsRecords(resource, request.schema);
	if (method === 'POST' && !single && shown) return 'create';
	// What has nothing to fill in is not changed but told to happen: an authorisation.
	return method === 'PUT' && single && shown && hasPlainFields(request.schema)
		? 'update'
		: 'action';
}

function hasPlainFields(name: string): boolean {
	return [...schema(name).fields.values()].some(
		({ readOnly, type }) => !readOnly && type !== 'object' && type !== 'list',
	);
}

function showsRecords(resource: string, schema: string): boolean {
	return (findResource(resource)?.operations ?? []).some(
		({ method, reply }) => method === 'GET' && reply?.schema === schema,
	);
}

function shortest(endpoints: Endpoint[]): Endpoint | undefined {
	return [...endpoints].sort((left, right) => left.parents.length - right.parents.length)[0];
}

/**
 * Fields that a new record must have. What numbering or the line type lifts, and what Sage itself writes, is not asked
 * for; nor is the record that the path runs through (`/products/{Id}/product_suppliers`).
 */
export function requiredFields({ operation: { request }, parents }: Endpoint): string[] {
	if (!request) return [];
	const all = [...schema(request.schema).fields.values()];
	return all
		.filter((field) => isNeededOnCreate(field) && !parents.includes(field.refers ?? ''))
		.map(({ name }) => name);
}

function isNeededOnCreate({ required, conditional, readOnly, givenOnCreate }: Field): boolean {
	return readOnly ? givenOnCreate : required && !conditional;
}
