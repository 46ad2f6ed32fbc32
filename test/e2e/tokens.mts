/** Sage's refresh tokens rotate: the new one must be stored, or the next run needs a person. */
import assert from 'node:assert/strict';
import type { Tokens } from '../../scripts/local-sage.mts';
import type { N8nInstance } from '../../scripts/n8n/instance.mts';
import type { Scenario } from './scenario.mts';
import { REFRESH_WORKFLOW, TOKEN_WORKFLOW } from './token-workflow.mts';
import type { Stage } from '../../scripts/stage.mts';

/** Steps that every n8n passes. */
export async function tokenSteps(scenario: Scenario, { n8n, credential }: Stage): Promise<void> {
	await n8n.rest.publish(TOKEN_WORKFLOW);
	const run = async () => await answerOf(n8n, TOKEN_WORKFLOW);

	await scenario.step('a run goes on when the token expires in the middle of it', async () => {
		assert.equal((await run()).length, 3);
	});

	await scenario.step('the rotated refresh token is stored, and the next run uses it', async () => {
		const { refresh_token: stored } = await storedTokens(n8n, credential.id);
		assert.ok(stored);
		assert.notEqual(
			stored,
			(credential.data.oauthTokenData as { refresh_token: string }).refresh_token,
		);
		await run();
		assert.notEqual((await storedTokens(n8n, credential.id)).refresh_token, stored);
	});
}

/** For an n8n that renews under a lock. */
export async function sharedTokenSteps(scenario: Scenario, { n8n }: Stage): Promise<void> {
	await n8n.rest.publish(REFRESH_WORKFLOW);
	await scenario.step('four that renew at the same time do not end the login', async () => {
		const answers = await Promise.all(
			[1, 2, 3, 4].map(async () => await answerOf(n8n, REFRESH_WORKFLOW)),
		);
		for (const [{ renewed }] of answers as Array<[{ renewed: boolean }]>) assert.ok(renewed);
		// Sage ends a login whose old refresh token is used again: this run renews with the newest.
		assert.equal((await answerOf(n8n, TOKEN_WORKFLOW)).length, 3);
	});
}

async function answerOf({ url }: N8nInstance, workflow: string): Promise<object[]> {
	const response = await fetch(`${url}/webhook/${workflow}`, { method: 'POST' });
	const body = await response.text();
	assert.equal(response.status, 200, body);
	return JSON.parse(body) as object[];
}

/** The tokens that n8n has stored for a credential now. */
export async function storedTokens(n8n: N8nInstance, id: string): Promise<Partial<Tokens>> {
	const stored = (await n8n.cli.exportCredentials()).find((each) => each.id === id);
	return (stored?.data.oauthTokenData ?? {}) as Partial<Tokens>;
}
