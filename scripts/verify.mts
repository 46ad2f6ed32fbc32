/** `npm run verify`: is the packed node fit to be published and verified by n8n? */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { pack, type Tarball } from './package/pack.mts';
import { PACKED_FILES, SOURCE_FILES, scan } from './package/scan.mts';
import { say } from './progress.mts';
import { root } from './root.mts';
import { inTemporaryFolder } from './temporary.mts';

const LARGEST_KB = 300;
const SHIPPED =
	/^(dist\/(nodes|credentials)\/|(package\.json|README\.md|LICENSE(\.md)?|CHANGELOG\.md)$)/;

interface PackageJson {
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

const passed = await inTemporaryFolder(async (folder) => {
	const tarball = await pack(folder);
	const unpacked = join(folder, 'package');
	await mkdir(unpacked);
	await extract({ file: tarball.file, cwd: unpacked, strip: 1 });
	const manifest = JSON.parse(
		await readFile(join(unpacked, 'package.json'), 'utf8'),
	) as PackageJson;

	const tarballKB = Math.ceil(tarball.bytes / 1024);
	const runtimeDependencies = Object.keys(manifest.dependencies ?? {}).length;
	const findings = [await scan(root, SOURCE_FILES), await scan(unpacked, PACKED_FILES)].filter(
		Boolean,
	);
	const problems = [...findings, ...faultsOf(tarball, manifest, unpacked)];
	if (tarballKB > LARGEST_KB)
		problems.push(`The tarball has ${tarballKB} KB; at most ${LARGEST_KB} are allowed.`);
	if (runtimeDependencies > 0)
		problems.push(`The package has ${runtimeDependencies} runtime dependencies.`);

	problems.forEach(say);
	const result = problems.length === 0 ? 'pass' : 'fail';
	console.log(JSON.stringify({ tarballKB, runtimeDependencies, scan: result }));
	return result === 'pass';
});
process.exitCode = passed ? 0 : 1;

function faultsOf(tarball: Tarball, { n8n }: PackageJson, unpacked: string): string[] {
	const strays = tarball.paths.filter((path) => !SHIPPED.test(path));
	const missing = [...n8n.nodes, ...n8n.credentials].filter(
		(path) => !existsSync(join(unpacked, path)),
	);
	return [
		...strays.map((path) => `${path} does not belong in the package.`),
		...missing.map((path) => `${path} is named in package.json and missing in the package.`),
	];
}
