/** What runs on GitHub: commands that exist, and each promise of the package somewhere. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { root } from '../../scripts/root.mts';

const FOLDER = join(root, '.github', 'workflows');
const workflows = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));
const gate = readFileSync(join(root, '.ci', 'run'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};

/** The commands that a job runs with others in its matrix are told by their names alone. */
const MATRIX = /^ {10}- ([a-z]+)(?: --.*)?$/gm;

describe('the workflows of GitHub', () => {
	it('run commands that there are', () => {
		const run = workflows.flatMap((text) => [
			...[...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
			...(text.includes('npm run ${{ matrix.command }}')
				? [...text.matchAll(MATRIX)].map(([, name]) => name)
				: []),
		]);
		assert.ok(run.length > 10);
		assert.deepEqual(
			run.filter((name) => !(name in scripts)),
			[],
		);
	});

	for (const promise of [
		'chaos -- --orders',
		'chaos -- --writes',
		'chaos -- --trigger',
		'conformance',
		'bench -- --only orders',
		'e2e -- --n8n',
		'e2e -- --queue',
		'e2e -- --install',
		'switches',
	])
		it(`run ${promise}`, () => {
			assert.ok(workflows.some((text) => text.includes(promise)));
		});

	it('give the gate as long as its steps may take', () => {
		const seconds = [...gate.matchAll(/^\s*step \w+ (\d+) /gm)].map(([, allowed]) =>
			Number(allowed),
		);
		const job = /timeout-minutes: (\d+)(?=(?:(?!timeout-minutes)[\s\S])*bash \.ci\/run)/;
		const minutes = workflows.flatMap((text) => job.exec(text)?.[1] ?? []).map(Number);
		assert.equal(minutes.length, 1);
		assert.ok(minutes[0] * 60 >= seconds.reduce((sum, each) => sum + each, 0));
	});
});
