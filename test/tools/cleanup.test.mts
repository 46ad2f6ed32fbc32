/** A command that is ended by Ctrl+C leaves nothing running. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { root } from '../../scripts/root.mts';

/** Starts a service that needs half a second to stop and does not heed Ctrl+C, as n8n needs time. */
const COMMAND = `
	import { withCleanup } from './scripts/cleanup.mts';
	import { Service } from './scripts/service.mts';
	const stubborn = "process.on('SIGINT', () => {}); process.on('SIGTERM', () => setTimeout(() => process.exit(), 500)); setInterval(() => {}, 1000); console.log('up')";
	await withCleanup(async (stopLater) => {
		const service = await Service.start(process.execPath, ['-e', stubborn], { name: 'It', readyWithinMs: 60_000 },
			(output) => output.includes('up') || undefined);
		stopLater(() => service.stop());
		console.log(service.pid);
		await new Promise(() => {});
	});
`;

for (const [presses, name] of [
	[1, 'once'],
	[2, 'twice'],
] as const)
	test(`Ctrl+C pressed ${name} ends the command and what it has started`, async () => {
		// A group of its own: a terminal sends Ctrl+C to the whole group.
		const command = spawn(
			process.execPath,
			['--import', 'tsx', '--input-type=module', '--eval', COMMAND],
			{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const ended = once(command, 'exit');
		const [line] = (await once(command.stdout, 'data')) as [Buffer];
		const service = Number(line);
		assert.ok(isRunning(service));
		for (let press = 0; press < presses; press++) {
			process.kill(-command.pid!, 'SIGINT');
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		assert.deepEqual(await ended, [0, null]);
		assert.ok(!isRunning(service));
	});

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
