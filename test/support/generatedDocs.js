/** The page that the script writes, and the one that is committed. Scripts are ES modules, so it runs as a process. */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');

exports.generatedDocs = () => ({
	written: execFileSync(
		process.execPath,
		['--import', 'tsx', join(root, 'scripts/docs/resources.mts'), '--print'],
		{ cwd: root, encoding: 'utf8' },
	),
	committed: readFileSync(join(root, 'docs/resources.md'), 'utf8'),
});
