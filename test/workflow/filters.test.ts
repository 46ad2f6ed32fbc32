/** Conditions of Get Many and of the trigger: they know what a field can hold. */
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import {
	credential,
	listContext,
	runNode,
	SAGE,
	types,
	type StoredCredential,
} from '../support/engine';
import { loginTo } from '../support/login';
import { PollingNode } from '../support/pollingNode';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;

beforeAll(async () => {
	sage = await startSimulator('--customers', '40', '--products', '30');
	login = await loginTo(sage);
	const rows = await sage.admin.rows('customers');
	for (const { id } of rows.slice(0, 3))
		await sage.admin.changeRow('customers', id, { account_status_type: 'AccountStatusOnHold' });
}, 60_000);
afterAll(async () => await sage.stop());

const filters = (...conditions: IDataObject[]) => ({ conditions });

/** The records of a kind that fulfil the conditions. */
const records = async (recordType: string, conditions: IDataObject[], more: IDataObject = {}) =>
	await runNode(login, {
		resource: 'record',
		operation: 'getAll',
		recordType: { __rl: true, mode: 'list', value: recordType },
		returnAll: true,
		simplify: false,
		filters: filters(...conditions),
		...more,
	});

/** The filters that Sage was asked, and the lists that were read for them. */
const asked = async (run: () => Promise<unknown>) => {
	const before = (await sage.admin.log()).calls.length;
	await run();
	return (await sage.admin.log()).calls
		.slice(before)
		.map(({ path, query }) => query.$filter ?? path);
};

describe('a condition on a kind of Sage’s own', () => {
	it.each([['On Hold'], ['onhold'], ['AccountStatusOnHold']])('takes %p', async (value) => {
		const { json, error } = await records('customers', [
			{ field: 'account_status_type', operator: 'eq', value },
		]);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(3);
	});

	it('is refused with the choices when there is no such kind, before the records are asked for', async () => {
		const calls = await asked(async () => {
			const { error } = await records('customers', [
				{ field: 'account_status_type', operator: 'in', value: 'Active, Sleeping' },
			]);
			expect(error?.message).toContain(
				'Condition 1: Account Status Type: "Sleeping" is none of its choices',
			);
			expect(error?.description).toContain('Give one of: Active, On Hold, Hidden, Inactive.');
		});
		expect(calls).not.toContain('/customers');
	});

	it('knows what stands in the catalog without asking, and asks the site once for the rest', async () => {
		const status = async (value: string) =>
			await asked(async () => await records('sop_orders', [{ field: 'document_status', value }]));
		expect(await status('On Hold')).toEqual(["document_status eq 'EnumDocumentStatusOnHold'"]);
		expect(await status('2')).toEqual(["document_status eq '2'"]);
		const kind = async () =>
			await asked(
				async () =>
					await records('products', [{ field: 'product_status_type', value: 'Superseded' }]),
			);
		const filter = "product_status_type eq 'EnumStockItemStatusTypeSuperseded'";
		expect((await kind()).at(-1)).toBe(filter);
		expect(await kind()).toEqual([filter]);
	});

	it.each([
		['contains', 'On Hold'],
		['contains', 'hold'],
		['startswith', 'on'],
		['endswith', 'Hold'],
		['endswith', 'OnHold'],
	])('is found by the words that a person sees: %s %p', async (operator, value) => {
		for (const field of ['account_status_type', 'account_status_type_id']) {
			const { json, error } = await records('customer_views', [{ field, operator, value }]);
			expect(error).toBeUndefined();
			expect(json.length).toBe(
				(await records('customer_views', [{ field, value: 'On Hold' }])).json.length,
			);
		}
		const { json } = await records('customers', [
			{ field: 'account_status_type', operator, value },
		]);
		expect(json).toHaveLength(3);
	});

	it.each([
		['contains', 'Sleep', '"Sleep" is none of its choices'],
		['startswith', 'Hold', '"Hold" is none of its choices'],
		['contains', '-', '"-" is none of its choices'],
		['eq', '', 'the value is empty'],
		['ne', ' ', 'the value is empty'],
		['in', ' , ', 'the value is empty'],
		['contains', '', 'the value is empty'],
	])('is refused with the choices: %s %p', async (operator, value, message) => {
		const condition = { field: 'account_status_type', operator, value };
		const { error } = await records('customers', [condition]);
		expect(error?.message).toBe(`Condition 1: Account Status Type: ${message}`);
		expect(error?.description).toContain('Give one of: Active, On Hold, Hidden, Inactive');
		expect(
			error?.description?.includes('use Is Empty or Is Not Empty, or remove the filter.'),
		).toBe(message.endsWith('empty'));
	});

	it.each(['gt', 'ge', 'lt', 'le'])('has no order: %s', async (operator) => {
		const { error } = await records('customers', [
			{ field: 'account_status_type', operator, value: 'Active' },
			{ field: 'on_hold', operator, value: 'true' },
		]);
		expect(error?.message).toContain('Account Status Type: Is ');
		expect(error?.message).toContain('does not fit a field of a few choices');
		expect(error?.message).toContain('does not fit a field that is always true or false');
		expect(error?.description).toContain(
			'Use one of: Is, Is Not, Is One Of, Contains, Starts With, Ends With, Is Empty, Is Not Empty.',
		);
		expect(error?.description).toContain('Use one of: Is, Is Not, Is One Of. ');
	});

	it('finds the number of a kind in a field that holds it', async () => {
		const calls = await asked(
			async () =>
				await records('customer_views', [
					{ field: 'account_status_type_id', operator: 'ne', value: 'on hold' },
				]),
		);
		expect(calls.at(-1)).toContain('account_status_type_id ne 1');
	});

	it('goes as Sage spells it where the site does not list the kinds, and is not guessed at', async () => {
		await sage.admin.setFaults([
			{ kind: 'status', status: 403, match: { method: 'GET', path: '^/bom_item_types$' } },
		]);
		const kind = (value: string) => [{ field: 'bom_item_type', value }];
		const calls = await asked(
			async () => await records('products', kind('EnumBOMItemTypePhantom')),
		);
		const { error } = await records('products', kind('Phantom'));
		await sage.admin.setFaults([]);
		expect(calls.at(-1)).toBe("bom_item_type eq 'EnumBOMItemTypePhantom'");
		expect(error?.message).toBe(
			'Condition 1: BOM Item Type: Sage 200 did not say what "Phantom" is: its choices could not be read',
		);
		expect(error?.description).toContain('such as AccountStatusActive, or by its number');
	});

	it('is found in the list of its own module, and by the number where a view holds that', async () => {
		const refused = async (type: string, field: string) =>
			(await records(type, [{ field, value: 'Nonsense' }])).error?.description;
		expect(await refused('pop_orders', 'cancelled_status')).toContain('None, Part, Full');
		expect(await refused('sop_order_return_views', 'document_type_id')).toContain('Return');
		expect(await refused('sop_order_return_views', 'despatch_receipt_status_id')).toContain('Part');
		expect(await refused('banks', 'account_type')).toContain('Give one of:');
		expect(await refused('payment_groups', 'payment_type')).not.toContain('Part');
	});
});

