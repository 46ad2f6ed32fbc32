/** The boxes of a new order: what stands in them is what earlier forms had in parameters of their own. */
import type { IDataObject } from 'n8n-workflow';

import { SalesWorld } from '../support/salesWorld';

let world: SalesWorld;
beforeAll(async () => (world = await SalesWorld.open()));
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

const preview = async (parameters: IDataObject): Promise<IDataObject> => {
	const { json, error } = await world.run({
		resource: 'salesOrder',
		operation: 'preview',
		orderKey: 'BOX-1',
		...parameters,
	});
	expect(error).toBeUndefined();
	return json[0];
};
const payment = { method: 'Stripe', part: '2.50', reference: 'P-1' };
const shipping = { unitPrice: '4.95', code: 'Carriage', taxRate: '20' };
const total = { shop: '54.95', ifDiffers: 'tell', tolerancePence: 3 };

it('prices, shipping, payment and total stand in one box', async () => {
	const [{ code }] = await world.goods();
	const customer = { __rl: true, mode: 'id', value: String(await world.customer()) };
	const lines = {
		linesInput: 'json',
		linesJson: JSON.stringify([{ code, quantity: 2, unitPrice: 20 }]),
	};
	const boxed = await preview({
		customer,
		...lines,
		prices: {
			discount: '1.00',
			paymentMethod: payment.method,
			paymentPart: payment.part,
			paymentReference: payment.reference,
			shippingUnitPrice: shipping.unitPrice,
			shippingCode: shipping.code,
			shippingTaxRate: shipping.taxRate,
			totalShop: total.shop,
			totalTolerancePence: total.tolerancePence,
		},
	});
	expect(boxed.problems).toEqual([]);
	expect(boxed).toMatchObject({ totals: { shop: 54.95 } });
	expect(
		await preview({ customer, ...lines, prices: { discount: '1.00' }, payment, shipping, total }),
	).toEqual(boxed);
});

it('header fields, analysis codes and other fields stand in one box', async () => {
	const [{ code }] = await world.goods();
	const customer = { __rl: true, mode: 'id', value: String(await world.customer()) };
	const rest = {
		customer,
		linesInput: 'json',
		linesJson: JSON.stringify([{ code, quantity: 1 }]),
	};
	const analysisCodes = { codes: [{ name: 'Sales Channel', value: 'Web' }] };
	const otherFields = '{"spare_text_3": "Gift"}';
	const header = { document_date: '2026-11-20' };
	const boxed = await preview({
		...rest,
		additionalFields: { ...header, analysisCodes, otherFields },
	});
	expect(JSON.stringify(boxed)).toContain('Gift');
	expect(JSON.stringify(boxed)).toContain('"Web"');
	expect(await preview({ ...rest, additionalFields: header, analysisCodes, otherFields })).toEqual(
		boxed,
	);
});

it('details, address and match of a buyer stand in one box', async () => {
	const [{ code }] = await world.goods();
	const rest = {
		customerFrom: 'match',
		linesInput: 'json',
		linesJson: JSON.stringify([{ code, quantity: 1 }]),
	};
	const details = { name: 'Box Ltd', email: 'box@example.com' };
	const address = { address_1: '1 High St', postcode: 'LS1 1AA' };
	const match = { mask: 'BOXNNN', matchBy: ['email'] };
	const boxed = await preview({ ...rest, customerDetails: { ...details, ...address, ...match } });
	expect(JSON.stringify(boxed)).toContain('LS1 1AA');
	expect(
		await preview({
			...rest,
			customerDetails: details,
			customerAddress: address,
			customerMatch: match,
		}),
	).toEqual(boxed);
});

it('protection and options of lines stand among the options', async () => {
	const [{ code }] = await world.goods();
	const rest = {
		customer: { __rl: true, mode: 'id', value: String(await world.customer()) },
		linesInput: 'json',
		linesJson: JSON.stringify([{ code }, { code: 'NO-SUCH', unitPrice: 1 }]),
	};
	const lineOptions = { unknownProduct: 'freeText' };
	const protection = { keyField: 'spare_text_4', keyPrefix: 'B-' };
	const boxed = await preview({ ...rest, options: { ...lineOptions, ...protection } });
	expect(JSON.stringify(boxed)).toContain('B-BOX-1');
	expect(await preview({ ...rest, lineOptions, protection })).toEqual(boxed);
});

it('a line has few fields, and a box for the others; a comment has its text', async () => {
	const [{ code }] = await world.goods();
	const customer = { __rl: true, mode: 'id', value: String(await world.customer()) };
	const row = { type: 'standard', code, quantity: '2', unitPrice: '3' };
	const rare = { discountPercent: '10', description: 'Named by the shop' };
	const comment = { type: 'comment', description: 'Leave at the gate' };
	const boxed = await preview({
		customer,
		lines: { line: [{ ...row, more: rare }, comment] },
	});
	expect(JSON.stringify(boxed)).toContain('Leave at the gate');
	expect(await preview({ customer, lines: { line: [{ ...row, ...rare }, comment] } })).toEqual(
		boxed,
	);
});

describe('shipping', () => {
	const asked = async (prices: IDataObject) => {
		const [{ code }] = await world.goods();
		return await preview({
			customer: { __rl: true, mode: 'id', value: String(await world.customer()) },
			linesInput: 'json',
			linesJson: JSON.stringify([{ code, quantity: 1, unitPrice: 20 }]),
			prices,
		});
	};

	it.each(['shippingCode', 'shippingTaxCode', 'shippingTaxRate'])(
		'without an amount is refused where %s asks for it',
		async (field) => {
			const { problems } = await asked({ [field]: field === 'shippingCode' ? 'Carriage' : '20' });
			expect(problems).toMatchObject([{ field: 'Shipping Amount', message: 'is empty' }]);
		},
	);

	it('whose amount an expression leaves empty is told, and none is added', async () => {
		const { problems, notes, remarks } = await asked({
			shippingCode: 'Carriage',
			shippingUnitPrice: '={{ $json.none }}',
		});
		expect(problems).toEqual([]);
		expect(String(notes ?? remarks)).toBe('Shipping Amount is empty: no shipping was added');
	});

	it('of 0, or of which nothing is said, adds nothing', async () => {
		for (const prices of [
			{ shippingCode: 'Carriage', shippingUnitPrice: '0' },
			{ shippingDescription: 'Shipping' },
		])
			expect(await asked(prices)).toMatchObject({ problems: [] });
	});

	it('is told by the labels of the form', async () => {
		const { problems } = await asked({
			shippingUnitPrice: '4.95',
			shippingCode: 'No such charge',
			shippingTaxCode: 'None such',
		});
		expect((problems as IDataObject[]).map(({ field }) => field)).toEqual([
			'Shipping Charge',
			'Shipping Tax Code',
		]);
	});
});

it('lines are counted alike, whatever is wrong with them', async () => {
	const { error } = await world.run({
		resource: 'salesQuote',
		operation: 'create',
		customer: { __rl: true, mode: 'id', value: String(await world.customer()) },
		documentKey: 'COUNTED-1',
		linesInput: 'json',
		linesJson: JSON.stringify([
			{ code: '', quantity: 1 },
			{ type: 'freeText', description: 'Saw', quantity: 1, analysis_code_1: 'x'.repeat(500) },
			{ type: 'freeText', description: 'Saw', quantity: 1, warehouse: 'nowhere' },
		]),
	});
	expect(error?.message).toContain('Line ');
	expect(JSON.stringify(error)).not.toMatch(/Lines \d/);
});
