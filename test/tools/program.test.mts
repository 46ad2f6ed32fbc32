/** Programs of the system that the tools need. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { findProgram, versionFolders } from '../../scripts/program.mts';

describe('a program of the system', () => {
	it('is found', async () => {
		const folder = dirname(process.execPath);
		const program = { name: 'node', product: 'Node', debianPackage: 'nodejs', folders: [folder] };
		assert.equal(await findProgram(program), process.execPath);
	});

	it('that is missing is told with what installs it', async () => {
		const missing = { name: 'no-such-program', product: 'Redis', debianPackage: 'redis-server' };
		await assert.rejects(
			findProgram(missing),
			/Redis is not installed: there is no program "no-such-program"\. Install it \(Debian and Ubuntu: apt-get install redis-server\)/,
		);
	});

	it('of a product that is not there has no folders', async () => {
		assert.deepEqual(await versionFolders('/no/such/folder', 'bin'), []);
	});
});
