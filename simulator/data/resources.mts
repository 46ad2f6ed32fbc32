/** Facts of the catalog that the simulator reads often: which schema a resource's rows have, and which resource serves a schema. */
import {
	findResource,
	findSchema,
	resourceNames,
	type Schema,
} from '../../nodes/Sage200/catalog/index.ts';

/** The schema of a resource's rows; undefined where Sage publishes none. */
export function rowSchema(resource: string): Schema | undefined {
	const operations = findResource(resource)?.operations ?? [];
	const get = operations.find(({ method, reply }) => method === 'GET' && reply);
	const name = (get ?? operations.find(({ reply }) => reply))?.reply?.schema;
	return name === undefined ? undefined : findSchema(name);
}

let resourcesBySchema: Map<string, string> | undefined;

/** The collection whose rows have a schema. */
export function resourceOf(schema: string): string | undefined {
	resourcesBySchema ??= new Map(
		resourceNames()
			.filter((name) =>
				findResource(name)!.operations.some(
					({ method, path, reply }) => method === 'GET' && path === `/${name}` && reply?.list,
				),
			)
			.map((name): [string, string] => [rowSchema(name)!.name, name])
			// The first resource that serves a schema is the one that is named after it.
			.reverse(),
	);
	return resourcesBySchema.get(schema);
}
