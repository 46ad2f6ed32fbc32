/** The Timeout option is a deadline for a whole call, not for silence. */
import type { SageRequest } from '../../nodes/Sage200/sage200/protocol/api';
import { SageClient, type HttpContext } from '../../nodes/Sage200/transport/client';
import { ProvenLogin } from '../../nodes/Sage200/transport/provenLogin';
import { Session } from '../../nodes/Sage200/transport/session';
import { credential, listContext, runNode } from '../support/engine';
import { HttpServer, type Answer } from '../support/httpServer';

const server = new HttpServer();
let address: string;

beforeAll(async () => {
	address = await server.start();
});
afterAll(async () => await server.stop());
beforeEach(() => (server.calls = []));

/** Answers a character at a time, and never comes to an end. */
const dripping: Answer = (_call, response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	const drip = (): void => {
		if (response.destroyed) return;
		response.write(' ');
		soon(drip);
	};
	drip();
};

const soon = (next: () => void): void =>
	void jest.requireActual<typeof import('node:timers')>('node:timers').setTimeout(next, 20).unref();

function clientOf(context: HttpContext): SageClient {
	return new SageClient(context, {
		connection: { apiUrl: `${address}/api`, edition: 'custom', siteId: 's', companyId: '1' },
		siteId: 's',
		companyId: '1',
		timeout: 300,
		retry: { maximum: 0, firstWait: 1, longestWait: 1 },
		session: new Session(4, ProvenLogin.of({})),
	});
}

const stored = () =>
	credential({
		apiUrl: `${address}/api`,
		identityUrl: address,
		siteId: 's',
		companyId: '1',
		oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
	});

it.each([
	['a reply that drips', dripping],
	['no reply at all', (() => undefined) as Answer],
	[
		'a renewal that drips',
		((call, response) => {
			if (call.url.endsWith('/oauth/token')) dripping(call, response);
			else {
				response.writeHead(401);
				response.end();
			}
		}) as Answer,
	],
])('ends at the deadline: %s', async (_what, answer) => {
	server.answer = answer;
	for (const method of ['GET', 'POST'] as const) {
		const request: SageRequest = { method, path: '/customers' };
		await expect(clientOf(listContext(stored(), {})).send(request)).rejects.toMatchObject({
			kind: 'timeout',
			facts: { method, path: '/customers' },
		});
	}
});

it('leaves alone what is answered in time', async () => {
	server.answer = (_call, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		response.write('[{"id"');
		soon(() => response.end(':1}]'));
	};
	const request: SageRequest = { method: 'GET', path: '/customers' };
	expect(await clientOf(listContext(stored(), {})).send(request)).toEqual([{ id: 1 }]);
});

it('is kept by an execution, which n8n lets be cancelled by a signal of its own', async () => {
	server.answer = dripping;
	const parameters = {
		resource: 'apiRequest',
		operation: 'send',
		method: 'POST',
		path: '/couriers',
		options: { timeout: 5, retries: 0 },
	};
	const { error } = await runNode(stored(), parameters);
	expect(error?.message).toBe('Sage 200 did not answer in time');
	expect(error?.description).toMatch(/may have applied it: look before you run it again/);
});
