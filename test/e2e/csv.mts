/** A person uploads a CSV file of orders, and reads on the page that follows what became of them. */
import assert from 'node:assert/strict';
import { readSage } from '../../scripts/local-sage.mts';
import type { Stage } from '../../scripts/stage.mts';
import { until, type Scenario } from './scenario.mts';

export const CSV_TEMPLATE = 'csv-orders-to-sage';

/** A byte order mark in front, as Excel writes it. */
const FILE = `\uFEFForder,customer,date,name,address,city,postcode,country,sku,quantity,price
7001,ZEN001,2026-11-20,Ann Ash,1 High Street,York,YO1 7HH,GB,TOOLS001,2,20
7002,ZEN001,,,,,,,NO-SUCH-SKU,1,5
7001,,,,,,,,PAINT001,3,5
`;

export async function csvSteps(scenario: Scenario, { n8n, sage }: Stage): Promise<void> {
	const upload = async (what: string, file = FILE): Promise<string> => {
		const form = new FormData();
		form.append('field-0', new Blob([file], { type: 'text/csv' }), 'orders.csv');
		form.append('field-1', what);
		const response = await fetch(`${n8n.url}/form/csv-orders`, { method: 'POST', body: form });
		const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
		const status = new URL(formWaitingUrl);
		status.pathname += '/n8n-execution-status';
		await until(
			'the form goes on',
			async () => (await (await fetch(status)).text()) === 'form-waiting',
		);
		return await (await fetch(formWaitingUrl)).text();
	};
	const orders = async () =>
		await readSage<{ customer_document_no: string; total_net_value: number }>(
			sage,
			`/sop_orders?$filter=${encodeURIComponent("startswith(customer_document_no,'CSV-')")}`,
		);

	await scenario.step(
		'a CSV file that is only checked is told about, and makes nothing',
		async () => {
			await n8n.rest.publish(CSV_TEMPLATE);
			const page = await upload('Only check them');
			assert.match(page, /Some orders were refused/);
			assert.match(page, /CSV-7001 · preview/);
			assert.match(page, /NO-SUCH-SKU/);
			assert.deepEqual(await orders(), []);
		},
	);

	await scenario.step('a file of which all is refused is told about', async () => {
		const [header, , refused] = FILE.split('\n');
		assert.match(await upload('Push the orders', `${header}\n${refused}\n`), /NO-SUCH-SKU/);
	});

	await scenario.step(
		'its orders are pushed, one for each number, and what is refused is told on the page',
		async () => {
			const page = await upload('Push the orders');
			assert.match(page, /CSV-7001 · created/);
			assert.match(page, /NO-SUCH-SKU/);
			const made = await orders();
			assert.deepEqual(
				made.map(({ customer_document_no, total_net_value }) => [
					customer_document_no,
					total_net_value,
				]),
				[['CSV-7001', 55]],
			);
			assert.match(await upload('Push the orders'), /CSV-7001 · existing/);
			assert.equal((await orders()).length, 1);
		},
	);
}
