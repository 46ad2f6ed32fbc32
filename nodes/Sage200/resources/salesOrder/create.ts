/** Create a sales order: everything is resolved and checked for all items first, then each is pushed once. */
import type { INodeProperties } from 'n8n-workflow';

import { spread } from '../../core/gathering/spread';
import type { Item } from '../../core/item';
import { ifExistsOf, postsArchived, pushSettingsOf, settingsFor } from '../../core/push/protection';
import {
	differenceNotes,
	differencesOf,
	PushBatch,
	wasThere,
	type ItemPush,
	type PushJob,
} from '../../core/push/pushBatch';
import { isStorable, type DocumentKey } from '../../core/push/documentKey';
import { ItemPushers } from '../../core/push/pushers';
import { prepared, type Output, type Prepared } from '../../core/prepared';
import type { Operation } from '../../core/resource';
import { joined } from '../../sage200/values/grouping';
import { amendExisting } from '../../sage200/orders/amend/amendExisting';
import { reportedStep } from '../../sage200/orders/amend/failure';
import { Accounts } from '../../sage200/orders/create/accounts';
import { NewOrder } from '../../sage200/orders/create/newOrder';
import { numberRemarks } from '../../sage200/orders/remarks';
import { compareTotals, TotalsDiffer, type Totals } from '../../sage200/orders/totals';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import { InvalidInput, invalid } from '../../sage200/protocol/failures';
import type { Pushed } from '../../sage200/push/push';
import { keyRegister } from '../../sage200/push/register';
import { salesOrders } from '../../sage200/push/salesDocuments';

import { existingOrders, mayBeReturned } from './existingOrders';
import { DRY_RUN, ORDER_KEY } from './form';
import {
	keysOf,
	ORDER_FORM,
	ORDER_OPTIONS,
	ordersOf,
	planRead,
	readItems,
	type OrderBatch,
	type PlannedOrder,
} from './orderBatch';
import { ORDER_ANSWER } from './given';
import { previewItems } from './preview';

const properties: INodeProperties[] = [...ORDER_FORM, DRY_RUN];

export const createOrder: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create sales order',
	description: 'Push an order once: when its key is in Sage 200 already, that order is returned',
	writes: (item) => !isDryRun(item),
	...ORDER_ANSWER,
	properties,
	options: ORDER_OPTIONS,
	async prepare(items) {
		const orders = await ordersOf(items, properties);
		const read = readItems(orders);
		const dry = orders.map(({ item }) => item).filter(isDryRun);
		const asked = orders.filter(({ item }) => !isDryRun(item));
		// What is no order cannot be one that is there, whatever its key.
		const sound = asked.filter(({ problems }) => problems.length === 0).map(({ item }) => item);
		const planning = planRead(read);
		const previewing = planning.then(async (batch) => await previewItems(dry, batch));
		const [previews, pushes] = await Promise.all([
			previewing,
			preparePush(
				keysOf(sound, read.read),
				previewing.then(async () => await planning),
			),
		]);
		const torn = asked.filter(({ problems }) => problems.length > 0);
		return spread(orders, ORDER_KEY.displayName, {
			...pushes,
			refused: new Map([
				...torn.map(({ item }) => [item, new InvalidInput(read.problems.of(item))] as const),
				...pushes.refused,
			]),
			work: new Map([...pushes.work, ...previews.work]),
		});
	},
};

/** Whether an item is to be checked only, and nothing sent. */
export function isDryRun(item: Item): boolean {
	return item.parameter('dryRun', false);
}

/** An order of an item, on its way. */
interface OrderJob {
	planned: PlannedOrder;
	order: NewOrder;
}

/**
 * What pushes orders, whatever they were read from.
 * @param keys of the orders to push
 * @param planning resolves them, while their keys are looked up
 */
export async function preparePush(
	keys: Map<Item, DocumentKey>,
	planning: Promise<OrderBatch>,
): Promise<Prepared> {
	const pushers = new ItemPushers(salesOrders);
	const claimed = [...keys]
		.filter(([, key]) => isStorable(key))
		.map(([item, { key, rule }]) => ({
			item,
			pending: { key },
			pusher: pushers.of(item, rule.field, pushSettingsOf(item)),
		}));
	const { batch, ready } = await PushBatch.openWhile(claimed, async () =>
		ordersToPush(keys, await planning, pushers),
	);
	const { jobs, there, problems } = ready;
	const refused = [...problems.refused].filter(([item]) => jobs.has(item) && !there.has(item));
	const existing = [...there].map(
		([item, pushed]) => [item, async () => await Promise.resolve(pushed)] as const,
	);
	return prepared({
		refused: new Map([...refused, ...batch.refused]),
		jobs: joined({ job: jobs, push: new Map<Item, PushJob>([...batch.jobs, ...existing]) }),
		execute: async ({ job, push }, item) => await finished(item, job, await push()),
		end: () => batch.end(),
	});
}

