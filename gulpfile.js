const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { dest, series, src } = require('gulp');

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

/** Icons to dist. Without `encoding: false` gulp 5 reads files as text and breaks PNGs. */
function icons() {
	return src('nodes/**/*.{svg,png}', { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.build = series(clean, compile, icons);
exports.default = exports.build;
