/** Three shops and a CRM on this machine: what the templates of the trigger tell, they keep, as the real ones would. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Told {
	method: string;
	/** Without what follows the question mark. */
	path: string;
	body: unknown;
}

type Answer = (told: Told, query: URLSearchParams) => unknown;

export class Outside {
	/** All that was written, in order. */
	readonly told: Told[] = [];
	url = '';
	private readonly metafields = new Map<string, string>();
	private readonly marks: unknown[] = [];
	private readonly notes: unknown[] = [];
	private readonly shipments: object[] = [];

	private readonly places: Array<[RegExp, Answer]> = [
		[
			/^GET \/wp-json\/wc\/v3\/orders\/\d+$/,
			() => ({ status: 'processing', meta_data: this.marks }),
		],
		[/^PUT \/wp-json\/wc\/v3\/orders\/\d+$/, (told) => this.keepMarks(told)],
		[/^GET \/wp-json\/wc\/v3\/orders\/\d+\/notes$/, () => this.notes],
		[/^POST \/wp-json\/wc\/v3\/orders\/\d+\/notes$/, ({ body }) => this.notes.push(body)],
		[/^GET \/rest\/V1\/orders$/, (_, query) => ({ items: [magentoOrder(query)] })],
		[/^GET \/rest\/V1\/shipments$/, () => ({ items: this.shipments })],
		[/^POST \/rest\/V1\/order\/12\/ship$/, ({ body }) => this.shipments.push(body as object)],
		[/^POST \/admin\/api\/.*graphql.json$/, ({ body }) => this.shopify(body as Question)],
		[/^POST \/(prices|crm|wp-json)/, () => ({})],
	];

	private readonly server = createServer((request, response) => {
		void this.answer(request).then(({ status, answer }) =>
			response
				.writeHead(status, { 'Content-Type': 'application/json' })
				.end(JSON.stringify(answer)),
		);
	});

	/** What was written to a path that holds a text. */
	toldTo(part: string): Told[] {
		return this.told.filter(({ path }) => path.includes(part));
	}

	/** The questions that Shopify was asked which hold a text. */
	asked(part: string): Question[] {
		return this.toldTo('graphql')
			.map(({ body }) => body as Question)
			.filter(({ query }) => query.includes(part));
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer(request: IncomingMessage): Promise<{ status: number; answer: unknown }> {
		const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
		const body = await text(request);
		const told = { method: request.method ?? '', path: pathname, body: body && JSON.parse(body) };
		if (told.method !== 'GET') this.told.push(told);
		const place = this.places.find(([where]) => where.test(`${told.method} ${pathname}`));
		return place
			? { status: 200, answer: place[1](told, searchParams) ?? {} }
			: { status: 404, answer: { message: `Nothing at ${pathname}` } };
	}

	private keepMarks({ body }: Told): object {
		this.marks.push(...(body as { meta_data: unknown[] }).meta_data);
		return {};
	}

	private shopify({ query, variables }: Question): object {
		if (query.startsWith('query')) {
			if (variables.id) return { data: { order: shopifyOrder(this.metafields) } };
			const name = String(variables.name).slice('name:"'.length, -1);
			return { data: { orders: { nodes: [{ id: 'order-1', name }] } } };
		}
		for (const { key, value } of (variables.metafields ?? []) as Array<Record<string, string>>)
			this.metafields.set(key, value);
		return { data: { result: { fulfillment: { id: 'fulfilment-1' }, userErrors: [] } } };
	}
}

export interface Question {
	query: string;
	variables: Record<string, unknown>;
}

/** An order of the two products that all shops of these tests sell. */
function shopifyOrder(metafields: Map<string, string>): object {
	const line = (sku: string) => ({ id: `line-${sku}`, sku, remainingQuantity: 100 });
	return {
		id: 'order-1',
		metafields: { nodes: [...metafields].map(([key, value]) => ({ key, value })) },
		fulfillments: [],
		fulfillmentOrders: {
			nodes: [{ id: 'open-1', lineItems: { nodes: [line('TOOLS001'), line('PAINT001')] } }],
		},
	};
}

function magentoOrder(query: URLSearchParams): object {
	const line = (sku: string, item_id: number) => ({ item_id, sku, qty_ordered: 100 });
	return {
		entity_id: 12,
		increment_id: query.get('searchCriteria[filterGroups][0][filters][0][value]'),
		items: [line('TOOLS001', 1), line('PAINT001', 2)],
	};
}
