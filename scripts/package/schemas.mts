/**
 * What the node's operations give, where n8n's editor asks for it: `__schema__/v<version>/<resource>/<operation>.json`
 * beside the compiled node. Of the fields in it people can map before a workflow has run once. Run by the build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gives } from '../../nodes/Sage200/core/gives.ts';
import { resources } from '../../nodes/Sage200/resources/index.ts';

/** The node's version as n8n writes it. */
const VERSION = 'v1.0.0';

/** Path below the node's folder → JSON schema of one item. */
export function outputSchemas(): Map<string, object> {
	return new Map(
		resources.flatMap(({ value: resource, operations }) =>
			operations.flatMap(
				({ value, gives }): Array<[string, object]> =>
					gives ? [[`__schema__/${VERSION}/${resource}/${value}.json`, schemaOf(gives)]] : [],
			),
		),
	);
}

function schemaOf(gives: Gives): object {
	const properties = Object.entries(gives).map(([name, given]) => [
		name,
		typeof given === 'string' ? { type: given } : schemaOf(given),
	]);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

/** Writes them below the folder of the compiled node. */
function write(folder: string): void {
	for (const [path, schema] of outputSchemas()) {
		const file = join(folder, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, JSON.stringify(schema));
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(process.argv[2]);
