/** n8n's command line, on one user folder. Used while the server is not running, or beside it for reading. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.mts';
import { inTemporaryFolder } from '../temporary.mts';
import type { Installation } from './install.mts';

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface Workflow {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	[field: string]: unknown;
}

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[field: string]: unknown;
}

/** One n8n command after another; each takes about three seconds. */
export class N8nCli {
	constructor(
		private readonly installation: Installation,
		private readonly env: NodeJS.ProcessEnv,
	) {}

	/** Stores credentials; n8n encrypts the plain data. One with a known id is replaced. */
	async importCredentials(credentials: StoredCredential[]): Promise<void> {
		await this.importAs('credentials', credentials);
	}

	/** Stores workflows, unpublished. One with a known id is replaced. */
	async importWorkflows(workflows: Workflow[]): Promise<void> {
		await this.importAs('workflow', workflows);
	}

	/** All credentials as n8n has them stored now, decrypted. */
	async exportCredentials(): Promise<StoredCredential[]> {
		return await inTemporaryFile(async (file) => {
			await this.command('export:credentials', '--all', '--decrypted', `--output=${file}`);
			return JSON.parse(await readFile(file, 'utf8')) as StoredCredential[];
		});
	}

	/** Runs a workflow that starts with a Manual Trigger; returns the execution's data. */
	async execute(workflowId: string): Promise<unknown> {
		const output = await this.command('execute', `--id=${workflowId}`, '--rawOutput');
		return jsonIn(output);
	}

	private async importAs(kind: string, content: unknown[]): Promise<void> {
		await inTemporaryFile(async (file) => {
			await writeFile(file, JSON.stringify(content), { mode: 0o600 });
			const output = await this.command(`import:${kind}`, `--input=${file}`);
			// n8n reports a refused import in its log only and still ends with exit code 0.
			if (!output.includes('Successfully imported'))
				throw new Error(`n8n refused the ${kind}: ${output}`);
		});
	}

	private async command(...args: string[]): Promise<string> {
		return await run(this.installation.node, [this.installation.program, ...args], {
			env: this.env,
		});
	}
}

/** The JSON in a command's output: n8n may log a line before it, and while it shuts down, after it. */
function jsonIn(output: string): unknown {
	const lines = output.slice(output.indexOf('{')).split('\n');
	for (let end = lines.length; end > 0; end--) {
		try {
			return JSON.parse(lines.slice(0, end).join('\n'));
		} catch {
			// One line less, then.
		}
	}
	throw new Error(`n8n printed no JSON: ${output}`);
}

async function inTemporaryFile<Result>(work: (file: string) => Promise<Result>): Promise<Result> {
	return await inTemporaryFolder(async (folder) => await work(join(folder, 'content.json')));
}
