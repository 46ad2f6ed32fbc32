/** Commands refuse options that are mistyped: what tries nothing must not look like a success. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { run } from '../../scripts/command.mts';
import { root } from '../../scripts/root.mts';
import { wholeNumberFrom } from '../../scripts/whole-number.mts';

const REFUSED: Array<[string[], RegExp]> = [
	[['scripts/chaos.mts', '--protection', 'strikt'], /Allowed choices are all, standard, strict/],
	[['scripts/chaos.mts', '--writes', '--trigger'], /cannot be used with/],
	[['scripts/switches.mts', '--only', 'typo'], /Allowed choices are envelope, /],
	[['scripts/conformance.mts', '--only', 'typo'], /No path contains "typo": nothing was tried/],
];

describe('a command', () => {
	for (const [args, says] of REFUSED)
		it(`refuses ${args.join(' ')}`, async () => {
			const running = run(process.execPath, ['--import', 'tsx', ...args], { cwd: root });
			await assert.rejects(running, says);
		});
});

describe('a whole number', () => {
	it('is read', () => {
		assert.equal(wholeNumberFrom(1)('1'), 1);
		assert.equal(wholeNumberFrom(0)('0'), 0);
	});

	for (const text of ['0', '-1', '1.5', '1e3', '', ' ', 'two', '99999999999999999999'])
		it(`of at least 1 is not "${text}"`, () => {
			assert.throws(() => wholeNumberFrom(1)(text), /must be a whole number of at least 1/);
		});
});
