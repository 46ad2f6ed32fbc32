/** A person stops the execution while calls are under way and waits are on. */
import { WorkflowExecute } from 'n8n-core';
import { sleep } from 'n8n-workflow';

import { credential, runNode } from '../support/engine';
import { fastClock } from '../support/fastClock.js';
import { HttpServer, reply, type Answer } from '../support/httpServer';
import { tick } from '../support/tick.js';

const server = new HttpServer();
let address: string;
let setRight: () => void;

beforeAll(async () => {
	address = await server.start();
});
afterAll(async () => await server.stop());
beforeEach(() => (setRight = fastClock(300)));
afterEach(() => setRight());

it.each([
	['a call is under way', 'POST', (() => undefined) as Answer],
	[
		'a wait before the next attempt is on, which ends at once',
		'GET',
		((_call, response) => reply(response, 429, '', { 'retry-after': '60' })) as Answer,
	],
])('sends nothing more when %s', async (_moment, method, answer) => {
	server.calls = [];
	let stop = (): void => undefined;
	const start = WorkflowExecute.prototype.processRunExecutionData;
	jest.spyOn(WorkflowExecute.prototype, 'processRunExecutionData').mockImplementation(function (
		this: WorkflowExecute,
		workflow,
	) {
		const run = start.call(this, workflow);
		stop = () => run.cancel();
		return run;
	});
	server.answer = (call, response) => {
		answer(call, response);
		void tick().then(stop);
	};
	const stored = credential({
		apiUrl: address,
		siteId: 'S1',
		companyId: '1',
		oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
	});
	const parameters = {
		resource: 'apiRequest',
		operation: 'send',
		method,
		path: '/customers',
		body: '{}',
	};
	const stopping = runNode(stored, parameters, {
		items: Array.from({ length: 10 }, () => ({})),
		onError: 'continueRegularOutput',
	});
	await stopping.catch(() => undefined);
	jest.restoreAllMocks();
	// Nothing waits any more, and nothing goes out: not even when the wait would have ended.
	await sleep(90_000);
	expect(server.calls).toHaveLength(1);
});
