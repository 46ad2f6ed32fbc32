/** The package's own source, as text: for tests about what it may import. n8n's lint keeps node:fs out of .ts files. */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = resolve(__dirname, '../..');

/**
 * TypeScript files below these folders of the repository, as paths from its root.
 * @param {string[]} folders
 * @returns {string[]}
 */
function sourceFiles(folders) {
	return folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => join(folder, name))
			.sort(),
	);
}

/**
 * Every module that a file imports, exports from, or requires (`module.require` too).
 * @param {string} file
 * @returns {string[]}
 */
function importsOf(file) {
	const text = readFileSync(join(ROOT, file), 'utf8');
	return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/**
 * Whether a path from the repository's root exists.
 * @param {string} path
 * @returns {boolean}
 */
function exists(path) {
	return existsSync(join(ROOT, path));
}

/**
 * The text of a file.
 * @param {string} path from the repository's root
 * @returns {string}
 */
function textOf(path) {
	return readFileSync(join(ROOT, path), 'utf8');
}

module.exports = { exists, importsOf, sourceFiles, textOf };
