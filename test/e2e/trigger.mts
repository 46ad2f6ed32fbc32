/** Each event of the trigger starts a workflow in a real n8n; Record Deleted, whose scans are an hour apart, is left to other tests. */
import assert from 'node:assert/strict';
import type { StoredCredential, Workflow } from '../../scripts/n8n/cli.mts';
import type { Receiver } from '../../scripts/n8n/receiver.mts';
import { triggerWorkflow } from '../../scripts/n8n/trigger-workflow.mts';
import { administer, readSage, writeSage } from '../../scripts/local-sage.mts';
import type { Stage } from '../../scripts/stage.mts';
import { until, type Scenario } from './scenario.mts';

const LONG_AGO = '2000-01-01T00:00:00Z';
const CUSTOMERS = { recordType: { __rl: true, mode: 'list', value: 'customers' } };
const FROM_LONG_AGO = { options: { startFrom: LONG_AGO } };

/** Event, what belongs to it so that there is something at once, and what its ids hold. */
const EVENTS: Array<[string, object, string]> = [
	['recordCreated', { ...CUSTOMERS, ...FROM_LONG_AGO }, ':customers:'],
	['recordUpdated', { recordType: { __rl: true, mode: 'list', value: 'products' } }, ':products:'],
	['orderDespatched', FROM_LONG_AGO, ':despatch:'],
	['orderStatusChanged', { firstPoll: 'all', orderStatuses: ['live'] }, ':order:'],
	['stockLevelChanged', { firstPoll: 'all' }, ':stock:'],
	['customerStatusChanged', { firstPoll: 'remember' }, ':customer:'],
	['priceChanged', { firstPoll: 'all' }, ':price:'],
	['loginEnding', { daysLeftBelow: 365, connectedOn: '' }, 'login:login:ending'],
];

/** A workflow that is activated while the login reaches no company. */
const REFUSED = 'trigger-refused';

/** n8n's command line takes ids of 21 letters. */
function idOf(event: string): string {
	return `trigger-${event}`.slice(0, 21);
}

/** A poll a minute, and a machine that is busy with others. */
const ONE_POLL_MS = 150_000;

export function triggerWorkflows(credential: StoredCredential, url: string): Workflow[] {
	const workflows = EVENTS.map(([event, parameters]) =>
		triggerWorkflow(idOf(event), credential, url, { event, ...parameters }),
	);
	const refused = { event: 'recordCreated', ...CUSTOMERS };
	return [...workflows, triggerWorkflow(REFUSED, credential, url, refused)];
}

export async function triggerSteps(
	scenario: Scenario,
	{ n8n, sage }: Stage,
	receiver: Receiver,
): Promise<void> {
	const has = (part: string) => [...receiver.lives.keys()].some((id) => id.includes(part));
	for (const [event, , part] of EVENTS) {
		await scenario.step(`${event} starts a workflow`, async () => {
			await n8n.rest.publish(idOf(event));
			if (event === 'recordUpdated') {
				const [product] = await readSage<{ id: number }>(sage, '/products?$top=1&$orderby=id');
				await writeSage(sage, `/products/${product.id}`, { manufacturer: 'Changed' });
			}
			if (event === 'customerStatusChanged') {
				const [customer] = await readSage<{ id: number }>(sage, '/customers?$top=1&$orderby=id');
				await writeSage(sage, `/customers/${customer.id}`, { on_hold: true });
			}
			await until(`an event with "${part}"`, () => has(part), ONE_POLL_MS);
		});
	}
	await scenario.step('nothing came twice', async () => {
		assert.deepEqual({ ...receiver.count, emitted: 0 }, { emitted: 0, resent: 0, repeated: 0 });
	});
	await scenario.step('a workflow whose login reaches no company is not activated', async () => {
		await administer(sage, 'PUT', '/behaviour', { deniedCompanies: [1, 2] });
		try {
			await assert.rejects(n8n.rest.publish(REFUSED), /login/i);
		} finally {
			await administer(sage, 'PUT', '/behaviour', { deniedCompanies: [] });
		}
	});
}
