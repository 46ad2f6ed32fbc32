/** The place of a language model: speaks the chat protocol of OpenAI, makes the calls that are planned, and says what the last one gave. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a tool. What the call before it gave is known by then. */
export type PlannedCall = (before: string) => { tool: string; given: Record<string, unknown> };

interface Message {
	role: string;
	content: unknown;
}

interface Ask {
	messages: Message[];
	tools?: Array<{ function: { name: string; parameters: unknown } }>;
}

export class ModelServer {
	/** The calls that it makes next, in their order. */
	calls: PlannedCall[] = [];
	/** What it said in words. */
	readonly said: string[] = [];
	/** The tools that it was offered last. */
	tools: NonNullable<Ask['tools']> = [];
	url = '';

	private made = 0;
	private readonly server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			const message = this.answer(JSON.parse(body) as Ask);
			response.writeHead(200, { 'Content-Type': 'application/json' }).end(
				JSON.stringify({
					id: 'answer',
					object: 'chat.completion',
					created: 0,
					model: 'stand-in',
					choices: [
						{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' },
					],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answer({ messages, tools = [] }: Ask): object {
		this.tools = tools;
		const before = String(messages.at(-1)?.content);
		const call = this.calls.shift()?.(before);
		if (!call) {
			this.said.push(before);
			return { role: 'assistant', content: before };
		}
		const { tool: name, given } = call;
		return {
			role: 'assistant',
			content: null,
			tool_calls: [
				{
					id: `call-${++this.made}`,
					type: 'function',
					function: { name, arguments: JSON.stringify(given) },
				},
			],
		};
	}
}
