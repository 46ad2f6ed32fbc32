/** The process with the ready-made pages, as the bench sees it. */
import { join } from 'node:path';
import type { SageAddress } from '../../scripts/local-sage.mts';
import { root } from '../../scripts/root.mts';
import { Service } from '../../scripts/service.mts';
import type { PageState } from './ready-pages.mts';

const START_MS = 30_000;

/** Ready-made pages of a simulated Sage. */
export class PagesServer {
	private constructor(
		private readonly service: Service<{ readyPages: string }>,
		/** The simulated Sage, with the API where the ready-made pages are. */
		readonly sage: SageAddress,
	) {}

	static async start(sage: SageAddress): Promise<PagesServer> {
		const api = new URL(sage.apiUrl);
		const service = await Service.start(
			process.execPath,
			[
				'--import',
				import.meta.resolve('tsx'),
				join(root, 'bench', 'sage', 'ready-pages.mts'),
				api.origin,
			],
			{ name: 'The server of ready-made pages', cwd: root, readyWithinMs: START_MS },
			(output) =>
				output.includes('\n') ? (JSON.parse(output) as { readyPages: string }) : undefined,
		);
		return new PagesServer(service, {
			...sage,
			apiUrl: `${service.ready.readyPages}${api.pathname}`,
		});
	}

	/** Sets how long each answer takes, and counts from nothing again. */
	async setLatency(latencyMs: number): Promise<void> {
		await this.control(`?latencyMs=${latencyMs}`);
	}

	/** How many pages were not ready since the latency was set. */
	async fetched(): Promise<number> {
		return (await this.control('')).fetched;
	}

	async stop(): Promise<void> {
		await this.service.stop();
	}

	private async control(query: string): Promise<PageState> {
		const reply = await fetch(`${this.service.ready.readyPages}/ready-pages${query}`);
		return (await reply.json()) as PageState;
	}
}
