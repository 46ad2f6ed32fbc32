import { sampleOrder } from '../n8n/templates.mts';
import { say } from '../progress.mts';

/** Sends the sample order to n8n as the shop would, and returns the order that Sage has then. */
export async function pushSampleOrder(url: string): Promise<Record<string, unknown>> {
	const order = await sampleOrder();
	say(`The shop sends its order ${order.name} to n8n …`);
	const response = await fetch(`${url}/webhook/shop-order`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(order),
	});
	const answer = await response.text();
	if (!response.ok) {
		throw new Error(`The workflow answered with status ${response.status}: ${answer}`);
	}
	const { order: inSage, outcome } = JSON.parse(answer) as {
		order: Record<string, unknown>;
		outcome: string;
	};
	say(`Sage 200 has it as order ${inSage.document_no} (${outcome}).`);
	return inSage;
}
