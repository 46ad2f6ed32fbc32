/** The cash book through the node: receipts, payments and transfers, each once whatever the line does. */
import type { IDataObject } from 'n8n-workflow';

import { runNode, type RunOptions, type StoredCredential } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

const usualClock = fastClock(20);
afterAll(() => usualClock());

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '10', '--products', '5');
	login = await loginTo(sage);
	await sage.admin.takeSnapshot('seed');
});
afterAll(async () => await sage.stop());
beforeEach(async () => {
	await sage.admin.setFaults([]);
	await sage.admin.resetBehaviour();
	// What these tests post is looked at in the cash book at once; later posting has a test of its own.
	await sage.admin.setBehaviour({ posting: 'immediate' });
	await sage.admin.restoreSnapshot('seed');
	await sage.admin.clearLog();
});

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });
const run = async (operation: string, parameters: IDataObject, options: RunOptions = {}) =>
	await runNode(login, { resource: 'bank', operation, ...parameters }, options);

/** Keys of their own: what this process knows of a key outlives the snapshot. */
let keys = 0;
const newKey = () => `B-${++keys}`;

const ENTRY = { bank: by('code', 'current'), nominalCode: by('reference', '7500') };
const TRANSFER = { fromBank: by('code', 'CURRENT'), toBank: by('code', 'EURO') };
const KINDS = [
	['postReceipt', 'bank_receipt', { ...ENTRY, cheque_value: 12.5 }, 1],
	['postPayment', 'bank_payment', { ...ENTRY, cheque_value: 12.5 }, 1],
	['transfer', 'bank_transfer', { ...TRANSFER, payment_value: 12.5 }, 2],
] as const;

const inSage = async (reference: string) =>
	await sage.admin.rows('bank_posted_transactions', { reference });
const writes = async () =>
	(await sage.admin.log()).calls.filter(({ method }) => method === 'POST').length;

