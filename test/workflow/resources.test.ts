/** The comfortable doors through the node, on n8n's engine, against the simulator. */
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;
let customer: IDataObject;
let supplier: IDataObject;
let product: IDataObject;

jest.setTimeout(60_000);

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const run = async (
	resource: string,
	operation: string,
	parameters: IDataObject = {},
	options = {},
) => await runNode(login, { resource, operation, ...parameters }, options);
const one = async (resource: string) => (await run(resource, 'getAll', { limit: 1 })).json[0];
const posts = async (path: string) =>
	(await sage.admin.log()).calls.filter(
		(call) => call.method === 'POST' && call.path.endsWith(path),
	).length;

beforeAll(async () => {
	sage = await startSimulator();
	login = await loginTo(sage);
	[customer, supplier, product] = [
		await one('customer'),
		await one('supplier'),
		await one('product'),
	];
});
afterAll(async () => await sage.stop());

describe('what belongs to a customer', () => {
	it('contacts go round: created by the customer’s reference, found by name, changed by natural key', async () => {
		const created = await run('customerContact', 'create', {
			customer: by('reference', customer.reference),
			additionalFields: {
				first_name: 'Ann',
				last_name: 'Leeson',
				emails: '[{"email": "ann@example.com", "is_default": true}]',
			},
		});
		expect(created.error).toBeUndefined();
		const contact = by('name', created.json[0].name);
		const same = await run('customerContact', 'update', {
			contact,
			additionalFields: { emails: '[{"email": "ann@example.com", "is_default": true}]' },
		});
		expect(same.json[0]).toMatchObject({ outcome: 'unchanged' });
		const more = await run('customerContact', 'update', {
			contact,
			additionalFields: { emails: '[{"email": "second@example.com"}]' },
		});
		expect(more.json[0]).toMatchObject({ outcome: 'updated' });
		const read = await run('customerContact', 'get', {
			contact: by('id', created.json[0].id),
			simplify: false,
			read: { expand: ['emails'] },
		});
		expect(read.json[0].emails).toHaveLength(2);
		expect((await run('customerContact', 'delete', { contact })).json[0]).toMatchObject({
			deleted: true,
		});
	});

	it('a contact has its e-mail address and telephone number from plain fields', async () => {
		const fields = {
			first_name: 'Una',
			last_name: 'Ward',
			email: 'una@example.com',
			telephone: '0191 496 0000',
		};
		const created = await run('customerContact', 'create', {
			customer: by('reference', customer.reference),
			additionalFields: fields,
		});
		// Sage answers a new contact with its defaults, not with the lists they come from.
		expect(created.json[0]).toMatchObject({
			default_email: 'una@example.com',
			default_telephone: '0191 496 0000',
		});
		const contact = by('id', created.json[0].id);
		expect(
			(
				await run('customerContact', 'update', {
					contact,
					additionalFields: { email: 'una@example.com ' },
				})
			).json[0],
		).toMatchObject({ outcome: 'unchanged' });
		const moved = await run('customerContact', 'update', {
			contact,
			additionalFields: { email: 'una.ward@example.com', mobile: '' },
		});
		expect(moved.json[0]).toMatchObject({
			outcome: 'updated',
			default_email: 'una.ward@example.com',
		});
		const long = await run('customerContact', 'update', {
			contact,
			additionalFields: { email: `${'x'.repeat(230)}@example.com` },
		});
		expect(long.error?.message).toMatch(/Email 1: Email is 242 characters long/);
	});

	it('a delivery address asks for its tax code, which Sage needs', async () => {
		const address = { customer: by('reference', customer.reference), description: 'Leeds depot' };
		await expect(run('customerDeliveryAddress', 'create', address)).rejects.toThrow('has issues');
	});

	it('delivery addresses go round', async () => {
		const tax = (await run('record', 'getAll', { recordType: by('list', 'tax_codes'), limit: 1 }))
			.json[0];
		const created = await run('customerDeliveryAddress', 'create', {
			customer: by('reference', customer.reference),
			description: 'Leeds depot',
			tax_code_id: by('name', `id:${String(tax.id)}`),
			additionalFields: { postcode: 'LS1 1AA' },
		});
		expect(created.error).toBeUndefined();
		expect(created.json[0]).toMatchObject({ customer_id: customer.id, description: 'Leeds depot' });
		const changed = await run('customerDeliveryAddress', 'update', {
			deliveryAddress: by('description', 'leeds depot'),
			additionalFields: { city: 'Leeds' },
		});
		expect(changed.json[0]).toMatchObject({ outcome: 'updated', city: 'Leeds' });
	});
});

