/** What speaks against a release. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { problemsOf } from '../../scripts/release/problems.mts';

const FIRST = {
	version: '0.1.0',
	current: '0.1.0',
	changelog: '# Changelog\n\n## 0.1.0\n',
	tags: '',
};
const SECOND = {
	version: '0.10.0',
	current: '0.9.1',
	changelog: '# Changelog\n\n## 0.10.0\n\n## 0.9.1\n',
	tags: 'abc\trefs/tags/0.1.0\ndef\trefs/tags/0.9.1\n',
};

describe('a release', () => {
	it('may have the version that package.json has', () => {
		assert.deepEqual(problemsOf(FIRST), []);
	});

	it('may have a higher version', () => {
		assert.deepEqual(problemsOf(SECOND), []);
	});

	it('has a version, not a kind of step', () => {
		assert.match(problemsOf({ ...FIRST, version: 'patch' }).join(), /"patch" is no version/);
	});

	it('goes up', () => {
		assert.match(problemsOf({ ...SECOND, version: '0.9.0' })[0], /lower than 0\.9\.1/);
	});

	it('stands at the top of the changelog', () => {
		assert.match(problemsOf({ ...SECOND, version: '0.11.0' }).join(), /begins with 0\.10\.0/);
		assert.match(problemsOf({ ...FIRST, changelog: '' }).join(), /begins with no version/);
	});

	it('is made once', () => {
		const tags = 'abc\trefs/tags/0.1.0\nabc\trefs/tags/0.1.0^{}\n';
		assert.match(problemsOf({ ...FIRST, tags }).join(), /there is a tag of it/);
	});
});
