/** Allocates receipts and credit notes to invoices of a customer, once. */
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS } from '../../../sage200/protocol/waits';
import type { INodeProperties } from 'n8n-workflow';

import { parsedJson } from '../../../core/form/fields';
import { picker } from '../../../core/form/picker';
import { recordFields, WRITTEN } from '../../../core/gives';
import { identify, type Identity } from '../../../core/identity';
import type { Item } from '../../../core/item';
import { prepared, type Prepared } from '../../../core/prepared';
import { ItemProblems } from '../../../core/problems';
import { claimWrites } from '../../../core/push/claims';
import type { Operation } from '../../../core/resource';
import { Lookups, normalKey } from '../../../sage200/lookups/lookups';
import type { SageApi, SageRecord } from '../../../sage200/protocol/api';
import type { Problem } from '../../../sage200/protocol/failures';
import {
	Allocator,
	historiesIn,
	type Allocation,
	type AllocationLine,
} from '../../../sage200/push/allocations';
import { keyRegister } from '../../../sage200/push/register';
import { bodyOf } from '../../../sage200/values/bodies';
import { groupBy } from '../../../sage200/values/grouping';
import { isRecord } from '../../../sage200/values/records';
import { Turns } from '../../../sage200/values/turns';
import { numberIn, round } from '../../../sage200/values/numbers';

/** Where Sage shows what was posted. */
const POSTED = 'sales_posted_transactions';

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
		{
			displayName: 'Doubt Lasts (Seconds)',
			name: 'doubtSeconds',
			type: 'number',
			default: DOUBT_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long after an unclear answer the same allocation is not sent again',
		},
		{
			displayName: 'Look Again For (Seconds)',
			name: 'lookAgainSeconds',
			type: 'number',
			default: LOOK_AGAIN_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long to look for an allocation that got no clear answer',
		},
	],
};

/** A transaction as a row of the item names it. */
interface NamedTransaction {
	/** `Allocation 2`, counted as the user counts. */
	label: string;
	field: 'urn' | 'id';
	key: string;
	value: number;
}

/** One item's allocation on its way. */
interface AllocationJob {
	allocator: Allocator;
	allocation: Allocation;
	/** Allocations of one customer follow each other; the later ones see what the earlier ones made. */
	turn: string;
}

/**
 * Allocate, in the sales ledger.
 * @param party how the customer is picked
 */
export function allocating(party: Identity): Operation {
	return {
		value: 'allocate',
		name: 'Allocate',
		action: 'Allocate sales ledger transactions',
		description: 'Set receipts and credit notes against invoices of one customer',
		writes: true,
		gives: {
			...WRITTEN,
			...recordFields('sales_allocation', ['customer_id', 'allocation_date']),
			allocation_lines: 'array',
		},
		properties: [picker(party), ALLOCATIONS, DETAILS],
		prepare: async (items) => await prepareAllocations(items, party),
	};
}

async function prepareAllocations(items: Item[], party: Identity): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const customers = await identify(items, party, { select: ['id', 'reference'] });
	problems.add(customers.refused);
	const wanted = items.map((item) => ({ item, rows: transactionsOf(item, problems) }));
	const asked = wanted.flatMap(({ item, rows }) => {
		const customer = customers.records.get(item);
		return customer && problems.of(item).length === 0 ? [{ item, rows, customer }] : [];
	});
	const release = await claimWrites(
		asked.map(({ item }) => item),
		asked.map(turnOf),
	);
	const jobs = new Map<Item, AllocationJob>();
	const reading = [...groupBy(asked, ({ item }) => item.company)].map(async ([company, group]) => {
		const allocator = new Allocator(company.api, keyRegister, POSTED, '/sales_allocations');
		const posted = await postedTransactions(
			company.api,
			group.flatMap(({ rows }) => rows),
		);
		for (const each of group) {
			const lines = linesOf(each, posted, problems.of(each.item));
			if (lines)
				jobs.set(each.item, {
					allocator,
					turn: turnOf(each),
					allocation: allocationOf(each, lines, problems),
				});
		}
	});
	await Promise.all(reading).catch((error: unknown) => {
		release();
		throw error;
	});
	const turns = new Turns();
	return prepared({
		refused: problems.refused,
		jobs,
		end: release,
		execute: async ({ allocator, allocation, turn }) =>
			await turns.take(turn, async (follows) => {
				const ids = allocation.lines.map(({ posted_tran_id: id }) => id);
				const before = follows ? await allocator.historiesOf(ids) : allocation.before;
				const { outcome, reply } = await allocator.allocate({ ...allocation, before });
				return { ...reply, outcome };
			}),
	});
}

