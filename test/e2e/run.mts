/**
 * `npm run e2e`: the packed node in a real n8n and a real browser. `-- --short` leaves out the browser;
 * `-- --pictures <folder>` keeps what a person sees while connecting.
 */
import { program } from 'commander';
import { DEFAULT_RELEASE, findRelease } from '../../scripts/n8n/releases.mts';
import { readyTemplate } from '../../scripts/n8n/templates.mts';
import { onStage } from '../../scripts/stage.mts';
import { inTemporaryFolder } from '../../scripts/temporary.mts';
import { alertSteps, commandLineSteps } from './connection.mts';
import { editorSteps } from './editor.mts';
import { nodeSteps } from './node.mts';
import { oauthSteps } from './oauth.mts';
import { orderSteps, OTHER_SHOPS } from './orders.mts';
import { OWNER } from './owner.mts';
import { Scenario } from './scenario.mts';
import { spedUp } from './schedule.mts';
import { stockSteps } from './stock.mts';
import { refreshWorkflow, tokenWorkflow } from './token-workflow.mts';
import { sharedTokenSteps, tokenSteps } from './tokens.mts';

const options = program
	.option('--n8n <version>', 'the n8n to try the node in', DEFAULT_RELEASE)
	.option('--headless', 'leave out the browser')
	.option('--short', 'the same as --headless')
	.option('--pictures <folder>', 'keep pictures of what a person sees while connecting')
	.parse()
	.opts<{ n8n: string; headless?: boolean; short?: boolean; pictures?: string }>();

const started = Date.now();
const release = findRelease(options.n8n);
const scenario = new Scenario();
await inTemporaryFolder(async (folder) => {
	await onStage(
		{
			release,
			folder,
			owner: OWNER,
			workflows: async ({ credential, sage, shop }) => [
				await readyTemplate('shop-order-to-sage', credential),
				...(await Promise.all(
					OTHER_SHOPS.map(({ template }) => readyTemplate(template, credential)),
				)),
				spedUp(await readyTemplate('stock-to-shop', credential, { shopUrl: shop.url })),
				await readyTemplate('connection-check-cli', credential),
				tokenWorkflow(credential, sage),
				refreshWorkflow(credential),
			],
		},
		async (stage) => {
			await nodeSteps(scenario, stage);
			await orderSteps(scenario, stage);
			await tokenSteps(scenario, stage);
			if (release.locksRenewal) await sharedTokenSteps(scenario, stage);
			if (!options.headless && !options.short) {
				await editorSteps(scenario, stage);
				await oauthSteps(scenario, stage, options.pictures);
			}
			await stockSteps(scenario, stage);
			// From here on n8n's command line is used: it and the server must not run the same workflows at once.
			await stage.n8n.stop();
			await commandLineSteps(scenario, stage);
			if (release.keepsDataOfCommands) await alertSteps(scenario, stage);
		},
	);
});
const seconds = Math.round((Date.now() - started) / 1000);
process.exitCode = scenario.report({ n8n: release.version, seconds }) ? 0 : 1;
