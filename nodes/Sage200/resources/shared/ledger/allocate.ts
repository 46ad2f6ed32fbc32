/** Allocates receipts and credit notes to invoices of a customer. */
import type { INodeProperties } from 'n8n-workflow';

import { parsedJson } from '../../../core/form/fields';
import { identify, picker } from '../../../core/identity';
import type { Item } from '../../../core/item';
import { ItemProblems } from '../../../core/problems';
import type { Operation } from '../../../core/resource';
import type { SageRecord } from '../../../sage200/protocol/api';
import { bodyOf } from '../../../sage200/values/bodies';
import { round } from '../../../sage200/values/values';
import { customerIdentity } from '../../customer';

const ALLOCATIONS: INodeProperties = {
	displayName: 'Allocations (JSON)',
	name: 'allocations',
	type: 'json',
	required: true,
	default: '[\n  { "urn": "", "value": 0 }\n]',
	description:
		'An array that names posted transactions of the customer by "urn", each with the "value" to allocate: invoices above 0, receipts and credit notes below 0, so that all add up to 0',
};

const DETAILS: INodeProperties = {
	displayName: 'Allocation Details',
	name: 'details',
	type: 'collection',
	placeholder: 'Add Detail',
	default: {},
	options: [
		{
			displayName: 'Date',
			name: 'allocation_date',
			type: 'dateTime',
			default: '',
			validateType: 'dateTime',
			description: 'Leave empty for today',
		},
	],
};

interface Allocation {
	field: 'urn' | 'id';
	key: string;
	value: unknown;
}

export const allocate: Operation = {
	value: 'allocate',
	name: 'Allocate',
	action: 'Allocate sales ledger transactions',
	description: 'Set receipts and credit notes against invoices of one customer',
	writes: true,
	properties: [picker(customerIdentity), ALLOCATIONS, DETAILS],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const customers = await identify(items, customerIdentity, { select: ['id', 'reference'] });
		problems.add(customers.refused);
		const wanted = new Map(items.map((item) => [item, allocationsOf(item, problems)]));
		const bodies = new Map<Item, SageRecord>();
		for (const item of problems.sound(items)) {
			const lines = await linesOf(
				item,
				wanted.get(item)!,
				Number(customers.records.get(item)!.id),
				problems,
			);
			const values = {
				customer_id: customers.records.get(item)!.id,
				...item.fields(DETAILS.name),
				allocation_lines: lines,
			};
			bodies.set(item, bodyOf('sales_allocation', values, item.rules, problems.of(item)));
		}
		return {
			refused: problems.refused,
			execute: async (item) =>
				(await item.company.api.send({
					method: 'POST',
					path: '/sales_allocations',
					body: bodies.get(item),
				})) as object,
		};
	},
};

function allocationsOf(item: Item, problems: ItemProblems): Allocation[] {
	const rows = problems.collect(item, () =>
		parsedJson(item.parameter(ALLOCATIONS.name, '[]'), ALLOCATIONS.displayName),
	);
	const add = (field: string, message: string) => problems.of(item).push({ field, message });
	if (!Array.isArray(rows) || rows.length === 0) {
		add(ALLOCATIONS.displayName, 'must be a JSON array with at least one transaction');
		return [];
	}
	const allocations = (rows as SageRecord[]).map((row, at): Allocation => {
		const { urn, id, value } = row ?? {};
		if ((urn ?? id ?? '') === '')
			add(`Allocation ${at + 1}`, 'names no transaction: give its "urn" or "id"');
		if (!Number.isFinite(Number(value)) || Number(value) === 0)
			add(`Allocation ${at + 1}: Value`, `"${String(value)}" is not a number other than 0`);
		return {
			field: (urn ?? '') === '' ? 'id' : 'urn',
			key: String((urn ?? '') === '' ? id : urn),
			value,
		};
	});
	const left = round(
		allocations.reduce((sum, { value }) => sum + Number(value), 0),
		2,
	);
	if (left !== 0 && problems.of(item).length === 0)
		add(ALLOCATIONS.displayName, `add up to ${left}, not to 0`);
	return allocations;
}

async function linesOf(
	item: Item,
	allocations: Allocation[],
	customerId: number,
	problems: ItemProblems,
): Promise<SageRecord[]> {
	const keys = allocations.filter(({ field }) => field === 'urn').map(({ key }) => key);
	const found = await item.company.lookups.byKeys(
		{ resource: 'sales_posted_transactions', field: 'urn', select: ['id', 'urn', 'customer_id'] },
		keys,
	);
	return allocations.map(({ field, key, value }, at) => {
		const record =
			field === 'urn'
				? found.get(key)?.find((row) => row.customer_id === customerId)
				: { id: Number(key) };
		if (!record)
			problems.of(item).push({
				field: `Allocation ${at + 1}`,
				message: `the customer has no transaction with URN ${key}`,
			});
		return { posted_tran_id: record?.id, value_to_allocate: value };
	});
}
