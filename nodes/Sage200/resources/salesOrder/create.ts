/** Create a sales order: everything is resolved and checked for all items first, then each is pushed once. */
import type { Item } from '../../core/item';
import { preparePushes } from '../../core/push/push';
import type { Operation, Prepared } from '../../core/resource';
import type { Output } from '../../core/prepared';
import { toldStep } from '../../sage200/orders/amend/failure';
import type { SageRecord } from '../../sage200/protocol/api';
import { Accounts, type SettledAccount } from '../../sage200/orders/create/accounts';
import { InvalidInput, invalid, type Problem } from '../../sage200/protocol/failures';
import type { Documents, Pushed } from '../../sage200/push/pusher';
import { keyRegister } from '../../sage200/push/register';
import { amendExisting } from '../../sage200/orders/amend/amendExisting';
import { draftBody } from '../../sage200/orders/create/finalise';
import { orderDocuments } from '../../sage200/push/documents';
import { remarksOn } from '../../sage200/orders/remarks';
import { compareTotals, TotalsDiffer, type Totals } from '../../sage200/orders/totals';

import { alreadyThere } from './existingOrders';
import { DRY_RUN } from './form';
import { keyedDocuments } from '../../core/push/documentKey';
import { ORDER_FORM, planItems, type OrderBatch, type PlannedOrder } from './orderBatch';
import { previewItems } from './preview';
import { DUPLICATE_PROTECTION, ifExistsOf, pushSettingsOf } from '../../core/push/protection';

export const createOrder: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a sales order',
	description: 'Push an order once: when its key is in Sage 200 already, that order is returned',
	writes: (item) => !isDryRun(item),
	properties: [...ORDER_FORM, DUPLICATE_PROTECTION, DRY_RUN],
	async prepare(items) {
		const batch = await planItems(items);
		const previews = await previewItems(items.filter(isDryRun), batch);
		const pushes = await preparePush(
			items.filter((item) => !isDryRun(item)),
			batch,
		);
		return {
			...pushes,
			execute: async (item) => await (isDryRun(item) ? previews : pushes).execute(item),
		};
	},
};

export function isDryRun(item: Item): boolean {
	return item.parameter('dryRun', false);
}

/** An order on its way: what is posted is worked out at the last moment, and kept for what comes after. */
interface Entry extends PlannedOrder {
	account?: SettledAccount;
}

/** What pushes the orders of a batch, whatever they were read from. */
export async function preparePush(
	items: Item[],
	{ orders, problems }: OrderBatch,
): Promise<Prepared> {
	const entries = new Map<object, Entry>();
	const bodies = new Map(
		problems.sound(items).map((item) => {
			const order = orders.get(item)!;
			const body = draftBody(order.plan);
			entries.set(body, order);
			return [item, body];
		}),
	);
	const accounts = new Map(
		[...orders.values()].map(({ desk }) => [desk.api, new Accounts(desk.api, keyRegister)]),
	);
	const accountsOf = ({ desk }: Entry) => accounts.get(desk.api)!;
	const complete = async (body: object): Promise<void> => {
		const entry = entries.get(body)!;
		// In place: the push goes on to compare orders it finds with this body.
		Object.assign(body, await finalBody(entry, accountsOf(entry)));
	};
	const buyerOf = async (body: object): Promise<void> => {
		const entry = entries.get(body)!;
		const { customer_id } = body as SageRecord;
		Object.assign(body, {
			customer_id: customer_id ?? (await accountsOf(entry).find(entry.plan))?.id,
		});
	};
	const faulty = [...problems.refused].filter(([item]) => items.includes(item));
	const there = await alreadyThere(
		faulty.map(([item]) => item),
		orders,
	);
	const keys = new Map([...orders].map(([item, { key }]) => [item, key]));
	const pushes = await preparePushes(
		keyedDocuments(bodies, keys, (api, keyField) => {
			const documents = orderDocuments(api, keyField);
			return { ...documents, complete, stranger: knowing(buyerOf, documents.stranger) };
		}),
	);
	return {
		...pushes,
		refused: new Map([...faulty.filter(([item]) => !there.has(item)), ...pushes.refused!]),
		async execute(item) {
			const found = there.get(item);
			if (found) return await finished(item, orders.get(item)!, { ...found, outcome: 'existing' });
			const pushed = (await pushes.execute(item)) as SageRecord & Pick<Pushed, 'outcome'>;
			return await finished(item, entries.get(bodies.get(item)!)!, pushed);
		},
	};
}

