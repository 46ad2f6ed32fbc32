/** The alerts, the keep-alive and the command line checks: the templates as they are, in n8n, with the login failing. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { administer, mintTokens } from '../../scripts/local-sage.mts';
import type { N8nCli, StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';
import { readyTemplate } from '../../scripts/n8n/templates.mts';
import type { Stage } from '../../scripts/stage.mts';
import type { Chat, Mailbox } from './mailbox.mts';
import { until, type Scenario } from './scenario.mts';
import { spedUp } from './schedule.mts';
import { storedTokens } from './tokens.mts';

const CHECK = 'connection-check-cli';
const REFRESH = 'connection-refresh-cli';
const KEEP_ALIVE = 'keep-alive';
const EMAIL = 'token-health-email';
const CHAT = 'token-health-chat';
const SMTP: Pick<StoredCredential, 'id' | 'name' | 'type'> = {
	id: 'mail-local',
	name: 'Mail',
	type: 'smtp',
};
/** In which a sped-up trigger asks at least twice. */
const SOME_POLLS_MS = 10_000;

/**
 * Checks and refreshes from the command line. Runs n8n's commands, so n8n itself must not be running.
 * @param storesExpiry whether n8n keeps when a token ends
 */
export async function commandLineSteps(
	scenario: Scenario,
	stage: Stage,
	storesExpiry: boolean,
): Promise<void> {
	const { n8n, sage, credential } = stage;
	const { cli } = n8n;
	await cli.importWorkflows(
		await Promise.all(
			[CHECK, REFRESH, KEEP_ALIVE].map(async (name) => await readyTemplate(name, credential)),
		),
	);

	await scenario.step(
		'the check from the command line ends well on a healthy connection, and says for how long',
		async () => {
			await connect(stage);
			assert.match(
				await printed(cli, CHECK),
				/The connection is valid: access token expires in 7 h 59 min, login ends in \d+ days/,
			);
		},
	);
	await scenario.step(
		'the refresh from the command line stores a new token and says until when',
		async () => {
			const before = await storedTokens(n8n, credential.id);
			assert.match(await printed(cli, REFRESH), /"renewed":true/);
			const after = await storedTokens(n8n, credential.id);
			assert.notEqual(after.access_token, before.access_token);
			assert.notEqual(after.refresh_token, before.refresh_token);
		},
	);
	await scenario.step(
		'a login that ends soon, or has ended, gives no exit code 0 and says what to do',
		async () => {
			await connect(stage, { loginLifetimeDays: 5 });
			await assert.rejects(cli.execute(CHECK), /The login ends in 4 days/);
			await administer(sage, 'POST', '/tokens/expire');
			await administer(sage, 'POST', '/tokens/revoke');
			await assert.rejects(cli.execute(CHECK), /needs to be reconnected|press Switch account/);
		},
	);
	if (!storesExpiry) return;
	await scenario.step(
		'the keep-alive repairs a token that has expired, and leaves a good one alone',
		async () => {
			await connect(stage);
			await administer(sage, 'POST', '/tokens/expire');
			await connectWithExpiry(cli, await storedCredential(n8n, credential), 1);
			assert.match(await printed(cli, KEEP_ALIVE), /"renewed":true/);
			assert.match(await printed(cli, KEEP_ALIVE), /"renewed":false/);
		},
	);
}

