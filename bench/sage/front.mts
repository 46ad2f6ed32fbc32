/** A process that n8n calls in the place of the simulator, and that the bench controls. */
import { join } from 'node:path';
import type { SageAddress } from '../../scripts/local-sage.mts';
import { root } from '../../scripts/root.mts';
import { Service } from '../../scripts/service.mts';

const START_MS = 30_000;

/** A process in front of the simulator, with a state that the bench sets and reads. */
export class Front<State> {
	private constructor(
		private readonly service: Service<{ origin: string }>,
		private readonly controlPath: string,
		/** The simulated Sage, with the API where the process is. */
		readonly sage: SageAddress,
	) {}

	/**
	 * Starts one.
	 * @param program its file beside this one, without the ending; below a path of this name it is controlled
	 * @param more arguments that come after the simulator's origin
	 */
	static async start<State>(
		program: string,
		sage: SageAddress,
		...more: string[]
	): Promise<Front<State>> {
		const api = new URL(sage.apiUrl);
		const service = await Service.start(
			process.execPath,
			[
				'--import',
				import.meta.resolve('tsx'),
				join(root, 'bench', 'sage', `${program}.mts`),
				api.origin,
				...more,
			],
			{ name: `The bench's ${program}`, cwd: root, readyWithinMs: START_MS },
			(output) => (output.includes('\n') ? (JSON.parse(output) as { origin: string }) : undefined),
		);
		return new Front<State>(service, `/${program}`, {
			...sage,
			apiUrl: `${service.ready.origin}${api.pathname}`,
		});
	}

	/** Sets what is given, and tells the state. */
	async control(settings: Record<string, number> = {}): Promise<State> {
		const query = new URLSearchParams(
			Object.entries(settings).map(([name, value]) => [name, String(value)] as [string, string]),
		);
		const reply = await fetch(`${this.service.ready.origin}${this.controlPath}?${query}`);
		return (await reply.json()) as State;
	}

	async stop(): Promise<void> {
		await this.service.stop();
	}
}
