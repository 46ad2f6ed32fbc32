/**
 * Installing as users do: the packed package comes from a registry of our own into n8n's page _Community nodes_, is
 * updated there and uninstalled. n8n asks for a licence to name another registry than the public one, so that one's name is
 * led to ours, for that n8n alone: through a proxy, with a certificate that only it trusts.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inBrowser } from '../../../scripts/browser/chromium.mts';
import { Editor } from '../../../scripts/browser/editor.mts';
import { withCleanup, type StopLater } from '../../../scripts/cleanup.mts';
import { startLocalSage } from '../../../scripts/local-sage.mts';
import { sageStep, webhookChain } from '../../../scripts/n8n/chain.mts';
import { connectedCredential } from '../../../scripts/n8n/connected.mts';
import { installN8n } from '../../../scripts/n8n/install.mts';
import { N8nInstance } from '../../../scripts/n8n/instance.mts';
import type { Release } from '../../../scripts/n8n/releases.mts';
import { inTemporaryFolder } from '../../../scripts/temporary.mts';
import { OWNER } from '../owner.mts';
import type { Scenario } from '../scenario.mts';
import { makeCertificate } from './certificate.mts';
import { nextEdition, thisEdition, type Edition } from './editions.mts';
import { PackagesPage } from './packages-page.mts';
import { Proxy } from './proxy.mts';
import { PUBLIC_REGISTRY, Registry } from './registry.mts';

const WORKFLOW = 'customers';

/** Plays installation, use, update, restart and removal in each release. */
export async function installSteps(scenario: Scenario, releases: Release[]): Promise<void> {
	await inTemporaryFolder(async (folder) => {
		const now = await thisEdition(folder);
		const next = await nextEdition(now, folder);
		for (const release of releases) {
			const place = join(folder, release.version);
			await withCleanup(async (stopLater) => {
				const shelf = await openShelf(now, folder, stopLater);
				const n8n = await startN8n(release, place, shelf, stopLater);
				await stepsIn(scenario, { n8n, release, registry: shelf.registry, now, next });
			});
		}
	});
}

interface Shelf {
	registry: Registry;
	/** What makes a process take the registry for the public one. */
	env: Record<string, string>;
	/** The same for the npm that n8n starts. */
	npm: Record<string, string>;
}

async function openShelf(now: Edition, folder: string, stopLater: StopLater): Promise<Shelf> {
	const certificate = await makeCertificate(PUBLIC_REGISTRY, folder);
	const registry = await Registry.start(now.manifest.name, certificate);
	stopLater(async () => await registry.stop());
	await registry.publish(now);
	const proxy = new Proxy(PUBLIC_REGISTRY, registry.port);
	await proxy.start();
	stopLater(async () => await proxy.stop());
	// The settings of whoever runs this do not reach the npm that n8n starts.
	const [userconfig, globalconfig] = [join(folder, 'user.npmrc'), join(folder, 'global.npmrc')];
	await Promise.all([writeFile(userconfig, ''), writeFile(globalconfig, '')]);
	return {
		registry,
		env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificate.file },
		npm: {
			registry: `https://${PUBLIC_REGISTRY}/`,
			'https-proxy': proxy.url,
			cafile: certificate.file,
			userconfig,
			globalconfig,
			'prefer-online': 'true',
		},
	};
}

async function startN8n(
	release: Release,
	folder: string,
	shelf: Shelf,
	stopLater: StopLater,
): Promise<N8nInstance> {
	const installation = await installN8n(release);
	const userFolder = join(folder, 'n8n');
	const npm = { ...shelf.npm, cache: join(folder, 'npm') };
	await writeNpmSettings(join(userFolder, '.n8n', 'nodes'), npm);
	const n8n = await N8nInstance.prepare({
		installation,
		folder: userFolder,
		env: { ...shelf.env, ...asVariables(npm) },
	});
	const sage = await startLocalSage({});
	stopLater(async () => await sage.stop());
	const credential = await connectedCredential(sage.ready);
	await n8n.cli.importCredentials([credential]);
	const read = sageStep('Read', { resource: 'customer', operation: 'getAll', limit: 2 });
	await n8n.cli.importWorkflows([webhookChain(WORKFLOW, credential, [read])]);
	stopLater(async () => await n8n.stop());
	await n8n.start();
	await n8n.rest.signIn(OWNER);
	return n8n;
}

/** Beside the packages, where npm reads them: n8n 1 starts it without n8n's own variables to look for updates. */
async function writeNpmSettings(folder: string, settings: Record<string, string>): Promise<void> {
	const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, '.npmrc'), lines.join(''));
}

/** As variables, which count more than whatever `npm run` set for us. */
function asVariables(settings: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(settings).map(([name, value]) => [
			`npm_config_${name.replaceAll('-', '_')}`,
			value,
		]),
	);
}

interface Scene {
	n8n: N8nInstance;
	release: Release;
	registry: Registry;
	now: Edition;
	next: Edition;
}

async function stepsIn(
	scenario: Scenario,
	{ n8n, release, registry, now, next }: Scene,
): Promise<void> {
	const { name } = now.manifest;
	const step = async (what: string, check: () => Promise<void>) =>
		await scenario.step(`n8n ${release.version}: ${what}`, check);
	await inBrowser(async (browser) => {
		const packages = new PackagesPage(browser, n8n.url);
		const editor = new Editor(browser, n8n.url);
		await editor.signIn(OWNER);

		await step('the package is installed by its name', async () => {
			await packages.open();
			await packages.install(name);
			assert.match(await packages.about(name), /Sage 200.*Sage 200 Trigger/s);
		});
		await step('a workflow runs with it', async () => {
			await n8n.rest.publish(WORKFLOW);
			assert.equal(await customersRead(n8n), 2);
		});
		await step('the next version is offered and taken, and the workflow runs on', async () => {
			await registry.publish(next);
			await packages.open();
			await packages.update(name, next.manifest.version);
			assert.equal(await customersRead(n8n), 2);
		});
		await step('it is there after a restart', async () => {
			await n8n.stop();
			await n8n.start();
			await n8n.rest.signIn(OWNER);
			await packages.open();
			assert.match(await packages.about(name), new RegExp(`v${next.manifest.version}`));
			assert.equal(await customersRead(n8n), 2);
		});
		await step('it is uninstalled, n8n stays well and the workflow can be opened', async () => {
			await packages.open();
			await packages.uninstall(name);
			assert.ok((await fetch(`${n8n.url}/healthz/readiness`)).ok);
			await editor.openWorkflow(WORKFLOW);
		});
		await step('n8n starts without it', async () => {
			await n8n.stop();
			await n8n.start();
			assert.ok((await fetch(`${n8n.url}/healthz/readiness`)).ok);
		});
	});
}

async function customersRead({ url }: N8nInstance): Promise<number> {
	const response = await fetch(`${url}/webhook/${WORKFLOW}`, { method: 'POST' });
	const answer = await response.text();
	assert.ok(response.ok, answer);
	return (JSON.parse(answer) as unknown[]).length;
}
