/**
 * `npx tsx scripts/checks/licences.mts`: nothing may ship with the package but itself, and nothing that it is built and
 * tested with may forbid that. Fails otherwise.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.mts';

interface Package {
	license?: string | { type: string };
	licenses?: Array<{ type: string }>;
	dependencies?: object;
	devDependencies?: Record<string, string>;
}

/** Free to use for building and testing, n8n's own licence included: it lets anyone use n8n for themselves. */
const ALLOWED =
	/^(MIT|MIT-0|ISC|BSD|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Python-2\.0|Unlicense|WTFPL|Zlib|MPL-2\.0|SEE LICENSE IN LICENSE\.md|LicenseRef-n8n-sustainable-use)$/i;

async function read(folder: string): Promise<Package> {
	return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Package;
}

/** One of several licences is enough where the maker lets one choose. */
function isAllowed(licence: string): boolean {
	return licence
		.replaceAll(/[()]/g, '')
		.split(' OR ')
		.some((choice) => choice.split(' AND ').every((each) => ALLOWED.test(each.trim())));
}

function licenceOf({ license, licenses }: Package): string {
	const named = typeof license === 'object' ? license.type : license;
	return named ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'none';
}

const own = await read('');
const problems: string[] = [];
if (licenceOf(own) !== 'MIT')
	problems.push(`The package itself is under ${licenceOf(own)}, not MIT`);
const shipped = Object.keys(own.dependencies ?? {});
if (shipped.length > 0) problems.push(`These would ship: ${shipped.join(', ')}`);

const tools = Object.keys(own.devDependencies ?? {});
for (const name of tools) {
	const licence = licenceOf(await read(join('node_modules', name)));
	if (!isAllowed(licence)) problems.push(`${name} is under ${licence}`);
}
for (const problem of problems) console.error(problem);
console.log(
	JSON.stringify({ shipped: shipped.length, tools: tools.length, problems: problems.length }),
);
process.exitCode = problems.length > 0 ? 1 : 0;
