/** The types of the field names, generated anew from the committed catalog. */
const { execFileSync } = require('node:child_process');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const PRINT =
	"import('./scripts/catalog/fieldNames.mts').then(({ fieldNames }) => process.stdout.write(fieldNames()))";

exports.generatedFieldNames = () =>
	execFileSync(process.execPath, ['--import', 'tsx', '--eval', PRINT], {
		cwd: root,
		encoding: 'utf8',
	});
