/** Update a sales order: header and lines as they should be; only the difference is sent, in one call. */
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS } from '../../sage200/protocol/waits';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { picker } from '../../core/form/picker';
import { identify } from '../../core/identity';
import { groupBy, joined } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { isRecord } from '../../sage200/values/records';
import { valueNamed } from '../../sage200/lines/orderLines';
import { lineRows } from '../../core/form/lineInput';
import { ItemProblems } from '../../core/problems';
import { claimWrites } from '../../core/push/claims';
import type { Operation } from '../../core/resource';
import { prepared, recordName, type Output, type Prepared } from '../../core/prepared';
import { amendOrder, planOf } from '../../sage200/orders/amend/amend';
import { reportedStep } from '../../sage200/orders/amend/failure';
import { COPIED_ADDRESS, type Removal, type WantedOrder } from '../../sage200/orders/amend/steps';
import { withStoredAddress } from '../../sage200/orders/amend/storedAddress';
import { LineValues, type AmendedOrder } from '../../sage200/orders/amend/lineValues';
import { readWantedLines, type ReadLine } from '../../sage200/orders/amend/wanted';
import type { SageRecord } from '../../sage200/protocol/api';
import { InvalidInput } from '../../sage200/protocol/failures';
import { keyRegister } from '../../sage200/push/register';
import { booleanIn } from '../../sage200/values/booleans';

import { DELIVERY_ADDRESS, HEADER_FIELDS } from './form';
import { ORDER_ANSWER } from './given';
import { orderIdentity } from './identity';
import { LINES_LABEL, readHeaders } from './orderInput';
import { AMEND_OPTIONS, WANTED_LINES } from './updateForm';

/** What an item asks for, as far as it can be read without the order. */
interface UpdateRequest {
	header: SageRecord;
	rows: unknown[];
	/** Whether the prices of the rows contain tax. */
	taxInclusive: boolean;
	complete: boolean;
	removal: Removal;
	lock: boolean;
	lookAgainSeconds: number;
	doubtSeconds: number;
}

/** An order with what it should become. */
interface Job {
	item: Item;
	request: UpdateRequest;
	order: SageRecord;
	wanted: WantedOrder;
}

const properties: INodeProperties[] = [
	picker(orderIdentity),
	...WANTED_LINES,
	DELIVERY_ADDRESS,
	HEADER_FIELDS,
	otherFields,
	AMEND_OPTIONS,
];

export const updateOrder: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update sales order',
	description: 'Change header and lines to what they should be; only what differs is sent',
	writes: true,
	...ORDER_ANSWER,
	properties,
	prepare: prepareUpdates,
};

async function prepareUpdates(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const places = new Map(items.map((item) => [item, { lines: LINES_LABEL }]));
	const headers = await readHeaders(places, problems);
	const requests = new Map(
		items.map((item) => [item, readRequest(item, headers.get(item) ?? {}, problems)]),
	);
	const orders = await identify(items, orderIdentity, { expand: nestedIn([...requests.values()]) });
	problems.add(orders.refused);
	const asked = [...joined({ request: requests, order: orders.records })]
		.filter(([item]) => problems.of(item).length === 0)
		.map(([item, each]) => ({ item, ...each }));
	const jobs = await jobsOf(asked, problems);
	return prepared({
		refused: problems.refused,
		jobs: new Map(jobs.map((job) => [job.item, job])),
		// Changes of an order claim it themselves; here only the doubts are remembered.
		end: await claimWrites(items, []),
		// Items of one order (a line each, say) follow each other, and the later ones see what the earlier ones did.
		changes: ({ order }, item) => recordName(item, 'sop_orders', order.id),
		execute: async (job, _item, follows) => await carryOut(follows ? await readAnew(job) : job),
	});
}

async function carryOut(job: Job): Promise<Output> {
	const { item, request, order } = job;
	const { lock, lookAgainSeconds, doubtSeconds } = request;
	let notes: string[] = [];
	const { record, outcome, steps } = await amendOrder(item.company.api, keyRegister, {
		order,
		async wantedOf(current) {
			const { wanted } = current === order ? job : await against(job, current);
			const addressed = await withStoredAddress(item.company.lookups, current, wanted.header);
			({ notes } = addressed);
			return { ...wanted, header: addressed.header };
		},
		lock,
		lookAgainSeconds,
		doubtSeconds,
	});
	return {
		...record,
		outcome,
		changes: steps.map(reportedStep),
		...(notes.length > 0 ? { notes } : {}),
	};
}

