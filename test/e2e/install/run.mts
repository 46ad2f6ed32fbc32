/**
 * Installing as users do: n8n's page _Community nodes_ gets the packed package from a registry, updates it and uninstalls
 * it. The registry is ours and goes by the public one's name, for that n8n alone: n8n asks for a licence to name another.
 */
import assert from 'node:assert/strict';
import { inBrowser } from '../../../scripts/browser/chromium.mts';
import { Editor } from '../../../scripts/browser/editor.mts';
import type { Release } from '../../../scripts/n8n/releases.mts';
import { inTemporaryFolder } from '../../../scripts/temporary.mts';
import { OWNER } from '../owner.mts';
import type { Scenario } from '../scenario.mts';
import { callMeanwhile, readCustomers } from './calls.mts';
import { nextEdition, thisEdition, type Edition } from './editions.mts';
import { PackagesPage } from './packages-page.mts';
import { CUSTOMERS, onInstallStage, SAGE_NODE, WORKFLOW, type InstallStage } from './stage.mts';

const NODES = ['n8n-nodes-sage200.sage200', 'n8n-nodes-sage200.sage200Trigger'];
/** n8n takes the old version out before it puts the new one in: what comes in this moment does not begin. */
const NOT_BEGUN = /Unrecognized node type/;

interface Editions {
	current: Edition;
	next: Edition;
}

/** What was reached in one release. */
interface Reached {
	installed: boolean;
	updated: boolean;
	uninstalled: boolean;
	/** Runs while the package was updated. */
	answered: number;
	refused: number;
}

/** Plays installation, use, update, restart and removal in each release and returns what to print. */
export async function installSteps(scenario: Scenario, releases: Release[]): Promise<object> {
	const reached: Reached[] = [];
	await inTemporaryFolder(async (folder) => {
		const current = await thisEdition(folder);
		const editions = { current, next: await nextEdition(current, folder) };
		for (const release of releases) {
			await onInstallStage(release, current.manifest.name, async (stage) => {
				reached.push(await stepsIn(scenario, stage, editions));
			});
		}
	});
	const sum = (field: 'answered' | 'refused') =>
		reached.reduce((total, each) => total + each[field], 0);
	return {
		n8n: releases.map(({ version }) => version),
		installed: reached.every(({ installed }) => installed),
		updated: reached.every(({ updated }) => updated),
		uninstalled: reached.every(({ uninstalled }) => uninstalled),
		whileUpdating: { answered: sum('answered'), refused: sum('refused') },
	};
}

async function stepsIn(
	scenario: Scenario,
	{ n8n, registry, release }: InstallStage,
	{ current, next }: Editions,
): Promise<Reached> {
	const { name, version } = current.manifest;
	const { version: nextVersion } = next.manifest;
	const reached = { installed: false, updated: false, uninstalled: false, answered: 0, refused: 0 };
	const step = async (what: string, check: () => Promise<void>) =>
		await scenario.step(`n8n ${release.version}: ${what}`, check);
	const restart = async () => {
		await n8n.stop();
		await n8n.start();
	};
	await n8n.rest.signIn(OWNER);
	await registry.publish(current);
	await inBrowser(async (page) => {
		const packages = new PackagesPage(page, n8n.url);
		const editor = new Editor(page, n8n.url);
		await editor.signIn(OWNER);

		await step('the package is installed by its name', async () => {
			await packages.open();
			await packages.install(name);
			assert.match(await packages.about(name), cardOf(version));
			const types = await n8n.rest.nodeTypes();
			assert.deepEqual(
				NODES.filter((each) => types.has(each)),
				NODES,
			);
			reached.installed = true;
		});
		await step('a workflow runs with it', async () => {
			await n8n.rest.publish(WORKFLOW);
			assert.equal(await readCustomers(n8n), CUSTOMERS);
		});
		await step('the next version is offered and taken while the workflow runs', async () => {
			await registry.publish(next);
			await packages.open();
			const { answered, refusals } = await callMeanwhile(n8n, () =>
				packages.update(name, nextVersion),
			);
			Object.assign(reached, { answered, refused: refusals.length });
			for (const refusal of refusals) assert.match(refusal, NOT_BEGUN);
			assert.match(await packages.about(name), cardOf(nextVersion));
			assert.equal(await readCustomers(n8n), CUSTOMERS);
			reached.updated = true;
		});
		await step('it is there after a restart', async () => {
			await restart();
			await packages.open();
			assert.match(await packages.about(name), cardOf(nextVersion));
			assert.equal(await readCustomers(n8n), CUSTOMERS);
		});
		await step('it is uninstalled, n8n stays well and says what is missing', async () => {
			await packages.open();
			await packages.uninstall(name);
			await assertReady(n8n.url);
			await assert.rejects(readCustomers(n8n), NOT_BEGUN);
			await editor.openWorkflow(WORKFLOW);
			assert.match(await editor.openUninstalledNode(SAGE_NODE), new RegExp(name));
			reached.uninstalled = true;
		});
		await step('n8n starts without it', async () => {
			await restart();
			await assertReady(n8n.url);
		});
		await step('it is installed again, and the workflow runs as before', async () => {
			await packages.open();
			await packages.install(name);
			assert.equal(await readCustomers(n8n), CUSTOMERS);
		});
	});
	return reached;
}

function cardOf(version: string): RegExp {
	return new RegExp(`2 nodes:\\s+Sage 200,\\s*Sage 200 Trigger\\s+v${version}`);
}

async function assertReady(url: string): Promise<void> {
	const { status } = await fetch(`${url}/healthz/readiness`);
	assert.equal(status, 200);
}
