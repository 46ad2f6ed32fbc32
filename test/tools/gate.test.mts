/** How the gate counts what its steps did. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { run } from '../../scripts/command.mts';
import { root } from '../../scripts/root.mts';
import { inTemporaryFolder } from '../../scripts/temporary.mts';

const BOLD = (text: string) => `\u001b[1m${text}\u001b[22m`;
const JEST = `Test Suites: 1 failed, 2 passed, 3 total
${BOLD('Tests:')}       ${BOLD('3 failed')}, 1 skipped, 40 passed, 44 total
Snapshots:   0 total
Time:        9.1 s
`;
const NODE_20 = `    # pass 99
# tests 6
# suites 1
# pass 5
# fail 1
# cancelled 0
# duration_ms 484.3
`;
const NODE_24 = NODE_20.replaceAll('# ', 'ℹ ');
const OWN = '20 passed, 2 failed\n';

/** What a function of the gate's says of a log. */
async function said(call: string, log: string): Promise<string> {
	return await inTemporaryFolder(async (folder) => {
		const file = join(folder, 'log');
		await writeFile(file, log);
		const script = `source .ci/counts.sh; ${call.replace('LOG', `'${file}'`)}`;
		return (await run('bash', ['-c', script], { cwd: root })).trimEnd();
	});
}

describe('the gate', () => {
	for (const [runner, log, passed, failed] of [
		['jest', JEST, '40', '3'],
		['node 20', NODE_20, '5', '1'],
		['node 24', NODE_24, '5', '1'],
		['e2e', OWN, '20', '2'],
		['jest and node', JEST + NODE_20, '45', '4'],
		['no runner', 'Checked 12 files\n', '0', '0'],
	])
		it(`counts what ${runner} says`, async () => {
			assert.equal(await said('count LOG pass', log), passed);
			assert.equal(await said('count LOG fail', log), failed);
		});

	it('closes with the words of each runner', async () => {
		const closing = await said('closing_lines LOG', JEST + NODE_24);
		const firsts = closing
			.split('\n')
			.map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '));
		assert.deepEqual(firsts, [
			'Test Suites:',
			'Tests: 3',
			'Snapshots: 0',
			'Time: 9.1',
			'ℹ tests',
			'ℹ pass',
			'ℹ fail',
			'ℹ duration_ms',
		]);
	});

	it('closes with the last line of what has no runner', async () => {
		assert.equal(await said('closing_lines LOG', 'one\n{"scan":"pass"}\n'), '{"scan":"pass"}');
	});
});
