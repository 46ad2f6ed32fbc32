const { spawnSync } = require('node:child_process');
const { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build } = require('esbuild');
const { dest, series, src } = require('gulp');
const { n8n } = require('./package.json');

const node = dirname(n8n.nodes[0]);

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
 * One file a node. n8n loads it whenever it starts, and finding two hundred files took longer than all that is in them.
 * Names and lines stay as they are, so that a stack trace can be read; expressions are written short.
 */
async function bundle() {
	await build({
		entryPoints: n8n.nodes,
		outdir: node,
		allowOverwrite: true,
		bundle: true,
		platform: 'node',
		target: 'node20',
		minifySyntax: true,
		// The catalog's data stays beside it, to be read group by group.
		external: ['n8n-workflow', './data/*'],
	});
	renameSync(join(node, 'catalog', 'data'), join(node, 'data'));
	compactData();
	for (const entry of readdirSync(node, { withFileTypes: true })) {
		if (entry.isDirectory() && entry.name !== 'data')
			rmSync(join(node, entry.name), { recursive: true });
	}
}

/** The catalog's data without the blanks that make it readable in the source. */
function compactData() {
	for (const name of readdirSync(join(node, 'data'))) {
		const file = join(node, 'data', name);
		writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
	}
}

/** Icons to dist. Without `encoding: false` gulp 5 reads files as text and breaks PNGs. */
function icons() {
	return src('nodes/**/*.{svg,png}', { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.build = series(clean, compile, bundle, icons);
exports.default = exports.build;