async function readAnew(job: Job): Promise<Job> {
	const { item, request, order: stale } = job;
	const order = (await item.company.api.send({
		method: 'GET',
		path: `/sop_orders/${String(stale.id)}`,
		query: { $expand: nestedIn([request])?.join(',') },
	})) as SageRecord;
	return await against(job, order);
}

/** The same request, matched with the lines that the order has now. Codes that were looked up are not asked for again. */
async function against({ item, request, order: before }: Job, now: SageRecord): Promise<Job> {
	const problems = new ItemProblems([item]);
	// Under its lock the order is read without the address where that is not to change.
	const order = { delivery_address: before.delivery_address, ...now };
	const [job] = await jobsOf([{ item, request, order }], problems);
	const found = problems.of(item);
	if (found.length > 0) throw new InvalidInput(found);
	return job;
}

/** Matches and resolves the lines of all orders, each kind of look-up in one batch, and plans the changes to see what is wrong. */
async function jobsOf(asked: Array<Omit<Job, 'wanted'>>, problems: ItemProblems): Promise<Job[]> {
	const jobs: Job[] = [];
	for (const [company, group] of groupBy(asked, ({ item }) => item.company)) {
		const read = new Map(group.map((each) => [each, readLinesOf(each, problems)]));
		const amended = new Map(
			[...read].map(([each, lines]) => [each, amendedOrder(each, lines, problems)]),
		);
		const values = await LineValues.read(company.lookups, [...amended.values()]);
		for (const [each, asked] of amended) {
			const { item, request, order } = each;
			const found = problems.of(item);
			const { header, complete, removal } = request;
			const valuesOfLines = values.of(asked);
			const wantedLines = asked.lines.map(({ line, current, removal: going }, at) => ({
				label: line.label,
				id: current && Number(current.id),
				removal: going,
				values: valuesOfLines[at],
			}));
			const wanted: WantedOrder = { header, lines: wantedLines, complete, removal };
			if (found.length === 0) problems.collect(item, () => planOf(order, wanted));
			jobs.push({ item, request, order, wanted });
		}
	}
	return jobs;
}

function amendedOrder(
	{ item, request, order }: Omit<Job, 'wanted'>,
	lines: ReadLine[],
	problems: ItemProblems,
): AmendedOrder {
	const { taxInclusive } = request;
	return { order, lines, rules: item.rules, taxInclusive, problems: problems.of(item) };
}

function readLinesOf(
	{ item, request, order }: Omit<Job, 'wanted'>,
	problems: ItemProblems,
): ReadLine[] {
	return (
		problems.collect(item, () =>
			readWantedLines(request.rows, order, request.removal, problems.of(item)),
		) ?? []
	);
}

function readRequest(item: Item, header: SageRecord, problems: ItemProblems): UpdateRequest {
	const { removal, lock, taxInclusive, lookAgainSeconds, doubtSeconds } = item.collection(
		'amend',
	) as IDataObject & {
		removal?: Removal;
	};
	const mode = item.parameter<string>('linesMode', 'keep');
	const rows = mode === 'keep' ? [] : lineRows(item, LINES_LABEL, problems.of(item));
	if (mode === 'all' && rows.length === 0 && problems.of(item).length === 0) {
		problems.of(item).push({
			field: LINES_LABEL,
			message: 'has no lines',
			remedy: 'All lines of the order would be removed: delete the order instead.',
		});
	}
	return {
		header,
		rows,
		taxInclusive: booleanIn(taxInclusive) === true,
		complete: mode === 'all',
		removal: removal ?? 'cancel',
		lock: booleanIn(lock) !== false,
		lookAgainSeconds: Number(lookAgainSeconds ?? LOOK_AGAIN_SECONDS),
		doubtSeconds: Number(doubtSeconds ?? DOUBT_SECONDS),
	};
}

/** Nested records that have to be read so that changes to them can be seen. */
function nestedIn(requests: UpdateRequest[]): string[] | undefined {
	const nested = [
		...(requests.some(({ rows, complete }) => complete || rows.length > 0) ? ['lines'] : []),
		...(requests.some(
			({ header, rows }) =>
				header.delivery_address !== undefined ||
				header[COPIED_ADDRESS] !== undefined ||
				rows.some(namesRate),
		)
			? ['delivery_address']
			: []),
	];
	return nested.length > 0 ? nested : undefined;
}

/** A rate may mean another code where the goods go abroad. */
function namesRate(row: unknown): boolean {
	return isRecord(row) && Object.keys(row).some((name) => valueNamed(name) === 'taxRate');
}
