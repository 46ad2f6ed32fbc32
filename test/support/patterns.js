/** Regular expressions of the package's own source. n8n's lint keeps node:fs out of .ts files. */
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = resolve(__dirname, '../..');

/**
 * Every pattern that is written in a file, with its line.
 * @param {string} file
 * @returns {Array<{ line: number, pattern: RegExp }>}
 */
function patternsOf(file) {
	const source = ts.createSourceFile(
		file,
		readFileSync(join(ROOT, file), 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found = [];
	const visit = (node) => {
		if (ts.isRegularExpressionLiteral(node)) {
			const [, body, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text);
			found.push({
				line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
				pattern: new RegExp(body, flags),
			});
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

module.exports = { patternsOf };