describe('other conditions', () => {
	it('refuses what is neither true nor false', async () => {
		const { error } = await records('customers', [{ field: 'on_hold', value: 'perhaps' }]);
		expect(error?.message).toBe('Condition 1: On Hold: "perhaps" is neither true nor false');
		expect(error?.description).toContain('Give true or false.');
	});

	it.each([
		['name', 'a text; use Is Empty or Is Not Empty'],
		['on_hold', 'true or false'],
		['credit_limit', 'a number that the field can have'],
		['account_opened', 'a date such as 2024-05-24; use Is Empty or Is Not Empty'],
		['finance_charge_id', 'an ID; use Is Empty or Is Not Empty'],
	])('refuses a value of %s that came up empty', async (field, value) => {
		const emptied = ['={{ $json.nowhere }}', '={{ null }}', '={{ "" }}', ' '];
		for (const operator of ['eq', 'ne', 'in'])
			for (const given of emptied) {
				const { error } = await records('customers', [{ field, operator, value: given }]);
				expect(error?.message).toMatch(/^Condition 1: .*: the value is empty$/);
				expect(error?.description).toContain(`Give ${value}, or remove the filter.`);
			}
	});

	it('names the operators that fit a flag, a number or a day where a part of a text is asked for', async () => {
		const fits = async (field: string) =>
			(await records('customers', [{ field, operator: 'contains', value: '1' }])).error
				?.description;
		expect(await fits('on_hold')).toContain('Use one of: Is, Is Not, Is One Of. ');
		expect(await fits('credit_limit')).toMatch(/Is At Most\. /);
		expect(await fits('account_opened')).toMatch(/Is Empty, Is Not Empty\. /);
	});

	it('finds what is one of several, from a text or from a list, together with other conditions', async () => {
		const [one, two, three] = (await sage.admin.rows('customers')).map(({ reference }) =>
			String(reference),
		);
		const among = async (value: string, ...others: IDataObject[]) =>
			(
				await records('customers', [
					{ field: 'reference', operator: 'in', value } as IDataObject,
					...others,
				])
			).json.map(({ reference }) => reference);
		expect(await among(`${one}, ${two}`)).toEqual([one, two]);
		expect(
			await among(`={{ ${JSON.stringify([one, three])} }}`, {
				field: 'reference',
				operator: 'ne',
				value: one,
			}),
		).toEqual([three]);
		expect(
			(await records('customers', [{ field: 'reference', operator: 'in', value: ' , ' }])).error
				?.message,
		).toBe('Condition 1: Reference: the value is empty');
	});

	it('tells the empty from the filled: texts, other records, days', async () => {
		const all = (await records('customers', [])).json;
		const emptied = async (field: string, value: unknown) => {
			await sage.admin.changeRow('customers', Number(all[5].id), { [field]: value });
			const ids = async (operator: string) =>
				(await records('customers', [{ field, operator }])).json.map(({ id }) => id);
			const [empty, filled] = [await ids('empty'), await ids('notEmpty')];
			expect(empty).toContain(all[5].id);
			expect(filled).not.toContain(all[5].id);
			expect(empty.length + filled.length).toBe(all.length);
		};
		await emptied('short_name', '');
		await emptied('finance_charge_id', 0);
		await emptied('account_opened', null);
	});

	it('says that a number or a flag is never empty', async () => {
		const { error } = await records('customers', [
			{ field: 'on_hold', operator: 'empty' },
			{ field: 'credit_limit', operator: 'notEmpty' },
		]);
		expect(error?.message).toContain(
			'On Hold: Is Empty does not fit a field that is always true or false',
		);
		expect(error?.message).toContain(
			'Credit Limit: Is Not Empty does not fit a number, which is 0 where nothing is set',
		);
		expect(error?.description).toContain('Use one of: Is, Is Not, Is One Of. ');
		expect(error?.description).not.toContain('Give true or false');
	});

	it('asks for no field that cannot be one', async () => {
		const { error } = await records('customers', [{ field: 'name or 1', operator: 'empty' }]);
		expect(error?.message).toBe('Condition 1: Name or 1 is not the name of a field');
	});
});

