/** The pages that the script writes, and those that are committed. Scripts are ES modules, so it runs as a process. */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');

/** @returns {Array<{name: string, written: string, committed: string}>} */
exports.generatedDocs = () => {
	const printed = execFileSync(
		process.execPath,
		['--import', 'tsx', join(root, 'scripts/docs/write.mts'), '--print'],
		{ cwd: root, encoding: 'utf8', maxBuffer: 2 ** 24 },
	);
	return Object.entries(JSON.parse(printed)).map(([name, written]) => ({
		name,
		written,
		committed: readFileSync(join(root, 'docs', name), 'utf8'),
	}));
};