describe.each(KINDS)('%s', (operation, path, parameters, rows) => {
	const push = async (documentKey: string, more: IDataObject = {}, options: RunOptions = {}) =>
		await run(
			operation,
			{ ...parameters, documentKey, protection: { lookAgainSeconds: 3 }, ...more },
			options,
		);
	const match = { method: 'POST', path: `^/${path}$` };

	it.each([{}, { bankPayments: 'positive' }, { transferUrns: 'separate' }])(
		'is posted once by its reference: %j',
		async (behaviour) => {
			await sage.admin.setBehaviour(behaviour);
			const key = newKey();
			const { json, error } = await push(key, {}, { items: [{}, {}] });
			expect(error).toBeUndefined();
			expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'existing']);
			expect(json[0]).toMatchObject({ reference: key, urn: expect.any(Number) });
			expect((await push(key)).json[0]).toMatchObject({ outcome: 'existing', urn: json[0].urn });
			expect(await inSage(key)).toHaveLength(rows);
			expect(await writes()).toBe(1);
		},
	);

	it('is not posted again while Sage has not written it to the cash book yet', async () => {
		await sage.admin.setBehaviour({ posting: 'deferred' });
		const key = newKey();
		const first = await push(key);
		const second = await push(key);
		// A transfer is answered without a number, so nothing proves it before the cash book shows it.
		if (operation === 'transfer') expect(second.error?.message).toContain('in doubt');
		else expect(second.json[0]).toMatchObject({ outcome: 'existing', urn: first.json[0].urn });
		await sage.admin.advanceClock(61_000);
		expect((await push(key)).json[0].outcome).toMatch(/existing|recovered/);
		expect(await inSage(key)).toHaveLength(rows);
		expect(await writes()).toBe(1);
	});

	it('says what it comes to first, created or there already', async () => {
		const key = newKey();
		for (const outcome of ['created', 'existing']) {
			const { json } = await push(key);
			expect(json[0]).toMatchObject({ outcome, reference: key });
			expect(Math.abs(Number(json[0].cheque_value))).toBe(12.5);
			expect(Object.keys(json[0]).slice(0, 4)).toEqual([
				'outcome',
				'reference',
				'urn',
				'cheque_value',
			]);
		}
	});

	it('is found when its answer was lost', async () => {
		await sage.admin.setFaults([{ kind: 'dropAfterCommit', match, times: 1 }]);
		const key = newKey();
		const { json, error } = await push(key, {}, { retryOnFail: true });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ outcome: 'recovered', reference: key });
		expect(await inSage(key)).toHaveLength(rows);
	});

	it('is not posted again while it is in doubt, and found when it landed', async () => {
		await sage.admin.setFaults([{ kind: 'lateCommit', afterMs: 60_000, match, times: 1 }]);
		const key = newKey();
		const soon = { protection: { lookAgainSeconds: 0 } };
		expect((await push(key, soon)).error?.message).toContain(`with key "${key}"`);
		expect((await push(key, soon, { retryOnFail: true })).error?.message).toContain('in doubt');
		await sage.admin.advanceClock(60_000);
		expect((await push(key, soon)).json[0].outcome).toMatch(/existing|recovered/);
		expect(await inSage(key)).toHaveLength(rows);
		expect(await writes()).toBe(1);
	});

	it.each(['emptyReply', 'wrongShape'])('is read back after an answer of %s', async (kind) => {
		await sage.admin.setFaults([{ kind, match, times: 1 }]);
		const key = newKey();
		expect((await push(key)).json[0].outcome).toMatch(/created|recovered/);
		expect(await inSage(key)).toHaveLength(rows);
	});

	it('of another amount under the same reference is an error; another date is told', async () => {
		const key = newKey();
		await push(key);
		const other = operation === 'transfer' ? { payment_value: 9 } : { cheque_value: 9 };
		expect((await push(key, other)).error?.message).toMatch(/is taken: .*12\.50.*another amount/);
		const { json } = await push(key, { additionalFields: { transaction_date: '2026-11-03' } });
		expect(json[0]).toMatchObject({
			outcome: 'existing',
			differs: [expect.stringContaining('Transaction Date')],
		});
		expect(await writes()).toBe(1);
	});

	it('is spoken of by its own name where its reference is taken, too long or none', async () => {
		const thing = path.replace('_', ' ');
		const key = newKey();
		await push(key);
		const other = operation === 'transfer' ? { payment_value: 9 } : { cheque_value: 9 };
		const { error } = await push(key, other);
		expect(error?.description).toContain(`Give this ${thing} a reference of its own.`);
		const told = async (given: string) => {
			const refused = (await push(given)).error;
			return [refused?.message, refused?.description].join(' ');
		};
		const long = await told('X'.repeat(21));
		expect(long).toContain(`A cut reference could match another ${thing}. Shorten it.`);
		const empty = await told('={{ "" }}');
		expect(empty).toContain(`it keeps the ${thing} from being pushed twice`);
		for (const text of [error?.description, long, empty]) expect(text).not.toMatch(/shop|order/);
		expect(await writes()).toBe(1);
	});

	it.each([0, -5, '0.00', '-0.01'])('of %p is refused, and the field named', async (amount) => {
		const field = operation === 'transfer' ? 'payment_value' : 'cheque_value';
		const { error } = await push(newKey(), { [field]: amount });
		expect(error?.message).toBe(
			`${operation === 'transfer' ? 'Payment' : 'Cheque'} Value: ${Number(amount)} is not above 0`,
		);
		expect(error?.description).toContain(`Give what the ${path.replace('_', ' ')} comes to`);
		expect(await writes()).toBe(0);
	});

	it('of the same reference in another bank is another one', async () => {
		const key = newKey();
		await push(key);
		const there: IDataObject =
			operation === 'transfer'
				? { fromBank: TRANSFER.toBank, toBank: TRANSFER.fromBank }
				: { bank: by('code', 'EURO') };
		expect((await push(key, there)).json[0].outcome).toBe('created');
		expect(await inSage(key)).toHaveLength(rows * 2);
	});
});

