/**
 * The names of the catalog's fields as types, so that a misspelt field of a resource does not compile. `npm run catalog`
 * writes them; they are types only, so nothing of them ships.
 */
import {
	allOperations,
	resourceNames,
	schema,
	schemaNames,
} from '../../nodes/Sage200/catalog/index.ts';

/** The text of `nodes/Sage200/catalog/fieldNames.ts`. */
export function fieldNames(): string {
	const fields = schemaNames().map((name) => {
		const { open, fields: known } = schema(name);
		const names = [...known.keys()].map((field) => JSON.stringify(field));
		return `\t${JSON.stringify(name)}: ${open || names.length === 0 ? 'string' : names.join(' | ')};`;
	});
	const nested = schemaNames().flatMap((name) => {
		const named = [...schema(name).fields.values()].flatMap((field) =>
			field.schema === undefined
				? []
				: [`${JSON.stringify(field.name)}: ${JSON.stringify(field.schema)}`],
		);
		return named.length === 0 ? [] : [`\t${JSON.stringify(name)}: { ${named.join('; ')} };`];
	});
	const listed = new Map(
		allOperations().flatMap(({ method, resource, reply }) =>
			method === 'GET' && reply?.list ? [[resource, reply.schema] as const] : [],
		),
	);
	const rows = resourceNames().flatMap((name) => {
		const row = listed.get(name);
		return row === undefined ? [] : [`\t${JSON.stringify(name)}: ${JSON.stringify(row)};`];
	});
	return `/** Generated from the catalog by \`npm run catalog\`, never edited by hand. */

/** The fields of each schema. */
export interface Fields {
${fields.join('\n')}
}

/** The schemas of nested records and of the rows of lists, by schema and field. */
export interface NestedSchemas {
${nested.join('\n')}
}

/** The schema of the rows of each list. */
export interface Rows {
${rows.join('\n')}
}
`;
}