describe('the trigger', () => {
	it('follows the records of a kind by its name, in all companies', async () => {
		const node = new PollingNode(login, {
			event: 'recordCreatedOrUpdated',
			recordType: { mode: 'list', value: 'customers' },
			company: { __rl: true, mode: 'list', value: '*' },
			filters: filters({ field: 'account_status_type', operator: 'eq', value: 'On Hold' }),
		});
		const calls = await asked(async () => expect(await node.poll()).toEqual([]));
		expect(calls.join()).toContain("account_status_type eq 'AccountStatusOnHold'");
	});

	it('refuses a kind that there is not', async () => {
		const node = new PollingNode(login, {
			event: 'recordUpdated',
			recordType: { mode: 'list', value: 'customers' },
			filters: filters({ field: 'account_status_type', operator: 'eq', value: 'Asleep' }),
		});
		await expect(node.poll()).rejects.toThrow('"Asleep" is none of its choices');
	});
});

describe('the list of fields', () => {
	const offered = async (stored: StoredCredential, resource: string) =>
		(await types[SAGE].methods!.loadOptions!.filterFields.call(
			listContext(stored, { resource, operation: 'getAll' }),
		)) as INodePropertyOptions[];
	const described = async (stored: StoredCredential, resource: string, field: string) =>
		(await offered(stored, resource)).find(({ value }) => value === field)?.description;

	it('tells what each can hold, from the catalog and from the site', async () => {
		expect(await described(login, 'customer', 'on_hold')).toBe('on_hold: true or false');
		expect(await described(login, 'customer', 'account_status_type')).toBe(
			'account_status_type: Active, On Hold, Hidden, Inactive',
		);
		expect(await described(login, 'salesOrder', 'document_status')).toContain('Live, On Hold');
		expect(await described(login, 'customer', 'reference')).toBe('reference');
	});

	it('says of what no list is known that it is as the site shows it', async () => {
		expect(await described(login, 'purchaseOrder', 'disputed_status')).toBe(
			'disputed_status: as your Sage 200 shows it',
		);
	});

	it('calls analysis codes what the site calls them, also in views, and counts 1, 2, 10', async () => {
		const named = async (resource: string, operation: string, field: string) =>
			(
				(await types[SAGE].methods!.loadOptions!.filterFields.call(
					listContext(login, {
						resource,
						operation,
						recordType: { __rl: true, mode: 'list', value: operation === 'getAll' ? field : '' },
					}),
				)) as INodePropertyOptions[]
			).map(({ name, value }) => [value, name]);
		const customers = await named('customer', 'getAll', '');
		expect(customers).toContainEqual(['analysis_code_1', 'Region']);
		const lines = await named('record', 'getAll', 'sop_order_line_views');
		expect(lines).toContainEqual(['sop_order_line_analysis_code_1', 'SOP Order Line: Web line']);
		expect(lines).toContainEqual(['sop_order_analysis_code_1', 'SOP Order: Sales Channel']);
		const spare = customers
			.map(([value]) => value)
			.filter((value) => /^spare_text/.test(String(value)));
		expect(spare).toEqual(Array.from({ length: 10 }, (_, at) => `spare_text_${at + 1}`));
	});

	it('is there without a site to ask', async () => {
		const nowhere = credential({ apiUrl: 'http://127.0.0.1:9', siteId: '', companyId: '' });
		expect(await described(nowhere, 'customer', 'account_status_type')).toBe(
			'account_status_type: as your Sage 200 shows it',
		);
		expect(await described(nowhere, 'customer', 'on_hold')).toBe('on_hold: true or false');
	});
});
