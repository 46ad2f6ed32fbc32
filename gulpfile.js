const { spawnSync } = require('node:child_process');
const { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, relative, resolve } = require('node:path');
const { build, transform } = require('esbuild');
const { dest, series, src } = require('gulp');
const { n8n } = require('./package.json');

const folder = dirname(n8n.nodes[0]);
const source = relative('dist', folder);
const classNames = n8n.nodes.map((file) => basename(file, '.node.js'));
const code = join(folder, 'nodes.js');

/** Empties dist, so that a renamed file never ships twice. */
async function clean() {
	rmSync('dist', { recursive: true, force: true });
}

/** TypeScript and its JSON (codex, catalog) to dist. */
async function compile() {
	const { status } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc')], {
		stdio: 'inherit',
	});
	if (status !== 0) throw new Error('TypeScript found the mistakes above');
}

/**
 * The code of all nodes in one file: finding two hundred files took longer than all that is in them, and the nodes share
 * most of it. It is made from the source, whose modules join without wrappers: a fifth less than from what tsc compiled,
 * which has checked the types. Local names become short; those of functions, methods and most classes stay and lines are short,
 * so that a stack trace can be read. esbuild does so with a file that it does not take for a module.
 */
async function bundle() {
	const { outputFiles } = await build({
		stdin: {
			contents: classNames.map((name) => `export * from "./${name}.node";`).join('\n'),
			resolveDir: source,
		},
		bundle: true,
		write: false,
		platform: 'node',
		target: 'node20',
		minifySyntax: true,
		// The catalog's data stays beside it, to be read group by group.
		external: ['n8n-workflow', './data/*'],
	});
	const shortened = await transform(outputFiles[0].text, {
		target: 'node20',
		minifyIdentifiers: true,
		minifyWhitespace: true,
		lineLimit: 200,
	});
	writeFileSync(code, shortened.code);
	renameSync(join(folder, 'catalog', 'data'), join(folder, 'data'));
	compactData();
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory() && entry.name !== 'data')
			rmSync(join(folder, entry.name), { recursive: true });
	}
}

/** The files that package.json names: the description as data, and the way to the code (scripts/package/nodeFile.mjs). */
async function nodeFiles() {
	const { nodeFile } = await import('./scripts/package/nodeFile.mjs');
	const classes = require(resolve(code));
	for (const className of classNames) {
		const node = new classes[className]();
		const description = `./${className}.description.json`;
		writeFileSync(join(folder, description), JSON.stringify(node.description));
		writeFileSync(
			join(folder, `${className}.node.js`),
			nodeFile({ className, node, code: `./${basename(code)}`, description }),
		);
	}
}

/** What each operation gives, for n8n's editor (scripts/package/schemas.mts). */
async function schemas() {
	const script = join('scripts', 'package', 'schemas.mts');
	const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, folder], {
		stdio: 'inherit',
	});
	if (status !== 0) throw new Error('The schemas of the outputs could not be written');
}

/** The catalog's data without the blanks that make it readable in the source. */
function compactData() {
	for (const name of readdirSync(join(folder, 'data'))) {
		const file = join(folder, 'data', name);
		writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
	}
}

/** Icons to dist. Without `encoding: false` gulp 5 reads files as text and breaks PNGs. */
function icons() {
	return src('nodes/**/*.{svg,png}', { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.build = series(clean, compile, bundle, nodeFiles, schemas, icons);
exports.default = exports.build;