/** The orders that can be pushed, and those that are there though they could not be pushed any more. */
async function ordersToPush(
	keys: Map<Item, DocumentKey>,
	{ orders, problems }: OrderBatch,
	pushers: ItemPushers,
) {
	const accounts = new Map<SageApi, Accounts>();
	const accountsOf = (api: SageApi): Accounts => {
		const known = accounts.get(api) ?? new Accounts(api, keyRegister);
		accounts.set(api, known);
		return known;
	};
	const jobs = new Map(
		[...orders]
			.filter(([item]) => keys.has(item))
			.map(([item, planned]): [Item, OrderJob] => [
				item,
				{ planned, order: newOrder(item, planned, accountsOf(planned.finaliser.api)) },
			]),
	);
	const sound = new Set(problems.valid([...keys.keys()]));
	const pushes = [...jobs].flatMap(([item, { planned, order }]): ItemPush[] => {
		const { key, plan } = planned;
		const settings = {
			...settingsFor(item, plan.header),
			leavesDrafts: ['fail', 'failIfDifferent'].includes(ifExistsOf(item)),
		};
		const pusher = pushers.of(item, key.rule.field, settings);
		return sound.has(item) ? [{ item, pending: order, pusher }] : [];
	});
	const faulty = new Map(
		[...orders].filter(([item]) => jobs.has(item) && !sound.has(item) && mayBeReturned(item)),
	);
	return {
		pushes,
		jobs,
		problems,
		there: await existingOrders(faulty, (item) => problems.of(item)),
	};
}

function newOrder(
	item: Item,
	{ key: { key, rule }, plan, finaliser, total }: PlannedOrder,
	accounts: Accounts,
): NewOrder {
	const { protection, settleSeconds } = pushSettingsOf(item);
	return new NewOrder({
		key,
		label: rule.label,
		plan,
		finaliser,
		accounts,
		total,
		settleSeconds: protection === 'strict' ? settleSeconds : undefined,
		postArchived: postsArchived(item),
	});
}

/** What the item says once its order is in Sage. */
async function finished(
	item: Item,
	{ planned: { plan, total, finaliser }, order }: OrderJob,
	pushed: Pushed,
): Promise<Output> {
	const ifExists = wasThere(pushed) ? ifExistsOf(item) : 'return';
	if (ifExists === 'fail' || (ifExists === 'failIfDifferent' && differencesOf(pushed).length > 0))
		throw alreadyThere(order, pushed);
	const updated =
		ifExists === 'update' ? await update(item, finaliser, plan, order, pushed) : undefined;
	const { record, outcome, notes } = updated ?? pushed;
	const differs = differencesOf(pushed, updated);
	const totals = total && totalsOf(total, record, outcome);
	const { buyer } = order;
	const all = [
		...plan.notes,
		...(buyer?.notes ?? []),
		...notes,
		...differenceNotes(differs),
		...(wasThere(pushed) ? [] : numberRemarks(plan.header, record)),
	];
	return {
		...record,
		outcome,
		...(updated ? { changes: updated.changes } : {}),
		...(differs.length > 0 ? { differs } : {}),
		...(buyer && buyer.outcome !== 'matched'
			? {
					account: {
						reference: buyer.customer.reference,
						id: buyer.customer.id,
						outcome: buyer.outcome,
					},
				}
			: {}),
		...(totals ? { totals } : {}),
		...(all.length > 0 ? { notes: all } : {}),
	};
}

function alreadyThere({ key, label }: NewOrder, pushed: Pushed): Error {
	const order = `Sage 200 has order ${String(pushed.record.document_no)} with key "${key}" already`;
	const differs = differencesOf(pushed);
	return differs.length === 0
		? invalid(label, order, 'Set If It Exists to Return It to take it as it is.')
		: invalid(
				label,
				`${order}, and it is not what is pushed: ${differs.join('; ')}`,
				'Correct one of them, or set If It Exists to Update It.',
			);
}

interface Updated extends Omit<Pushed, 'outcome'> {
	outcome: string;
	changes: object[];
}

async function update(
	item: Item,
	{ api, lookups }: PlannedOrder['finaliser'],
	plan: PlannedOrder['plan'],
	order: NewOrder,
	pushed: Pushed,
): Promise<Updated> {
	const { lookAgainSeconds, doubtSeconds } = pushSettingsOf(item);
	const { record, outcome, steps, notes } = await amendExisting(api, keyRegister, {
		plan,
		body: await order.current(),
		record: pushed.record,
		lookups,
		lookAgainSeconds,
		doubtSeconds,
	});
	const changes = steps.map(reportedStep);
	return outcome === 'unchanged'
		? { ...pushed, record, changes, notes: [...pushed.notes, ...notes] }
		: {
				...pushed,
				record,
				changes,
				notes: [...pushed.notes, ...notes],
				outcome: 'updated',
				differs: [],
			};
}

function totalsOf(
	total: NonNullable<PlannedOrder['total']>,
	record: SageRecord,
	outcome: string,
): Totals {
	const totals = compareTotals(total.amount, record, total.tolerancePence);
	if (total.strict && !totals.within_tolerance) throw new TotalsDiffer(record, outcome, totals);
	return totals;
}
