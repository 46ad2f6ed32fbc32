/** The place of a language model: speaks the chat protocol of OpenAI, calls the tool it is offered, and says what it gave. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
	role: string;
	content: unknown;
}

interface Ask {
	messages: Message[];
	tools?: Array<{ function: { name: string; parameters: unknown } }>;
}

export class ModelServer {
	/** What the model gives to the tool at the next question. */
	given: Record<string, unknown> = {};
	/** The tools that it was offered last. */
	tools: NonNullable<Ask['tools']> = [];
	url = '';

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
		const last = messages.at(-1);
		if (last?.role === 'tool' || tools.length === 0)
			return { role: 'assistant', content: String(last?.content) };
		this.tools = tools;
		const call = { name: tools[0].function.name, arguments: JSON.stringify(this.given) };
		return {
			role: 'assistant',
			content: null,
			tool_calls: [{ id: 'call-1', type: 'function', function: call }],
		};
	}
}
