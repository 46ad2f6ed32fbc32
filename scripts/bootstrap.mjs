/**
 * First step of every npm script: makes a fresh clone ready, so that each command works with only
 * Node 20 and npm on the machine. Plain Node, because nothing else is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const root = fileURLToPath(new URL('..', import.meta.url));

// npm writes this file last, so it tells a finished installation from an interrupted one.
const installed = existsSync(new URL('../node_modules/.package-lock.json', import.meta.url));

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
	stop(`Node ${OLDEST_NODE} or newer is needed; this is Node ${process.versions.node}.`);
}
if (!installed) installDependencies();

function installDependencies() {
	console.error('Installing the development dependencies (once, about a minute) …');
	// Install scripts stay off (.npmrc): isolated-vm, which n8n-workflow pulls in, does not build on Node 20.
	const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (npm.status !== 0) {
		stop(
			'The dependencies could not be installed. Is the npm registry reachable? Then run this again.',
		);
	}
}

function stop(reason) {
	console.error(reason);
	process.exit(1);
}