/**
 * Whose order it is, told when the buyer's account has been looked for once more: another worker that pushes the same
 * order may have made it since. A buyer without an account has no order yet, so what carries the key is somebody else's.
 */
function knowing(
	buyerOf: (body: object) => Promise<void>,
	stranger: Documents['stranger'],
): Documents['stranger'] {
	return async (record, body) => {
		await buyerOf(body);
		return await stranger(record, body);
	};
}

/** @throws InvalidInput with all that keeps the order from being posted; then nothing of it was sent */
async function finalBody(entry: Entry, accounts: Accounts): Promise<SageRecord> {
	const { plan, desk } = entry;
	await refusing(async (problems) => await desk.check(plan, problems));
	const pricedFor = async (customer: SageRecord) =>
		await refusing(async (problems) => await desk.priced(plan, customer, problems));
	const body = plan.customer && (await pricedFor(plan.customer));
	entry.account = await accounts.settle(plan);
	// What a new customer pays is known only once the account is there.
	return body ?? (await pricedFor(entry.account.customer));
}

async function refusing<T>(check: (problems: Problem[]) => Promise<T>): Promise<T> {
	const problems: Problem[] = [];
	const result = await check(problems);
	if (problems.length > 0) throw new InvalidInput(problems);
	return result;
}

/** What the item says once its order is in Sage. */
async function finished(
	item: Item,
	entry: Entry,
	{ outcome, ...found }: SageRecord & Pick<Pushed, 'outcome'>,
): Promise<Output> {
	const ifExists = outcome === 'existing' ? ifExistsOf(item) : 'return';
	if (ifExists === 'fail') {
		throw invalid(
			'Order Key',
			`Sage 200 has order ${String(found.document_no)} with key "${entry.key.key}" already`,
		);
	}
	const updated = ifExists === 'update' ? await update(item, entry, found) : undefined;
	const record = updated?.record ?? found;
	const result = updated?.outcome ?? outcome;
	const totals = totalsOf(entry, record, result);
	const { account, plan } = entry;
	const remarks = result === 'existing' ? remarksOn(record) : [];
	const notes = [...plan.notes, ...(account?.notes ?? []), ...(updated?.notes ?? []), ...remarks];
	return {
		...record,
		outcome: result,
		...(updated ? { changes: updated.changes } : {}),
		...(account && account.outcome !== 'matched'
			? {
					account: {
						reference: account.customer.reference,
						id: account.customer.id,
						outcome: account.outcome,
					},
				}
			: {}),
		...(totals ? { totals } : {}),
		...(notes.length > 0 ? { notes } : {}),
	};
}

async function update(
	item: Item,
	{ plan, desk }: Entry,
	record: SageRecord,
): Promise<{ record: SageRecord; outcome: string; changes: object[]; notes: string[] }> {
	const body = await refusing(async (problems) => {
		await desk.check(plan, problems);
		return await desk.priced(plan, plan.customer, problems);
	});
	const { lookAgainSeconds, doubtSeconds } = pushSettingsOf(item);
	const amended = await amendExisting(desk.api, keyRegister, {
		plan,
		body,
		record,
		lookups: desk.lookups,
		lookAgainSeconds,
		doubtSeconds,
	});
	return {
		record: amended.record,
		outcome: amended.outcome === 'unchanged' ? 'existing' : 'updated',
		changes: amended.steps.map(toldStep),
		notes: amended.notes,
	};
}

function totalsOf({ total }: Entry, record: SageRecord, outcome: string): Totals | undefined {
	if (!total) return undefined;
	const totals = compareTotals(total.amount, record, total.tolerancePence);
	if (total.strict && !totals.withinTolerance) throw new TotalsDiffer(record, outcome, totals);
	return totals;
}
