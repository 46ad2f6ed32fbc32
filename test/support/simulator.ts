/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code, never published: it starts the simulator as a process of its own, because that is ESM and jest is not */
/** Starts the simulated Sage 200 for a test file. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { AdminClient } from './admin-client';

export interface Simulator {
	apiUrl: string;
	identityUrl: string;
	clientId: string;
	clientSecret: string;
	siteId: string;
	companyId: number;
	adminUrl: string;
	redirectUri: string;
	admin: AdminClient;
	/** The process, for tests that stop it in the middle. */
	process: ChildProcess;
	stop(): Promise<void>;
}

const ROOT = path.join(__dirname, '..', '..');

/** @param options further command line options: `--customers 50` */
export async function startSimulator(...options: string[]): Promise<Simulator> {
	const child = spawn(
		process.execPath,
		[
			'--import',
			'tsx',
			path.join('simulator', 'main.mts'),
			'--quiet',
			'--exit-with-parent',
			...options,
		],
		{ cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
	);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const facts = JSON.parse(await firstLine(child)) as Omit<Simulator, 'admin' | 'process' | 'stop'>;
	return {
		...facts,
		admin: new AdminClient(facts.adminUrl),
		process: child,
		stop: async () => {
			child.kill('SIGTERM');
			await exited;
		},
	};
}

async function firstLine(child: ChildProcess): Promise<string> {
	return await new Promise((resolve, reject) => {
		createInterface({ input: child.stdout! }).once('line', resolve);
		child.once('exit', (code) => reject(new Error(`The simulator stopped with code ${code}`)));
	});
}
