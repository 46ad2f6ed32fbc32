/**
 * The catalog: every resource, operation and field of the Sage 200 API, as facts.
 *
 * `data/` is generated from Sage's OpenAPI files (`npm run catalog`), never edited by hand. A group's file is
 * read when one of its resources or schemas is first asked for, so loading the node costs nothing.
 */
import { readFields, readOperation, type Field, type OperationFacts } from './notation';

export type { BodyShape, Field, FieldType } from './notation';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'UNKNOWN';

export interface CatalogOperation extends OperationFacts {
	/** 'UNKNOWN' where Sage published the path but never the verb. */
	method: Method;
	/** Path below the API address, with Sage's own placeholders: `/customers/{customerId}/sop_orders`. */
	path: string;
	resource: string;
	group: string;
}

export interface Resource {
	name: string;
	group: string;
	operations: CatalogOperation[];
}

export interface Schema {
	name: string;
	group: string;
	fields: Map<string, Field>;
	professionalOnly: boolean;
	/** Sage publishes no fields: any field may come. */
	open: boolean;
	/** Carries date_time_updated, so it can be polled for changes. */
	stamped: boolean;
}

interface GroupFile {
	operations: Record<string, string>;
	schemas: Record<string, Record<string, string>>;
}

/** What a group has, by name. Each is read when it is first asked for: a group has up to a hundred, and a run needs a few. */
interface Group {
	resources: Map<string, () => Resource>;
	schemas: Map<string, () => Schema>;
}

interface Index {
	resources: Record<string, string>;
	schemas: Record<string, string>;
}

const READERS: Record<string, () => unknown> = {
	'cash-book': () => module.require('./data/cash-book.json'),
	commercials: () => module.require('./data/commercials.json'),
	financials: () => module.require('./data/financials.json'),
	general: () => module.require('./data/general.json'),
	nominal: () => module.require('./data/nominal.json'),
	pop: () => module.require('./data/pop.json'),
	'price-book': () => module.require('./data/price-book.json'),
	purchases: () => module.require('./data/purchases.json'),
	sales: () => module.require('./data/sales.json'),
	sop: () => module.require('./data/sop.json'),
	stock: () => module.require('./data/stock.json'),
};

const loaded = new Map<string, Group>();

/** The path's resource: its last fixed segment (`/customers/{customerId}/sop_orders` → `sop_orders`). */
export function resourceOfPath(path: string): string {
	const fixed = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
	return fixed[fixed.length - 1] ?? '';
}

/** Names of all catalogued resources, in Sage's groups. */
export function resourceNames(): string[] {
	return Object.keys(index().resources);
}

/** Names of all schemas, in Sage's groups. */
export function schemaNames(): string[] {
	return Object.keys(index().schemas);
}

/** One resource with its operations; undefined if the catalog has no such resource. */
export function findResource(name: string): Resource | undefined {
	const owner = lookup(index().resources, name);
	return owner === undefined ? undefined : group(owner).resources.get(name)?.();
}

/** Whether the catalog has a resource, told by its index alone. */
export function hasResource(name: string): boolean {
	return lookup(index().resources, name) !== undefined;
}

/** One schema with its fields; undefined if the catalog has no such schema. */
export function findSchema(name: string): Schema | undefined {
	const owner = lookup(index().schemas, name);
	return owner === undefined ? undefined : group(owner).schemas.get(name)?.();
}

/**
 * One schema with its fields.
 * @throws Error for a name that the catalog does not have: a mistake of ours
 */
export function schema(name: string): Schema {
	const found = findSchema(name);
	if (!found) throw new Error(`The catalog has no schema "${name}"`);
	return found;
}

/**
 * One field of a schema.
 * @throws Error for a name that the catalog does not have: a mistake of ours, seen as the node loads
 */
export function fieldOf(schemaName: string, name: string): Field {
	const found = schema(schemaName).fields.get(name);
	if (!found) throw new Error(`The catalog has no field "${name}" in "${schemaName}"`);
	return found;
}

/**
 * The schema of a nested record or of the rows of a list.
 * @throws Error for a field that holds neither: a mistake of ours, seen as the node loads
 */
export function nestedSchemaOf(schemaName: string, name: string): string {
	const { schema: nested } = fieldOf(schemaName, name);
	if (nested === undefined) throw new Error(`"${name}" of "${schemaName}" holds no records`);
	return nested;
}

/** Every operation of the catalog, group by group. */
export function allOperations(): CatalogOperation[] {
	return Object.keys(READERS).flatMap((name) =>
		[...group(name).resources.values()].flatMap((read) => read().operations),
	);
}

/** The operation of a method and a path with ids filled in (`GET /sop_orders/12`); undefined if there is none. */
export function findOperation(method: string, path: string): CatalogOperation | undefined {
	const segments = path.split('/').filter((segment) => segment !== '');
	const fixed = segments.filter((segment) => !/^-?\d+$/.test(segment));
	return findResource(fixed[fixed.length - 1] ?? '')?.operations.find(
		(operation) => operation.method === method && matches(operation.path, segments),
	);
}

function matches(template: string, segments: string[]): boolean {
	const parts = template.split('/').filter((part) => part !== '');
	return (
		parts.length === segments.length &&
		parts.every((part, at) => part.startsWith('{') || part === segments[at])
	);
}

function index(): Index {
	return module.require('./data/index.json') as Index;
}

function lookup(table: Record<string, string>, name: string): string | undefined {
	return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}

function group(name: string): Group {
	let found = loaded.get(name);
	if (!found) {
		found = readGroup(name, READERS[name]() as GroupFile);
		loaded.set(name, found);
	}
	return found;
}

function readGroup(name: string, file: GroupFile): Group {
	const texts = new Map<string, Array<[string, string]>>();
	for (const operation of Object.entries(file.operations)) {
		const resource = resourceOfPath(operation[0]);
		texts.set(resource, [...(texts.get(resource) ?? []), operation]);
	}
	const resources = [...texts].map(
		([resource, operations]) =>
			[resource, once(() => readResource(name, resource, operations))] as const,
	);
	const schemas = Object.entries(file.schemas).map(([key, fields]) => {
		const [schemaName, ...flags] = key.split(' ');
		return [schemaName, once(() => readSchema(name, schemaName, flags, fields))] as const;
	});
	return { resources: new Map(resources), schemas: new Map(schemas) };
}

function readResource(owner: string, name: string, texts: Array<[string, string]>): Resource {
	const operations = texts.map(([key, text]): CatalogOperation => {
		const [method, path] = key.split(' ') as [Method, string];
		return { method, path, resource: name, group: owner, ...readOperation(text) };
	});
	return { name, group: owner, operations };
}

function readSchema(
	owner: string,
	name: string,
	flags: string[],
	source: Record<string, string>,
): Schema {
	const fields = new Map(
		Object.entries(source)
			.flatMap(([field, text]) => readFields(field, text))
			.map((each) => [each.name, each]),
	);
	return {
		name,
		group: owner,
		fields,
		professionalOnly: flags.includes('pro'),
		open: flags.includes('open'),
		stamped: fields.has('date_time_updated'),
	};
}

function once<T extends object>(read: () => T): () => T {
	let known: T | undefined;
	return () => (known ??= read());
}
