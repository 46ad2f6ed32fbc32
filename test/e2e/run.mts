/**
 * `npm run e2e`: the packed node in a real n8n and a real browser. `-- --short` leaves out the browser;
 * `-- --pictures <folder>` keeps what a person sees while connecting. `-- --queue` tries queue mode instead, with
 * Redis and PostgreSQL; `-- --queue --webhooks 2000` for long, `-- --queue --short` within 4 minutes. `-- --only orders
 * event-templates` plays those scenes alone, in their usual order; with --queue, those rounds. `-- --install` instead
 * installs, updates and uninstalls the package in n8n's own page, in every release or the one of `--n8n`.
 */
import { program } from 'commander';
import { DEFAULT_RELEASE, findRelease, RELEASES } from '../../scripts/n8n/releases.mts';
import { Receiver } from '../../scripts/n8n/receiver.mts';
import { readyTemplate } from '../../scripts/n8n/templates.mts';
import { onStage } from '../../scripts/stage.mts';
import { inTemporaryFolder } from '../../scripts/temporary.mts';
import { wholeNumberFrom } from '../../scripts/whole-number.mts';
import { agentSteps, agentWorkflows, modelCredential } from './agent.mts';
import { reviewCredential, reviewSteps, reviewWorkflow } from './agent-review.mts';
import { alertSteps, alertWorkflows, commandLineSteps, mailCredential } from './connection.mts';
import { CSV_TEMPLATE, csvSteps } from './csv.mts';
import { editorSteps } from './editor.mts';
import { eventTemplates, eventTemplateSteps, outsideCredentials } from './event-templates.mts';
import { inboxSteps, inboxWorkflows } from './inbox.mts';
import { installSteps } from './install/run.mts';
import { Chat, Mailbox } from './mailbox.mts';
import { ModelServer } from './model-server.mts';
import { newcomerSteps, newcomerWorkflow } from './newcomer.mts';
import { nodeSteps } from './node.mts';
import { oauthSteps } from './oauth.mts';
import { orderSteps, OTHER_SHOPS } from './orders.mts';
import { Outside } from './outside.mts';
import { OWNER } from './owner.mts';
import { queueSteps } from './queue/run.mts';
import { Scenario } from './scenario.mts';
import { playScenes, scene } from './scenes.mts';
import { stockSteps, stockWorkflow } from './stock.mts';
import { refreshWorkflow, tokenWorkflow } from './token-workflow.mts';
import { sharedTokenSteps, tokenSteps } from './tokens.mts';
import { triggerSteps, triggerWorkflows } from './trigger.mts';

interface Options {
	n8n?: string;
	headless?: boolean;
	short?: boolean;
	pictures?: string;
	queue?: boolean;
	install?: boolean;
	webhooks?: number;
	only?: string[];
}

const WEBHOOKS = 300;
const FEW_WEBHOOKS = 60;

const options = program
	.option('--n8n <version>', `the n8n to try the node in; ${DEFAULT_RELEASE} if not given`)
	.option('--headless', 'leave out the browser')
	.option('--short', 'the same as --headless; with --queue, one round of 60 webhooks with one kill')
	.option('--pictures <folder>', 'keep pictures of what a person sees while connecting')
	.option('--queue', "try n8n's queue mode: a main process, three workers, Redis, PostgreSQL")
	.option('--install', "install, update and uninstall the package in n8n's page, in every release")
	.option(
		'--only <scenes...>',
		'play these scenes alone; a later one may need what an earlier one made',
	)
	.option('--webhooks <number>', 'with --queue: how many webhooks a round has', wholeNumberFrom(1))
	.parse()
	.opts<Options>();

const started = Date.now();
const release = findRelease(options.n8n ?? DEFAULT_RELEASE);
const scenario = new Scenario();
const facts = await play(options);
const seconds = Math.round((Date.now() - started) / 1000);
process.exitCode = scenario.report({ n8n: release.version, ...facts, seconds }) ? 0 : 1;

async function play(chosen: Options): Promise<object> {
	if (chosen.queue) return await inQueueMode(chosen);
	if (chosen.install) return await installSteps(scenario, chosen.n8n ? [release] : RELEASES);
	return await inOneProcess(chosen);
}

