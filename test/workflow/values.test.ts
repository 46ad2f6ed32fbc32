/** What expressions give for Sage's fields, and what goes out: never something that the user did not say. */
import { credential, runNode } from '../support/engine';
import { HttpServer, reply } from '../support/httpServer';

const server = new HttpServer();
let address: string;

beforeAll(async () => {
	address = await server.start();
	const held = {
		id: 1,
		reference: 'A1',
		name: 'First',
		credit_limit: 500,
		on_hold: true,
		vat_number: 'GB1',
		account_opened: '2020-01-01T00:00:00Z',
	};
	server.answer = ({ method, body }, response) =>
		reply(response, 200, method === 'GET' ? [held] : { ...held, ...(JSON.parse(body) as object) });
});
afterAll(async () => await server.stop());
beforeEach(() => (server.calls = []));

const update = async (fields: object) => {
	const stored = credential({
		apiUrl: address,
		siteId: 'S1',
		companyId: '1',
		oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
	});
	const customer = { __rl: true, mode: 'reference', value: 'A1' };
	const { error } = await runNode(stored, {
		resource: 'customer',
		operation: 'update',
		customer,
		...fields,
	});
	const sent = server.calls
		.filter(({ method }) => method === 'PUT')
		.map(({ body }) => JSON.parse(body) as object);
	return { error: error?.message, sent };
};

it.each(['={{ "" }}', '={{ null }}', '={{ undefined }}', '={{ $json.nothing }}'])(
	'sends nothing for %s',
	async (given) => {
		const additionalFields = {
			credit_limit: given,
			on_hold: given,
			vat_number: given,
			currency_id: given,
		};
		expect(await update({ additionalFields, main_address: { city: given } })).toEqual({
			error: undefined,
			sent: [],
		});
	},
);

it.each([
	['={{ "0" }}', '={{ "no" }}', { credit_limit: 0, on_hold: false }],
	['={{ 1250.55 }}', '={{ false }}', { credit_limit: 1250.55, on_hold: false }],
	['={{ "7.50" }}', '={{ 0 }}', { credit_limit: 7.5, on_hold: false }],
])('takes %s and %s for what they say', async (limit, hold, sent) => {
	expect(await update({ additionalFields: { credit_limit: limit, on_hold: hold } })).toEqual({
		error: undefined,
		sent: [sent],
	});
});

it.each([
	'={{ "1,250" }}',
	'={{ true }}',
	'={{ [] }}',
	'={{ "£5" }}',
	'={{ "12 boxes" }}',
	'={{ " 7.5 " }}',
	'={{ "1e3" }}',
])('refuses %s for a number', async (given) => {
	expect(await update({ additionalFields: { credit_limit: given } })).toEqual({
		error: expect.stringMatching(/^Credit Limit: ".*" is not a number$/),
		sent: [],
	});
});

it.each([
	['2026-05-24', '2026-05-24T00:00:00Z'],
	[
		'={{ DateTime.fromISO("2026-05-24T23:30:00", { zone: "Europe/London" }) }}',
		'2026-05-24T00:00:00Z',
	],
	['={{ new Date("2026-05-24T23:30:00Z") }}', '2026-05-25T00:00:00Z'],
])('takes %s for the day it is in the workflow’s time zone', async (given, day) => {
	expect(
		await update({
			otherFields: `={{ { account_opened: ${given.startsWith('=') ? given.slice(3, -3) : `"${given}"`} } }}`,
		}),
	).toEqual({ error: undefined, sent: [{ account_opened: day }] });
});

it.each(['05/06/2026', '24/05/2026', '2026-02-30', 'May 24 2026', '1716500000000'])(
	'refuses the date %s, which is read in one country so, in another otherwise, or nowhere',
	async (given) => {
		const stored = credential({
			apiUrl: address,
			siteId: 'S1',
			companyId: '1',
			oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
		});
		const order = {
			resource: 'salesOrder',
			operation: 'create',
			customer: { __rl: true, mode: 'reference', value: 'A1' },
			orderKey: 'K',
			linesInput: 'json',
			linesJson: '[{"type":"comment","description":"x"}]',
		};
		for (const document_date of [given, `={{ "${given}" }}`]) {
			const { error } = await runNode(stored, { ...order, additionalFields: { document_date } });
			expect(error?.message).toContain(`Document Date: "${given}" is not a date`);
		}
		expect(server.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	},
);