describe('a product', () => {
	it('is made in a warehouse that is picked, and pushed again as it is', async () => {
		const [group] = await sage.admin.rows('product_groups');
		const record = {
			code: 'HELD1',
			name: 'Held',
			product_group_id: group.id,
			additionalFields: { warehouse: by('name', 'home') },
		};
		const created = await run('product', 'create', record);
		expect(created.error).toBeUndefined();
		const [home] = await sage.admin.rows('warehouses', { name: 'HOME' });
		const holdings = await sage.admin.rows('warehouse_holdings', {
			product_id: Number(created.json[0].id),
		});
		expect(holdings.map(({ warehouse_id: id }) => id)).toEqual([home.id]);
		const again = await run('product', 'upsert', record);
		expect(again.json[0]).toMatchObject({ outcome: 'unchanged' });
	});
});

describe('documents are pushed once', () => {
	// What was posted is looked for at once; later posting has a test in bank.test.ts.
	beforeAll(async () => await sage.admin.setBehaviour({ posting: 'immediate' }));

	const LINES = () => JSON.stringify([{ code: product.code, quantity: 2, price: 5 }]);

	it.each([
		['purchaseOrder', 'supplier', 'supplier_document_no', '/pop_orders', () => supplier.reference],
		['salesQuote', 'customer', 'customer_document_no', '/sop_quotes', () => customer.reference],
	])('%s', async (resource, party, keyField, path, reference) => {
		const parameters = {
			[party]: by('reference', reference()),
			documentKey: 'ONCE-1',
			linesInput: 'json',
			linesJson: LINES(),
		};
		const before = await posts(path);
		const created = await run(resource, 'create', parameters, { items: [{}, {}] });
		expect(created.error).toBeUndefined();
		expect(created.json.map(({ outcome }) => outcome)).toEqual(['created', 'existing']);
		expect(created.json[0]).toMatchObject({ [keyField]: 'ONCE-1' });
		const again = await run(resource, 'create', parameters);
		expect(again.json[0]).toMatchObject({ id: created.json[0].id, outcome: 'existing' });
		expect(await posts(path)).toBe(before + 1);
	});

	it.each([
		['purchaseOrder', 'purchaseOrder', 'supplier', () => supplier.reference],
		['salesQuote', 'quote', 'customer', () => customer.reference],
	])(
		'%s: an update that is run again adds its line once, and says so',
		async (resource, picker, party, reference) => {
			const { json } = await run(resource, 'create', {
				[party]: by('reference', reference()),
				documentKey: 'ADD-1',
				linesInput: 'json',
				linesJson: LINES(),
			});
			const line = {
				line_type: 'EnumLineTypeFreeText',
				description: 'Gift wrap',
				line_quantity: 1,
			};
			const update = async () =>
				await run(resource, 'update', {
					[picker]: by('id', json[0].id),
					additionalFields: { lines: JSON.stringify([line]) },
				});
			const added = await update();
			expect(added.error).toBeUndefined();
			expect(String(added.json[0].notes)).toContain('Lines: 1 added as new');
			expect((await update()).json[0]).toMatchObject({ outcome: 'unchanged' });
		},
	);

	it.each([
		['purchaseOrder', 'supplier', () => supplier.reference],
		['salesQuote', 'customer', () => customer.reference],
	])('%s says that Sage numbered it itself', async (resource, party, reference) => {
		const { json, error } = await run(resource, 'create', {
			[party]: by('reference', reference()),
			documentKey: 'NUMBERED-1',
			linesInput: 'json',
			linesJson: LINES(),
			additionalFields: { document_no: 'MINE-1' },
		});
		expect(error).toBeUndefined();
		expect(String(json[0].notes)).toMatch(/numbered the document .* ignored MINE-1/);
	});

	it.each([
		['salesLedger', 'postInvoice', { document_goods_value: 100 }, '/sales_invoices'],
		['salesLedger', 'postCreditNote', { document_goods_value: 20 }, '/sales_credit_notes'],
		['purchaseLedger', 'postInvoice', { document_goods_value: 100 }, '/purchase_invoices'],
		['purchaseLedger', 'postCreditNote', { document_goods_value: 10 }, '/purchase_credit_notes'],
	])('%s %s, even when its answer is lost', async (resource, operation, values, path) => {
		const party: IDataObject =
			resource === 'salesLedger'
				? { customer: by('reference', customer.reference) }
				: { supplier: by('reference', supplier.reference) };
		const key = `L-${operation}`;
		await sage.admin.setFaults([
			{ kind: 'dropAfterCommit', match: { method: 'POST', path: `^${path}` }, count: 1 },
		]);
		const lost = await run(resource, operation, {
			...party,
			...values,
			documentKey: key,
			protection: { lookAgainSeconds: 3 },
		});
		await sage.admin.setFaults([]);
		expect(lost.error).toBeUndefined();
		expect(lost.json[0]).toMatchObject({ outcome: 'recovered', reference: key });
		const again = await run(resource, operation, { ...party, ...values, documentKey: key });
		expect(again.json[0]).toMatchObject({ outcome: 'existing', urn: lost.json[0].urn });
		expect(await posts(path)).toBe(1);
	});

	it('receipts go through a bank that is named, and are allocated by URN', async () => {
		const bank = (await run('record', 'getAll', { recordType: by('list', 'banks'), limit: 1 }))
			.json[0];
		const posted = { customer: by('reference', customer.reference) };
		const invoice = await run('salesLedger', 'postInvoice', {
			...posted,
			document_goods_value: 50,
			documentKey: 'ALLOC-I',
		});
		const receipt = await run('salesLedger', 'postReceipt', {
			...posted,
			bank_id: bank.id,
			cheque_value: 50,
			documentKey: 'ALLOC-R',
		});
		expect(receipt.error).toBeUndefined();
		const allocations = JSON.stringify([
			{ urn: invoice.json[0].urn, value: 50 },
			{ urn: receipt.json[0].urn, value: -50 },
		]);
		const allocated = await run('salesLedger', 'allocate', { ...posted, allocations });
		expect(allocated.error).toBeUndefined();
		const [row] = (
			await run('salesLedger', 'getAll', {
				filters: {
					conditions: [{ field: 'urn', operator: 'eq', value: String(invoice.json[0].urn) }],
				},
			})
		).json;
		expect(row).toMatchObject({ document_outstanding_value: 0 });
	});

	it('an allocation whose answer got lost is made once, also with Retry On Fail', async () => {
		const bank = (await run('record', 'getAll', { recordType: by('list', 'banks'), limit: 1 }))
			.json[0];
		const posted = { customer: by('reference', customer.reference) };
		const invoice = await run('salesLedger', 'postInvoice', {
			...posted,
			document_goods_value: 200,
			documentKey: 'ONCE-I',
		});
		const receipt = await run('salesLedger', 'postReceipt', {
			...posted,
			bank_id: bank.id,
			cheque_value: 100,
			documentKey: 'ONCE-R',
		});
		const allocations = JSON.stringify([
			{ urn: invoice.json[0].urn, value: 40 },
			{ urn: receipt.json[0].urn, value: -40 },
		]);
		const outstanding = async () =>
			(
				await sage.admin.rows('sales_posted_transactions', { urn: invoice.json[0].urn as string })
			)[0].document_outstanding_value;
		const before = Number(await outstanding());
		const allocate = async (lookAgainSeconds: number) =>
			await run('salesLedger', 'allocate', {
				...posted,
				allocations,
				details: { lookAgainSeconds },
			});
		const losing = { match: { method: 'POST', path: '^/sales_allocations$' }, times: 1 };
		await sage.admin.setFaults([{ kind: 'dropAfterCommit', ...losing }]);
		const lost = await allocate(3);
		expect(lost.error).toBeUndefined();
		expect(lost.json[0]).toMatchObject({ outcome: 'recovered' });
		expect(await outstanding()).toBe(before - 40);
		await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 60_000, ...losing }]);
		const late = await allocate(0);
		expect(late.error?.message).toContain('in doubt whether the allocation');
		const again = await allocate(0);
		expect(again.error?.message).toContain('Nothing was sent now');
		await sage.admin.advanceClock(60_000);
		const found = await allocate(0);
		expect(found.json[0]).toMatchObject({ outcome: 'recovered' });
		expect(await outstanding()).toBe(before - 80);
	});

	it('an allocation names transactions of its own customer, and amounts that Sage can keep', async () => {
		const allocations = JSON.stringify([
			{ urn: 999_999, value: 10.005 },
			{ id: 'x', value: -10.005 },
		]);
		const { error } = await run('salesLedger', 'allocate', {
			customer: by('reference', customer.reference),
			allocations,
		});
		expect(error?.message).toMatch(/Allocation 1: Value.*Allocation 2.*names no transaction/);
		const foreign = await run('salesLedger', 'allocate', {
			customer: by('reference', customer.reference),
			allocations: JSON.stringify([
				{ urn: 999_999, value: 10 },
				{ id: 999_998, value: -10 },
			]),
		});
		expect(foreign.error?.message).toMatch(/URN 999999.*ID 999998/);
	});

	it('supplier invoices of the same number in two accounts are two', async () => {
		const suppliers = (await run('supplier', 'getAll', { limit: 2 })).json;
		const post = async (reference: unknown) =>
			await run('purchaseLedger', 'postInvoice', {
				supplier: by('reference', reference),
				document_goods_value: 5,
				documentKey: 'SAME-1',
			});
		expect((await post(suppliers[0].reference)).json[0]).toMatchObject({ outcome: 'created' });
		expect((await post(suppliers[1].reference)).json[0]).toMatchObject({ outcome: 'created' });
	});

	it.each([
		[
			'purchaseOrder',
			'supplier',
			'pop_orders',
			'unit_buying_price',
			'pop_additional_charges',
			() => supplier.reference,
		],
		[
			'salesQuote',
			'customer',
			'sop_quotes',
			'selling_unit_price',
			'sop_additional_charges',
			() => customer.reference,
		],
	])(
		'%s with lines that are filled in',
		async (resource, party, path, price, charges, reference) => {
			const [warehouse] = await sage.admin.rows('warehouses');
			const [charge] = await sage.admin.rows(charges);
			const typed = (value: unknown) => ({ __rl: true, mode: 'name', value });
			const parameters = (rows: object[]) => ({
				[party]: by('reference', reference()),
				documentKey: 'FORM-1',
				lines: { line: rows },
			});
			const created = await run(
				resource,
				'create',
				parameters([
					{
						type: 'standard',
						code: typed(product.code),
						quantity: '2',
						unitPrice: '5.50',
						more: {
							discountPercent: '10',
							warehouse: { __rl: true, mode: 'list', value: `id:${String(warehouse.id)}` },
						},
					},
					{ type: 'freeText', description: 'Gift wrap', quantity: '1', unitPrice: '2' },
					{ type: 'comment', description: 'Handle with care', quantity: '1' },
					{ type: 'charge', code: typed(charge.code), quantity: '1', unitPrice: '4' },
				]),
			);
			expect(created.error).toBeUndefined();
			const [made] = await sage.admin.rows(path, { id: Number(created.json[0].id) });
			expect(made.lines).toMatchObject([
				{
					line_type: 'EnumLineTypeStandard',
					code: product.code,
					line_quantity: 2,
					[price]: 5.5,
					unit_discount_percent: 10,
					warehouse_id: warehouse.id,
				},
				{
					line_type: 'EnumLineTypeFreeText',
					description: 'Gift wrap',
					line_quantity: 1,
					[price]: 2,
				},
				{ line_type: 'EnumLineTypeComment', description: 'Handle with care' },
				{ line_type: 'EnumLineTypeCharge', code: charge.code, [price]: 4 },
			]);
			const untouched = await run(
				resource,
				'create',
				parameters([{ type: 'standard', code: typed(''), quantity: '1', unitPrice: '' }]),
			);
			expect(untouched.error?.message).toMatch(/Line 1: Product is empty/);
			const none = await run(resource, 'create', parameters([]));
			expect(none.error?.message).toMatch(/(Order|Quote) Lines: has no lines/);
		},
	);

	it('names every problem before anything is sent', async () => {
		const { error } = await run('purchaseOrder', 'create', {
			supplier: by('reference', supplier.reference),
			documentKey: 'X'.repeat(31),
			linesInput: 'json',
			linesJson: '[{"code": "NOPE", "quantity": 0}]',
		});
		expect(error?.message).toMatch(/Order Key: .*31 characters/);
		expect(error?.message).toMatch(/Line 1: Quantity/);
		expect(error?.message).toContain('Line 1: Product: Sage 200 has no product "NOPE"');
	});
});