async function inQueueMode({ short = false, webhooks, only }: Options): Promise<object> {
	return await queueSteps(scenario, {
		release,
		short,
		only,
		webhooks: webhooks ?? (short ? FEW_WEBHOOKS : WEBHOOKS),
	});
}

async function inOneProcess({ headless, short, pictures, only }: Options): Promise<object> {
	const receiver = new Receiver();
	const model = new ModelServer();
	/** Of the alerts, of credit control, and of who reviews what an agent does. */
	const [mailbox, creditMail, reviewMail] = [new Mailbox(), new Mailbox(), new Mailbox()];
	/** Of the alerts, and of the inbox. */
	const [chat, orderChat] = [new Chat(), new Chat()];
	const outside = new Outside();
	const servers = [receiver, model, mailbox, creditMail, reviewMail, chat, orderChat, outside];
	const facts: Record<string, unknown> = {};
	await Promise.all(servers.map(async (server) => await server.start()));
	const logins = outsideCredentials(outside, creditMail);
	await inTemporaryFolder(async (folder) => {
		await onStage(
			{
				release,
				folder,
				owner: OWNER,
				credentials: async () => [
					modelCredential(model),
					reviewCredential(reviewMail),
					await mailCredential(mailbox),
					...logins,
				],
				workflows: async ({ credential, sage, shop }) => [
					await readyTemplate('shop-order-to-sage', credential),
					...(await Promise.all(
						OTHER_SHOPS.map(({ template }) => readyTemplate(template, credential)),
					)),
					await newcomerWorkflow(),
					await readyTemplate(CSV_TEMPLATE, credential),
					...(release.makesDataTables
						? [
								await stockWorkflow(credential, shop),
								...(await inboxWorkflows(credential, orderChat)),
							]
						: []),
					...(await alertWorkflows(credential, { mailbox, chat })),
					await readyTemplate('connection-check-cli', credential),
					tokenWorkflow(credential, sage),
					refreshWorkflow(credential),
					...agentWorkflows(credential, sage),
					...(release.reviewsTools ? [reviewWorkflow(credential)] : []),
					...triggerWorkflows(credential, receiver.url),
					...(await eventTemplates(credential, outside, logins, release.makesDataTables)),
				],
			},
			async (stage) => {
				const { makesDataTables, restrictsCredentials: restricts, locksRenewal } = release;
				const isLong = !short;
				const hasBrowser = !headless && isLong;
				const scenes = [
					scene('node', true, () => nodeSteps(scenario, stage, makesDataTables)),
					scene('agent', true, () => agentSteps(scenario, stage, { model, restricts })),
					scene('agent-review', release.reviewsTools, () =>
						reviewSteps(scenario, stage, model, reviewMail),
					),
					scene('orders', true, () => orderSteps(scenario, stage)),
					scene('csv', true, () => csvSteps(scenario, stage)),
					scene('tokens', true, () => tokenSteps(scenario, stage)),
					scene('shared-tokens', locksRenewal, () => sharedTokenSteps(scenario, stage)),
					scene('editor', hasBrowser, () => editorSteps(scenario, stage)),
					scene('newcomer', hasBrowser, async () => {
						facts.newcomer = await newcomerSteps(scenario, stage);
					}),
					scene('oauth', hasBrowser, () => oauthSteps(scenario, stage, pictures)),
					scene('stock', makesDataTables, () => stockSteps(scenario, stage)),
					scene('inbox', makesDataTables && isLong, async () => {
						facts.inbox = await inboxSteps(scenario, stage, orderChat);
					}),
					scene('trigger', true, () => triggerSteps(scenario, stage, receiver)),
					scene('event-templates', isLong, () =>
						eventTemplateSteps(scenario, stage, outside, creditMail, makesDataTables),
					),
					scene('alerts', true, () => alertSteps(scenario, stage, { mailbox, chat })),
					scene('command-line', true, async () => {
						// From here on n8n's command line is used: it and the server must not run the same workflows at once.
						await stage.n8n.stop();
						await commandLineSteps(scenario, stage, locksRenewal);
					}),
				];
				await playScenes(scenes, only);
			},
		);
	}).finally(async () => await Promise.all(servers.map(async (server) => await server.stop())));
	return facts;
}
