/**
 * Turns Sage's OpenAPI files into the catalog: facts only (paths, names, types, limits), none of Sage's prose.
 *
 *   npm run catalog -- <folder of OpenAPI files> [output folder]
 *
 * `additions.json` is read from the folder above the OpenAPI files: endpoints and fields that Sage added later.
 * The output is deterministic: the same input gives the same bytes.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { applyAdditions, type Additions } from './additions.mts';
import { readGroup, type OpenApi } from './openapi.mts';
import { linkReferences } from './references.mts';
import { correctReadOnly } from './writable.mts';
import { Draft } from './draft.mts';
import { compact } from './notation.mts';

/** Reads the OpenAPI folder and returns the catalog's files: name → text. */
function generateCatalog(source: string): Map<string, string> {
	const draft = new Draft();
	for (const file of readdirSync(source)
		.filter((name) => name.endsWith('.json'))
		.sort()) {
		const document = JSON.parse(readFileSync(join(source, file), 'utf8')) as OpenApi;
		readGroup(draft, file.replace(/\.json$/, ''), document);
	}
	const additions = JSON.parse(
		readFileSync(join(source, '..', 'additions.json'), 'utf8'),
	) as Additions;
	applyAdditions(draft, additions);
	correctReadOnly(draft);
	linkReferences(draft);
	return compact(draft);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [source, target] = process.argv.slice(2);
	if (!source) {
		console.error('Usage: npm run catalog -- <folder of OpenAPI files> [output folder]');
		process.exit(2);
	}
	const here = dirname(fileURLToPath(import.meta.url));
	const output = resolve(target ?? join(here, '../../nodes/Sage200/catalog/data'));
	rmSync(output, { recursive: true, force: true });
	mkdirSync(output, { recursive: true });
	const files = generateCatalog(resolve(source));
	for (const [name, text] of files) writeFileSync(join(output, name), text);
	const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
	if (target === undefined) {
		// Read only now: the names are taken from the catalog that was just written.
		const { fieldNames } = await import('./fieldNames.mts');
		writeFileSync(join(output, '..', 'fieldNames.ts'), fieldNames());
	}
	console.log(`${files.size} files, ${Math.round(bytes / 1024)} KB`);
}