/** The alerts, in a running n8n whose triggers ask often. */
export async function alertSteps(
	scenario: Scenario,
	stage: Stage,
	{ mailbox, chat }: Alerted,
): Promise<void> {
	const { n8n, sage } = stage;
	const { mails } = mailbox;
	await scenario.step(
		'a login that ends soon: one e-mail, one chat message, and no second',
		async () => {
			await connect(stage, { loginLifetimeDays: 5 });
			await n8n.rest.publish(EMAIL);
			await n8n.rest.publish(CHAT);
			await until('both are told', () => mails.length > 0 && chat.messages.length > 0);
			await pause(SOME_POLLS_MS);
			assert.equal(mails.length, 1);
			assert.match(
				mails[0],
				/Subject: Sage 200 connection needs attention[^]*ends in 4 days[^]*press Switch account/,
			);
			assert.equal(chat.messages.length, 1);
			assert.match(chat.messages[0], /ends in 4 days[^]*press Switch account/);
		},
	);
	await scenario.step(
		'access lost: an e-mail that says to reconnect which credential',
		async () => {
			await administer(sage, 'POST', '/tokens/expire');
			await administer(sage, 'POST', '/tokens/revoke');
			await until('the loss is told', () => mails.length > 1);
			await pause(SOME_POLLS_MS);
			assert.equal(mails.length, 2);
			assert.match(mails[1], /The credential "Sage 200[^"]*" needs to be[^]*press Switch account/);
		},
	);
	await scenario.step(
		'all well again is remembered, so that the next trouble is told',
		async () => {
			await connect(stage);
			await pause(SOME_POLLS_MS);
			assert.equal(mails.length, 2);
			await connect(stage, { loginLifetimeDays: 5 });
			await until('the next trouble is told', () => mails.length > 2);
			assert.ok(!mails.join().includes('eyJ'));
		},
	);
}

/** Who is alerted. */
export interface Alerted {
	mailbox: Mailbox;
	chat: Chat;
}

export async function mailCredential(mailbox: Mailbox): Promise<StoredCredential> {
	const data = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true };
	return { ...SMTP, data };
}

/** The alerts as a person sets them up after the import, with polls sped up. */
export async function alertWorkflows(
	credential: StoredCredential,
	{ chat }: Alerted,
): Promise<Workflow[]> {
	const ready = await Promise.all(
		[EMAIL, CHAT].map(async (name) => spedUp(await readyTemplate(name, credential))),
	);
	return ready.map((workflow) => ({
		...workflow,
		nodes: workflow.nodes.map((node) => setUp(node, chat.url)),
	}));
}

/** As after a person's login a moment ago. */
async function connect({ n8n, sage, credential }: Stage, changes: object = {}): Promise<void> {
	await n8n.cli.importCredentials([await freshly(credential, sage, changes)]);
}

/** What a person fills in after the import. */
function setUp(node: Workflow['nodes'][number], chatUrl: string): Workflow['nodes'][number] {
	if (node.type === 'n8n-nodes-base.emailSend')
		return {
			...node,
			credentials: { smtp: { id: SMTP.id, name: SMTP.name } },
			parameters: {
				...node.parameters,
				fromEmail: 'n8n@example.com',
				toEmail: 'ops@example.com',
			},
		};
	if (node.name !== 'Send to the chat') return node;
	return { ...node, parameters: { ...node.parameters, url: chatUrl } };
}

/** The credential with the tokens of a login made just now. */
async function freshly(
	credential: StoredCredential,
	sage: Stage['sage'],
	changes: object,
): Promise<StoredCredential> {
	const tokens = await mintTokens(sage);
	const oauthTokenData = {
		...tokens,
		n8n_expires_at: String(Date.now() + tokens.expires_in * 1000),
	};
	return { ...credential, data: { ...credential.data, oauthTokenData, ...changes } };
}

async function storedCredential(
	{ cli }: Stage['n8n'],
	{ id }: StoredCredential,
): Promise<StoredCredential> {
	return (await cli.exportCredentials()).find((each) => each.id === id)!;
}

async function connectWithExpiry(
	cli: N8nCli,
	credential: StoredCredential,
	expiresAt: number,
): Promise<void> {
	const oauthTokenData = {
		...(credential.data.oauthTokenData as object),
		n8n_expires_at: String(expiresAt),
	};
	await cli.importCredentials([{ ...credential, data: { ...credential.data, oauthTokenData } }]);
}

async function printed(cli: N8nCli, workflow: string): Promise<string> {
	return JSON.stringify(await cli.execute(workflow));
}
