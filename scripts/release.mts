/**
 * Makes a release of what `main` is: writes the version into package.json and package-lock.json, commits, tags and
 * pushes. The tag starts publish.yml, which publishes. CHANGELOG.md is written by hand before.
 *
 *   npm run release -- 0.1.0
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';

import { CommandFailed, run } from './command.mts';
import { npm } from './npm.mts';
import { problemsOf } from './release/problems.mts';
import { say } from './progress.mts';
import { root } from './root.mts';

const command = new Command('release').argument(
	'<version>',
	'the version to release, as CHANGELOG.md has it',
);
const [version] = command.parse().args;

/** What release-it does after `npm version`. The changelog, GitHub's page of the release and npm are not its business. */
const SETTINGS = [
	'--ci',
	'--git.requireBranch=main',
	'--git.requireCleanWorkingDir',
	'--git.requireUpstream',
	'--git.commitMessage=Release ${version}',
	'--git.tagName=${version}',
	'--no-git.changelog',
	'--no-github.release',
	'--no-npm.publish',
	// The first release has the version that package.json has had all along.
	'--npm.allowSameVersion',
];

try {
	const [changelog, { version: current }, tags] = await Promise.all([
		readFile(join(root, 'CHANGELOG.md'), 'utf8'),
		readFile(join(root, 'package.json'), 'utf8').then(
			(text) => JSON.parse(text) as { version: string },
		),
		run('git', ['ls-remote', '--tags', 'origin'], { cwd: root }),
	]);
	const problems = problemsOf({ version, current, changelog, tags });
	if (problems.length > 0) throw new Error(problems.join('\n'));

	for (const check of ['lint', 'build']) {
		say(`npm run ${check} …`);
		await npm(['run', check], { cwd: root });
	}
	const releaseIt = join(root, 'node_modules', 'release-it', 'bin', 'release-it.js');
	say(await run(process.execPath, [releaseIt, version, ...SETTINGS], { cwd: root }));
} catch (error) {
	console.error(error instanceof CommandFailed ? error.output : (error as Error).message);
	process.exitCode = 1;
}
