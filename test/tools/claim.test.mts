/** Only one demo at a time writes to a folder. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { claim } from '../../scripts/demo/claim.mts';

const folder = await mkdtemp(join(tmpdir(), 'claim-'));
after(async () => await rm(folder, { recursive: true, force: true }));

test('what a running process has is refused, with its number and the file', async () => {
	const file = join(folder, 'taken');
	await writeFile(file, String(process.ppid));
	await assert.rejects(claim(file), new RegExp(`process ${process.ppid}.*delete .*taken`));
	assert.equal(await readFile(file, 'utf8'), String(process.ppid));
});

test('what a process left behind that was killed, or what is no number, is taken over', async () => {
	const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
	await once(ended, 'exit');
	for (const left of [String(ended.pid), '', 'x', '-1']) {
		const file = join(folder, 'left');
		await writeFile(file, left);
		await claim(file);
		assert.equal(await readFile(file, 'utf8'), String(process.pid));
	}
});

test('it is given back when the process ends', async () => {
	const file = join(folder, 'ended');
	const module = new URL('../../scripts/demo/claim.mts', import.meta.url).href;
	const code = `import(${JSON.stringify(module)}).then(({ claim }) => claim(${JSON.stringify(file)})).then(() => process.exit(0))`;
	const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], { stdio: 'inherit' });
	const [exit] = await once(child, 'exit');
	assert.equal(exit, 0);
	await assert.rejects(access(file));
});