describe('prices and stock', () => {
	it('enquires prices of many products at once', async () => {
		const products = (await run('product', 'getAll', { limit: 3 })).json
			.map(({ code }) => code)
			.join(', ');
		const { json, error } = await run('price', 'enquire', {
			customer: by('reference', customer.reference),
			products,
			quantity: 10,
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(3);
		expect(json[0]).toMatchObject({
			customer_reference: customer.reference,
			quantity: 10,
			unit_price: expect.any(Number),
		});
		expect(
			(
				await run('price', 'enquire', {
					customer: by('reference', customer.reference),
					products: 'NOPE1, NOPE2',
				})
			).error?.message,
		).toMatch(/NOPE1.*NOPE2/);
	});

	it('asks for the price of the same product once, however many items want it', async () => {
		const before = await posts('/customer_price_enquiry');
		const enquiry = {
			customer: by('reference', customer.reference),
			products: '={{ $json.code }}',
		};
		const { json } = await run('price', 'enquire', enquiry, {
			items: [1, 2, 3].map(() => ({ code: product.code })),
		});
		expect(json).toHaveLength(3);
		expect(await posts('/customer_price_enquiry')).toBe(before + 1);
	});

	it.each([['getAll'], ['getBands'], ['getCustomerBands']])(
		'lists prices: %s',
		async (operation) => {
			const { json, error } = await run('price', operation, { limit: 2 });
			expect(error).toBeUndefined();
			expect(Object.keys(json[0] ?? {}).length).toBeLessThanOrEqual(10);
		},
	);

	it('tells levels by product and warehouse, and moves stock by names', async () => {
		const { product, from, to } = await heldInTwoPlaces();
		const inStock = async (warehouse: IDataObject) =>
			Number(
				(await run('stock', 'getLevels', { products: product, warehouses: warehouse.name })).json[0]
					.quantity_in_stock,
			);
		const before = [await inStock(from), await inStock(to)];
		const moved = await run('stock', 'transfer', {
			product: by('code', product),
			fromWarehouse: by('name', from.name),
			toWarehouse: by('name', to.name),
			quantity: 3,
			details: { fromBin: from.bin, toBin: to.bin, reference: 'MOVE-1' },
		});
		expect(moved.error).toBeUndefined();
		expect(moved.json[0]).toMatchObject({ outcome: 'created', quantity: 3 });
		expect([await inStock(from), await inStock(to)]).toEqual([before[0] - 3, before[1] + 3]);
	});

	it('moves stock once when the answer is lost, with Retry On Fail or pushed again', async () => {
		const { product, from, to } = await heldInTwoPlaces();
		const inStock = async () =>
			Number(
				(await run('stock', 'getLevels', { products: product, warehouses: from.name })).json[0]
					.quantity_in_stock,
			);
		const transfer = async (details: IDataObject, more: IDataObject = {}, options = {}) =>
			await run(
				'stock',
				'transfer',
				{
					product: by('code', product),
					fromWarehouse: by('name', from.name),
					toWarehouse: by('name', to.name),
					quantity: 1,
					details: { fromBin: from.bin, toBin: to.bin, ...details },
					...more,
				},
				options,
			);
		const losing = { match: { method: 'POST', path: '^/stock_transfers$' }, times: 1 };
		const before = await inStock();
		await sage.admin.setFaults([{ kind: 'dropAfterCommit', ...losing }]);
		const lost = await transfer({ reference: 'PEOPLE USE THIS' }, {}, { retryOnFail: true });
		expect(lost.error).toBeUndefined();
		expect(lost.json[0]).toMatchObject({ outcome: 'recovered', reference: 'PEOPLE USE THIS' });
		expect(String(lost.json[0].second_reference)).toMatch(/^n8n[0-9a-f]{17}$/);
		expect(await inStock()).toBe(before - 1);
		// Another execution is another transfer, though people use the same reference.
		expect((await transfer({ reference: 'PEOPLE USE THIS' })).json[0].outcome).toBe('created');
		expect(await inStock()).toBe(before - 2);
		// A key of one's own holds for every push.
		await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 60_000, ...losing }]);
		const waits = { protection: { lookAgainSeconds: 0, doubtSeconds: 2 } };
		expect((await transfer({ transferKey: 'MOVE-9' }, waits)).error?.message).toContain('in doubt');
		expect((await transfer({ transferKey: 'MOVE-9' }, waits)).error?.message).toContain('in doubt');
		await sage.admin.advanceClock(60_000);
		expect((await transfer({ transferKey: 'MOVE-9' }, waits)).json[0].outcome).toMatch(
			/existing|recovered/,
		);
		expect(await inStock()).toBe(before - 3);
		const other = await transfer({ transferKey: 'MOVE-9' }, { quantity: 2 });
		expect(other.error?.message).toContain('Transfer Key: "MOVE-9" is taken: a movement of 1');
		const full = await transfer({ transferKey: 'MOVE-10', reference: 'A', second_reference: 'B' });
		expect(full.error?.message).toContain('Transfer Key: has no place');
		const unkeyed = await transfer({ reference: 'A', second_reference: 'B' });
		expect(unkeyed.json[0]).toMatchObject({ outcome: 'created', reference: 'A' });
	});

	it('names the bins where a warehouse has several, and what is not a quantity', async () => {
		const { product, from, to } = await heldInTwoPlaces();
		const places = {
			product: by('code', product),
			fromWarehouse: by('name', from.name),
			toWarehouse: by('name', to.name),
		};
		expect(
			(await run('stock', 'transfer', { ...places, quantity: 1, details: { fromBin: 'NOWHERE' } }))
				.error?.message,
		).toMatch(/^From Bin: .* has no bin "NOWHERE"$/);
		expect(
			(await run('stock', 'transfer', { ...places, quantity: 1, details: { toBin: 'NOWHERE' } }))
				.error?.message,
		).toMatch(/To Bin: .* has no bin "NOWHERE"$/);
		expect((await run('stock', 'transfer', { ...places, quantity: 0 })).error?.message).toContain(
			'Quantity: "0" is not above 0',
		);
	});

	/** A product with enough free stock in one bin, and a bin of another warehouse that holds it too. */
	async function heldInTwoPlaces(): Promise<{
		product: string;
		from: IDataObject;
		to: IDataObject;
	}> {
		const bins = (
			await run('record', 'getAll', {
				recordType: by('list', 'product_warehouse_bin_views'),
				simplify: false,
				returnAll: true,
			})
		).json;
		const full = (
			await run('record', 'getAll', {
				recordType: by('list', 'bin_holdings'),
				simplify: false,
				returnAll: true,
			})
		).json.filter(({ free_stock_available: free }) => Number(free) > 20);
		const pairs = full.flatMap(({ id }) => {
			const from = bins.find(({ bin_holding_id: bin }) => bin === id);
			const to =
				from &&
				bins.find(
					(bin) => bin.product_id === from.product_id && bin.warehouse_id !== from.warehouse_id,
				);
			return from && to ? [{ from, to }] : [];
		});
		const [{ from, to }] = pairs;
		const [held] = (await run('product', 'get', { product: by('id', from.product_id) })).json;
		const place = (row: IDataObject) => ({ name: row.warehouse_name, bin: row.bin_holding_name });
		return { product: String(held.code), from: place(from), to: place(to) };
	}

	it('lists transactions', async () => {
		expect((await run('stock', 'getTransactions', { limit: 2 })).error).toBeUndefined();
	});
});