it('a receipt, a payment and a receipt of a customer may have one reference', async () => {
	const documentKey = newKey();
	const [customer] = await sage.admin.rows('customers', { on_hold: 'false' });
	const bank = (await sage.admin.rows('banks', { code: 'CURRENT' }))[0];
	const outcomes = [
		await runNode(login, {
			resource: 'salesLedger',
			operation: 'postReceipt',
			customer: by('id', customer.id),
			bank_id: bank.id,
			cheque_value: 5,
			documentKey,
		}),
		await run('postReceipt', { ...ENTRY, cheque_value: 6, documentKey }),
		await run('postPayment', { ...ENTRY, cheque_value: 7, documentKey }),
	].map(({ json }) => json[0]?.outcome);
	expect(outcomes).toEqual(['created', 'created', 'created']);
	expect(await inSage(documentKey)).toHaveLength(3);
});

it('half of a transfer is no payment, and a payment is no transfer', async () => {
	// With numbers of their own, halves of one amount look like a payment and a receipt.
	await sage.admin.setBehaviour({ transferUrns: 'shared' });
	const [moved, paid] = [newKey(), newKey()];
	await run('transfer', { ...TRANSFER, payment_value: 5, documentKey: moved });
	const payment = { ...ENTRY, cheque_value: 5 };
	expect((await run('postPayment', { ...payment, documentKey: moved })).error?.message).toContain(
		'transfer',
	);
	await run('postPayment', { ...payment, documentKey: paid });
	const { error } = await run('transfer', { ...TRANSFER, payment_value: 5, documentKey: paid });
	expect(error?.message).toContain('no transfer');
	expect(await inSage(paid)).toHaveLength(1);
});

it('posts tax with its code, and a foreign account by the value of its cheque', async () => {
	const [home, foreign] = [newKey(), newKey()];
	const taxed = { additionalFields: { tax_code_id: '1', cheque_tax_value: 2 } };
	await run('postPayment', { ...ENTRY, cheque_value: 12, documentKey: home, ...taxed });
	const [paid] = await inSage(home);
	expect(paid.nominal_analysis_items).toEqual([
		expect.objectContaining({ code: '7500', gross_value: 12, goods_value: 10, tax_value: 2 }),
	]);
	const euros = { ...ENTRY, bank: by('code', 'EURO'), cheque_value: 12, documentKey: foreign };
	await run('postPayment', euros);
	const [abroad] = await inSage(foreign);
	expect(Math.abs(Number(abroad.cheque_value))).toBe(12);
});

describe('tax beside an analysis', () => {
	const taxed = (items: object[]) => ({
		bank: ENTRY.bank,
		cheque_value: 12,
		documentKey: newKey(),
		additionalFields: {
			tax_code_id: '1',
			cheque_tax_value: 2,
			nominal_analysis_items: JSON.stringify(items),
		},
	});
	it('is that of its only item', async () => {
		const entry = taxed([{ code: '7500', gross_value: 12 }]);
		expect((await run('postPayment', entry)).error).toBeUndefined();
		const [paid] = await inSage(entry.documentKey);
		expect(paid.nominal_analysis_items).toEqual([
			expect.objectContaining({ code: '7500', gross_value: 12, goods_value: 10, tax_value: 2 }),
		]);
	});
	it.each([
		[
			'several items',
			[
				{ code: '7500', gross_value: 6 },
				{ code: '7500', gross_value: 6 },
			],
		],
		['an item with its own tax', [{ code: '7500', gross_value: 12, tax_code_id: 1, tax_value: 1 }]],
		['an item without its sum', [{ code: '7500', goods_value: 10 }]],
	])('is refused beside %s', async (_what, items) => {
		const { error } = await run('postReceipt', taxed(items));
		expect(error?.message).toMatch(/Cheque Tax Value is kept in the items/);
		expect(await writes()).toBe(0);
	});
});

