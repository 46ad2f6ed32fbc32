/** The types of the field names: as committed, and generated anew from the committed catalog. */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const PRINT =
	"import('./scripts/catalog/fieldNames.mts').then(({ fieldNames }) => process.stdout.write(fieldNames()))";

exports.committedFieldNames = () =>
	readFileSync(join(root, 'nodes/Sage200/catalog/fieldNames.ts'), 'utf8');

exports.generatedFieldNames = () =>
	execFileSync(process.execPath, ['--import', 'tsx', '--eval', PRINT], {
		cwd: root,
		encoding: 'utf8',
	});
