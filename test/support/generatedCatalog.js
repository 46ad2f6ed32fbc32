/** Generates the catalog anew, where the OpenAPI files are at hand, and compares it with the committed one. */
const { execFileSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const committed = join(root, 'nodes/Sage200/catalog/data');

/** Every text of the committed catalog. */
exports.committedFacts = function committedFacts() {
	const textsIn = (value) =>
		typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(textsIn);
	return readdirSync(committed).flatMap((name) =>
		textsIn(JSON.parse(readFileSync(join(committed, name), 'utf8'))),
	);
};

exports.generatedCatalog = function generatedCatalog() {
	const source = [
		process.env.SAGE200_OPENAPI,
		join(root, '../shared/reference/sage200/openapi'),
	].find((path) => path && existsSync(path));
	return {
		source,
		/** Names of files that differ or are missing on either side. */
		differences() {
			const target = mkdtempSync(join(tmpdir(), 'sage200-catalog-'));
			try {
				execFileSync(
					process.execPath,
					['--import', 'tsx', join(root, 'scripts/catalog/generate.mts'), source, target],
					{ cwd: root },
				);
				const names = new Set([...readdirSync(committed), ...readdirSync(target)]);
				const read = (folder, name) =>
					existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
				return [...names].filter((name) => read(committed, name) !== read(target, name));
			} finally {
				rmSync(target, { recursive: true, force: true });
			}
		},
	};
};