it('names every mistake before anything is sent', async () => {
	const messages = [
		await run('postReceipt', { bank: ENTRY.bank, cheque_value: 5, documentKey: newKey() }),
		await run('postReceipt', {
			...ENTRY,
			cheque_value: 5,
			documentKey: newKey(),
			additionalFields: { nominal_analysis_items: '[{"code":"7500","gross_value":4}]' },
		}),
		await run('transfer', {
			fromBank: TRANSFER.fromBank,
			toBank: TRANSFER.fromBank,
			payment_value: 5,
			documentKey: newKey(),
		}),
		await run('postPayment', {
			...ENTRY,
			nominalCode: by('reference', '7500/X'),
			cheque_value: 5,
			documentKey: 'X'.repeat(21),
			additionalFields: { cheque_tax_value: 1 },
		}),
	].map(({ error }) => error?.message);
	expect(messages).toEqual([
		expect.stringContaining('Nominal Code is empty'),
		expect.stringContaining('add up to 4, not to 5'),
		expect.stringContaining('account that pays'),
		expect.stringMatching(/no nominal code with reference "7500\/X".*Reference: .*21 characters/),
	]);
	expect(await writes()).toBe(0);
});

it('reads accounts by code and what was posted to them', async () => {
	const { json } = await run('get', { bank: by('code', 'current') });
	expect(json[0]).toMatchObject({ code: 'CURRENT', balance: expect.any(Number) });
	expect((await run('getAll', { limit: 5 })).json).toHaveLength(2);
	const posted = await run('getTransactions', { limit: 3 });
	expect(posted.error).toBeUndefined();
	expect(posted.json[0]).toMatchObject({ bank_code: 'CURRENT', cheque_value: expect.any(Number) });
});

it('asks for what a hundred items need in a handful of calls', async () => {
	const items = Array.from({ length: 100 }, () => ({ key: newKey() }));
	const { json, error } = await run(
		'postReceipt',
		{ ...ENTRY, cheque_value: 1, documentKey: '={{ $json.key }}' },
		{ items },
	);
	expect(error).toBeUndefined();
	expect(json).toHaveLength(100);
	const { calls } = await sage.admin.log();
	expect(calls.filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(8);
});

it.each(['[null]', '[1,"a"]', '[[]]'])('refuses an analysis of %s in words', async (items) => {
	const { json } = await run(
		'postPayment',
		{
			bank: ENTRY.bank,
			cheque_value: 12,
			documentKey: newKey(),
			additionalFields: { nominal_analysis_items: items },
		},
		{ onError: 'continueRegularOutput' },
	);
	expect(json[0].error).toMatch(/^Nominal Analysis Item 1: must be a JSON object/);
	expect(await writes()).toBe(0);
});

it('posts to a nominal code or by an analysis, not to both', async () => {
	const { error } = await run('postPayment', {
		...ENTRY,
		cheque_value: 12,
		documentKey: newKey(),
		otherFields: '{"nominal_analysis_items": [{"code": "7500", "gross_value": 12}]}',
	});
	expect(error?.message).toBe('Nominal Code is chosen, and so are Nominal Analysis Items');
	expect(await writes()).toBe(0);
});

it.each(['1,234.50', '£12', 12.555, true])(
	'names an amount of %p as the form does',
	async (amount) => {
		const { error } = await run('postReceipt', {
			...ENTRY,
			cheque_value: amount,
			documentKey: newKey(),
		});
		expect(error?.message).toMatch(/^Cheque Value: /);
		expect(await writes()).toBe(0);
	},
);

it('says of a nominal code that Sage does not have only that', async () => {
	const { error } = await run('postReceipt', {
		...ENTRY,
		nominalCode: by('reference', 'zzz'),
		cheque_value: 5,
		documentKey: newKey(),
	});
	expect(error?.message).toBe('Nominal Code: Sage 200 has no nominal code with reference "zzz"');
});