describe('ledgers are read', () => {
	it('says whose a debt is, not only by ID', async () => {
		const [debt] = (await run('salesLedger', 'getAgedDebt', { limit: 1 })).json;
		const [debtor] = (await run('customer', 'get', { customer: by('id', debt.customer_id) })).json;
		expect(debt).toMatchObject({
			customer_reference: debtor.reference,
			customer_name: debtor.name,
		});
		expect(
			(await run('salesLedger', 'getAgedDebt', { limit: 1, simplify: false })).json[0],
		).not.toHaveProperty('customer_name');
		const [band] = (await run('price', 'getCustomerBands', { limit: 1 })).json;
		expect(band).toMatchObject({
			customer_reference: expect.any(String),
			price_band_name: expect.any(String),
		});
	});

	it.each([
		['salesLedger', 'getAgedDebt'],
		['purchaseLedger', 'getAgedCredit'],
	])('%s %s reckons by the date that is chosen', async (resource, operation) => {
		const asked = async (ageBy: string) => {
			await sage.admin.clearLog();
			expect((await run(resource, operation, { ageBy, limit: 1 })).error).toBeUndefined();
			const { calls } = await sage.admin.log();
			return calls.find(({ path }) => path.includes('_aged_'))?.query.$ageingdatetype;
		};
		expect([await asked('duedate'), await asked('')]).toEqual(['duedate', undefined]);
	});

	it.each([
		['salesLedger', 'getAgedDebt'],
		['purchaseLedger', 'getAgedCredit'],
		['purchaseLedger', 'getAll'],
	])('%s %s', async (resource, operation) => {
		const { json, error } = await run(resource, operation, { limit: 3 });
		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
	});
});