interface AskedAllocation {
	item: Item;
	rows: NamedTransaction[];
	customer: SageRecord;
}

function turnOf({ item, customer }: AskedAllocation): string {
	return `${item.company.api.scope}|allocation|${String(customer.id)}`;
}

function transactionsOf(item: Item, problems: ItemProblems): NamedTransaction[] {
	const rows = problems.collect(item, () =>
		parsedJson(item.parameter(ALLOCATIONS.name, '[]'), ALLOCATIONS.displayName),
	);
	const add = (field: string, message: string, remedy: string) =>
		problems.of(item).push({ field, message, remedy });
	if (!Array.isArray(rows) || rows.length === 0) {
		add(
			ALLOCATIONS.displayName,
			'must be a JSON array with at least one transaction',
			'Write it as [{"urn": 1001, "value": 10}].',
		);
		return [];
	}
	const named = rows.map((row: unknown, at): NamedTransaction => {
		const label = `Allocation ${at + 1}`;
		const { urn, id, value } = isRecord(row) ? row : {};
		const field = (urn ?? '') === '' ? 'id' : 'urn';
		const key = String((field === 'urn' ? urn : id) ?? '').trim();
		if (!/^\d+$/.test(key))
			add(label, 'names no transaction', 'Give its "urn" or "id", a whole number.');
		const number = numberIn(value, { decimals: 2 }, `${label}: Value`, problems.of(item));
		if (number === 0)
			add(`${label}: Value`, '"0" allocates nothing', 'Give what is to be allocated of it.');
		return { label, field, key, value: number ?? 0 };
	});
	const left = round(
		named.reduce((sum, { value }) => sum + value, 0),
		2,
	);
	if (left !== 0 && problems.of(item).length === 0)
		add(
			ALLOCATIONS.displayName,
			`add up to ${left}, not to 0`,
			'Give invoices above 0 and what pays them below 0.',
		);
	return named;
}

/** The transactions that rows name, with their allocation histories: one call for each way of naming them. */
async function postedTransactions(
	api: SageApi,
	rows: NamedTransaction[],
): Promise<Record<NamedTransaction['field'], Map<string, SageRecord[]>>> {
	const lookups = new Lookups(api);
	const read = async (field: NamedTransaction['field']) =>
		await lookups.byKeys(
			{
				resource: POSTED,
				field,
				select: ['id', 'urn', 'customer_id', 'allocation_history_items'],
				expand: ['allocation_history_items'],
			},
			rows.filter((row) => row.field === field).map(({ key }) => key),
		);
	const [urn, id] = await Promise.all([read('urn'), read('id')]);
	return { urn, id };
}

interface AllocatedTransaction extends AllocationLine {
	record: SageRecord;
}

/** The transactions of an item; undefined when one of them is not the customer's, which is told. */
function linesOf(
	{ rows, customer }: AskedAllocation,
	posted: Awaited<ReturnType<typeof postedTransactions>>,
	problems: Problem[],
): AllocatedTransaction[] | undefined {
	const lines = rows.flatMap(({ label, field, key, value }) => {
		const found = posted[field].get(normalKey(key)) ?? [];
		const record = found.find(({ customer_id: owner }) => owner === customer.id);
		if (record) return [{ record, posted_tran_id: Number(record.id), value_to_allocate: value }];
		problems.push({
			field: label,
			message: `customer ${String(customer.reference)} has no posted transaction with ${field === 'urn' ? 'URN' : 'ID'} ${key}`,
			remedy: 'Sales Ledger: Get Many lists the posted transactions of the customer.',
		});
		return [];
	});
	return lines.length === rows.length ? lines : undefined;
}

function allocationOf(
	{ item, customer }: AskedAllocation,
	transactions: AllocatedTransaction[],
	problems: ItemProblems,
): Allocation {
	const { lookAgainSeconds, doubtSeconds, ...details } = item.fields(DETAILS.name);
	const lines = transactions.map(({ posted_tran_id, value_to_allocate }) => ({
		posted_tran_id,
		value_to_allocate,
	}));
	const values = { customer_id: customer.id, ...details, allocation_lines: lines };
	return {
		body: bodyOf('sales_allocation', values, item.rules, problems.of(item)),
		lines,
		before: historiesIn(transactions.map(({ record }) => record)),
		lookAgainSeconds: Number(lookAgainSeconds ?? LOOK_AGAIN_SECONDS),
		doubtSeconds: Number(doubtSeconds ?? DOUBT_SECONDS),
	};
}
