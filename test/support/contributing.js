/** The resource that CONTRIBUTING.md shows, made of its text as printed. */
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const ts = require('typescript');

const root = resolve(__dirname, '../..');

/** Exports of the example, as if it stood where its first line says. */
exports.printedResource = function printedResource() {
	const [, example] = /```ts\n([\s\S]*?)```/.exec(
		readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'),
	);
	const [, folder] = /^\/\/ (\S+)\//.exec(example);
	const { outputText } = ts.transpileModule(example, {
		compilerOptions: { module: ts.ModuleKind.CommonJS },
	});
	const made = {};
	new Function('exports', 'require', outputText)(made, (name) => require(join(root, folder, name)));
	return made;
};