describe('products', () => {
	it('are duplicated, with what is to be carried over', async () => {
		const { json, error } = await run('product', 'duplicate', {
			product: by('code', product.code),
			copy: { new_code: 'COPY001', new_name: 'Copy', locations: true },
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ code: 'COPY001', name: 'Copy' });
	});
});

describe('Simplify', () => {
	it.each([
		['bank', 'getAll'],
		['bank', 'getTransactions'],
		['customer', 'getAll'],
		['customerContact', 'getAll'],
		['customerDeliveryAddress', 'getAll'],
		['despatch', 'getAll'],
		['despatch', 'getPending'],
		['nominalLedger', 'getAll'],
		['nominalLedger', 'getBalanceSheet'],
		['nominalLedger', 'getProfitAndLoss'],
		['nominalLedger', 'getTransactions'],
		['nominalLedger', 'getTrialBalance'],
		['price', 'getAll'],
		['price', 'getBands'],
		['price', 'getCustomerBands'],
		['product', 'getAll'],
		['purchaseLedger', 'getAgedCredit'],
		['purchaseLedger', 'getAll'],
		['purchaseOrder', 'getAll'],
		['record', 'getAll'],
		['salesLedger', 'getAgedDebt'],
		['salesLedger', 'getAll'],
		['salesOrder', 'getAll'],
		['salesQuote', 'getAll'],
		['salesReturn', 'getAll'],
		['stock', 'getAllocations'],
		['stock', 'getLevels'],
		['stock', 'getTransactions'],
		['supplier', 'getAll'],
		['warehouse', 'getAll'],
	])('%s %s shows at most ten flat fields', async (resource, operation) => {
		const { json, error } = await run(resource, operation, {
			limit: 2,
			...(resource === 'record' ? { recordType: by('list', 'customer_views') } : {}),
		});
		expect(error).toBeUndefined();
		for (const row of json) expectSimple(row);
	});

	it('of prices, too; all that Sage says when switched off', async () => {
		const enquiry = {
			customer: by('reference', customer.reference),
			products: String(product.code),
		};
		expectSimple((await run('price', 'enquire', enquiry)).json[0]);
		expect((await run('price', 'enquire', { ...enquiry, simplify: false })).json[0]).toHaveProperty(
			'pricing_unit',
		);
	});

	function expectSimple(row: IDataObject): void {
		expect(Object.keys(row).length).toBeLessThanOrEqual(10);
		expect(Object.values(row).every((value) => typeof value !== 'object')).toBe(true);
	}
});
