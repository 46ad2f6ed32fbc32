/** The simulator answers as captured replies of the real API do, field by field. */
import { findResource, schema } from '../../nodes/Sage200/catalog';
import { CAPTURES, differences, enumTexts, EXPORTED, type Capture } from '../support/captures';
import { sageCaller, type CallSage } from '../support/sageCaller';
import { startSimulator, type Simulator } from '../support/simulator';

type Row = Record<string, unknown>;

let sage: Simulator;
let call: CallSage;

beforeAll(async () => {
	sage = await startSimulator('--customers', '30', '--products', '40');
	call = await sageCaller(sage);
	await sage.admin.takeSnapshot('seed');
});
afterAll(async () => await sage.stop());
afterEach(async () => {
	await sage.admin.resetBehaviour();
	await sage.admin.restoreSnapshot('seed');
});

/** The captures are older than 2025 R1, which brought this field. */
const SINCE_2025 = '+ has_promised_payment';

/** The simulator has no tax masks. */
const NO_TAX_MASK = '- delivery_address.country_code.tax_mask';

/** What differs on purpose. */
const ON_PURPOSE: Record<string, string[]> = {
	'POST customers': [SINCE_2025],
	'GET one customers': [SINCE_2025],
	'GET list customers': [SINCE_2025],
	'PUT customers': [SINCE_2025],
	'POST sop_orders': ['+ customer.has_promised_payment'],
	'PUT sop_orders': ['+ customer.has_promised_payment', NO_TAX_MASK],
	// The captured credit had no profit analysis; the simulator's row has all fields of the schema.
	'GET list customer_sop_invoice_credit_line_views': [
		'+ invoice_line_profit_analysis_id',
		'+ invoice_line_profit_analysis_line_quantity',
		'+ invoice_line_profit_analysis_realised_cost_value',
		'+ invoice_line_profit_analysis_realised_profit_value',
	],
};

/** What the recorded client sent, as far as its replies tell. */
const BODIES: Record<string, () => Promise<Row>> = {
	'POST customers': async () => ({ reference: 'ABCDE', name: 'John' }),
	'PUT customers': async () => ({ short_name: 'Other' }),
	'PUT customer_contacts': async () => ({ middle_name: 'V' }),
	'POST customer_delivery_addresses': async () => ({
		customer_id: (await firstOf('customers')).id,
		description: 'Depot',
		tax_code_id: (await firstOf('tax_codes')).id,
	}),
	'PUT customer_delivery_addresses': async () => ({ description: 'Depot' }),
	'POST products': async () => ({
		code: 'NEW001',
		name: 'New',
		product_group_id: (await firstOf('product_groups')).id,
		warehouse_holdings: [{ warehouse_id: (await firstOf('warehouses')).id }],
	}),
	'PUT products': async () => ({ name: 'Other' }),
	'POST sales_invoices': async () => ({
		customer_id: (await firstOf('customers')).id,
		document_goods_value: 10,
	}),
	'POST sop_orders': draft,
	'PUT sop_orders': async () => {
		const { id } = await send('POST', '/sop_orders', await draft());
		return { id, is_editing: true, use_invoice_address: false };
	},
};

/** A draft without lines that goes to the invoice address. */
async function draft(): Promise<Row> {
	const { id } = await firstOf('customers');
	return { customer_id: id, is_editing: true, use_invoice_address: true, override_on_hold: true };
}

async function send(method: string, path: string, body?: Row): Promise<Row> {
	const reply = await call(method, path, { body });
	if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
	return reply.body as Row;
}

async function firstOf(resource: string): Promise<Row> {
	const reply = (await send('GET', `/${resource}?$top=1`)) as unknown as Row[];
	return reply[0];
}

/** Lines are read below their order only. */
async function firstWithId(resource: string): Promise<Row> {
	if (resource !== 'sop_order_lines') return await firstOf(resource);
	const [{ lines }] = await sage.admin.rows('sop_orders');
	return (lines as Row[])[0];
}

const name = ({ method, resource }: Capture) => `${method} ${resource}`;

async function replyTo(capture: Capture): Promise<Row> {
	const { resource, method } = capture;
	if (method === 'GET list') return await firstOf(resource);
	const body = await BODIES[name(capture)]?.();
	if (method === 'POST') return await send('POST', `/${resource}`, body);
	const { id } = body?.id === undefined ? await firstWithId(resource) : body;
	return await send(method.split(' ')[0], `/${resource}/${String(id)}`, body);
}

it.each(CAPTURES.map((capture) => [name(capture), capture] as const))(
	'%s',
	async (_name, capture) => {
		const found = differences(await replyTo(capture), capture.fields);
		expect(found.sort()).toEqual(ON_PURPOSE[name(capture)] ?? []);
	},
);

it.each(EXPORTED)('has what was exported of %s', async (resource, fields) => {
	const row = await firstOf(resource);
	const { fields: known } = schema(
		findResource(resource)!.operations.find(({ reply }) => reply)!.reply!.schema,
	);
	expect(
		fields.filter((field) => known.get(field)?.type !== 'datetime' && !(field in row)),
	).toEqual([]);
});

it.each(CAPTURES.map((capture) => [name(capture), capture] as const))(
	'knows the enum texts of %s',
	async (_name, { resource, fields }) => {
		const known = schema(
			findResource(resource)!.operations.find(({ reply }) => reply)!.reply!.schema,
		).fields;
		for (const [field, text] of enumTexts(fields)) {
			const refers = known.get(field)?.refers;
			if (!refers?.endsWith('_types')) continue;
			const values = (await sage.admin.rows(refers)).map(({ value }) => value);
			expect({ field, values }).toEqual({ field, values: expect.arrayContaining([text]) });
		}
	},
);
