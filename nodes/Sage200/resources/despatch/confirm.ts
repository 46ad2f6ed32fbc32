/** Confirm the despatch of an order, once for each consignment number. */
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS } from '../../sage200/protocol/waits';
import { readDay } from '../../core/form/day';
import { picker } from '../../core/form/picker';
import { WRITTEN } from '../../core/gives';
import { identify } from '../../core/identity';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { claimWrites } from '../../core/push/claims';
import { lineRows } from '../../core/form/lineInput';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { prepared, recordName, type Output, type Prepared } from '../../core/prepared';
import { KEY_PLACE } from '../../core/push/keyPlace';
import { fieldOf } from '../../catalog';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import { Despatcher, registerName } from '../../sage200/despatches/confirm';
import type { Despatch } from '../../sage200/despatches/despatch';
import { Consignments, ofOrder } from '../../sage200/despatches/consignments';
import { checkRequestedLines } from '../../sage200/despatches/plan';
import { readRequestedLines } from '../../sage200/lines/requestedLines';
import { normalKey } from '../../sage200/lookups/lookups';
import { eitherRemedy, namingOf, rowsNamed } from '../../sage200/lookups/named';
import type { Problem } from '../../sage200/protocol/failures';
import { keyProblem, storedKey, type KeyRule } from '../../sage200/push/key';
import { keyRegister } from '../../sage200/push/register';
import { booleanIn } from '../../sage200/values/booleans';
import { numberIn, WHOLE, type NumberRules } from '../../sage200/values/numbers';
import { isUnset } from '../../sage200/values/unset';
import { orderIdentity } from '../salesOrder/identity';

import { CONSIGNMENT, DESPATCH_LINES, DESPATCH_OPTIONS, LINES_TO_DESPATCH } from './form';

export const confirmOperation: Operation = {
	value: 'confirm',
	name: 'Confirm',
	action: 'Confirm despatch',
	description:
		'Despatch lines of a sales order with their tracking, once for each consignment number',
	writes: true,
	gives: {
		...WRITTEN,
		customer_document_no: 'string',
		document_no: 'string',
		consignment_no: 'string',
		sop_order_id: 'number',
		lines: 'array',
	},
	properties: [picker(orderIdentity), ...DESPATCH_LINES, CONSIGNMENT, DESPATCH_OPTIONS, KEY_PLACE],
	prepare: prepareDespatches,
};

async function prepareDespatches(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const orders = await identify(items, orderIdentity, { expand: ['lines'] });
	problems.add(orders.refused);
	const couriers = await couriersOf(items, problems);
	const despatches = new Map(
		[...orders.records].map(([item, order]) => [
			item,
			read(item, order, couriers.get(item), problems),
		]),
	);
	const valid = [...despatches]
		.filter(([item]) => problems.of(item).length === 0)
		.map(([item, despatch]) => ({ item, despatch }));
	const release = await claimWrites(
		valid.map(({ item }) => item),
		valid.map(({ item, despatch }) => registerName(item.company.api, despatch)),
	);
	const jobs = new Map<Item, Job>();
	const looks = [...groupBy(valid, ({ item }) => item.company)].map(async ([{ api }, group]) => {
		const consignments = new Consignments(api);
		const despatcher = new Despatcher(api, keyRegister, consignments);
		const ofGroup = group.map((each) => ({ ...each, despatcher, consignments }));
		for (const [at, despatch] of (await withKnown(consignments, ofGroup)).entries())
			jobs.set(ofGroup[at].item, { ...ofGroup[at], despatch });
	});
	await Promise.all(looks).catch((error: unknown) => {
		release();
		throw error;
	});
	return prepared({
		refused: problems.refused,
		jobs,
		end: release,
		// Part despatches of one order follow each other, and the later ones see what the earlier ones took.
		changes: ({ despatch }, item) => recordName(item, 'sop_orders', despatch.order.id),
		execute: async (job, _item, follows) => await carryOut(follows ? await readAnew(job) : job),
	});
}

/** One item's despatch. */
interface Job {
	item: Item;
	despatcher: Despatcher;
	consignments: Consignments;
	despatch: Despatch;
}

async function carryOut({ despatcher, despatch }: Job): Promise<Output> {
	const { order, tracking } = despatch;
	const { outcome, lines, differs, notes } = await despatcher.confirm(despatch);
	return {
		sop_order_id: order.id,
		document_no: order.document_no,
		customer_document_no: order.customer_document_no,
		consignment_no: tracking.consignment_no ?? '',
		outcome,
		lines,
		...(differs.length > 0 ? { differs } : {}),
		...(notes.length > 0 ? { notes } : {}),
	};
}

async function readAnew(job: Job): Promise<Job> {
	const order = (await job.item.company.api.send({
		method: 'GET',
		path: `/sop_orders/${String(job.despatch.order.id)}`,
		query: { $expand: 'lines' },
	})) as SageRecord;
	const anew = { ...job, despatch: { ...job.despatch, order } };
	const [despatch] = await withKnown(job.consignments, [anew]);
	return { ...anew, despatch };
}

/** The despatches with what their orders have under their consignment numbers: one look-up for all. */
async function withKnown(consignments: Consignments, jobs: Job[]): Promise<Despatch[]> {
	const numbers = jobs.map(({ despatch: { tracking } }) => String(tracking.consignment_no ?? ''));
	const found = await consignments.findAll(numbers.filter((number) => number !== ''));
	return jobs.map(({ despatch }, at) => ({
		...despatch,
		known: ofOrder(despatch.order, found.get(normalKey(numbers[at])) ?? []),
	}));
}

function read(
	item: Item,
	order: SageRecord,
	courier: number | undefined,
	problems: ItemProblems,
): Despatch {
	const found = problems.of(item);
	const { date, notes, pieces, weight, services, lookAgainSeconds, doubtSeconds } =
		item.fields('despatch');
	const number = item.text(CONSIGNMENT.name);
	const wrong =
		number === '' ? undefined : keyProblem(CONSIGNMENT_RULE, item.raw(CONSIGNMENT.name));
	if (wrong) found.push(wrong);
	const tracking = bodyOf(
		RECEIPT,
		{
			consignment_no: wrong ? undefined : storedKey(CONSIGNMENT_RULE, number),
			courier_id: courier,
			notes,
			pieces: countOf(pieces, WHOLE, 'Pieces', found),
			weight: countOf(weight, { decimals: 4 }, 'Weight', found),
		},
		item.rules,
		found,
	);
	const requested =
		item.parameter<string>('despatchLines', 'all') === 'all'
			? undefined
			: readRequestedLines(lineRows(item, LINES_TO_DESPATCH, found), found);
	if (requested?.length === 0 && found.length === 0)
		found.push({
			field: 'Lines to Despatch',
			message: 'has no lines',
			remedy: 'Add a line, or despatch all lines.',
		});
	if (requested && found.length === 0) checkRequestedLines(requested, order, found);
	if (order.is_draft === true)
		found.push({ field: 'Sales Order', message: 'is a draft', remedy: 'Confirm the draft first.' });
	return {
		order,
		requested,
		services: booleanIn(services) !== false,
		date: readDay(
			item,
			fieldOf('sop_confirm_despatch_adjustment', 'despatch_receipt_date'),
			date,
			'Date',
			problems.of(item),
		),
		tracking,
		known: [],
		lookAgainSeconds: Number(lookAgainSeconds ?? LOOK_AGAIN_SECONDS),
		doubtSeconds: Number(doubtSeconds ?? DOUBT_SECONDS),
	};
}

/** A number of the tracking; 0 stands for none. */
function countOf(given: unknown, rules: NumberRules, field: string, problems: Problem[]) {
	if (isUnset(given)) return undefined;
	return numberIn(given, { ...rules, least: 0 }, field, problems) || undefined;
}

const RECEIPT = 'pending_sop_despatch_receipt';

/** A consignment number keeps an order from being despatched twice. */
const CONSIGNMENT_RULE: KeyRule = {
	schema: RECEIPT,
	field: 'consignment_no',
	prefix: '',
	label: CONSIGNMENT.displayName,
	document: 'consignment',
};

/** Couriers by name or ID, read only when one is named. */
async function couriersOf(items: Item[], problems: ItemProblems): Promise<Map<Item, number>> {
	const named = items.filter((item) => !isUnset(item.fields('despatch').courier));
	const couriers = new Map<Item, number>();
	for (const item of named) {
		const wanted = String(item.fields('despatch').courier);
		const rows = await item.company.lookups.all('couriers');
		const found = rowsNamed(rows, wanted, ['name']);
		if (found.length === 1) couriers.set(item, Number(found[0].id));
		else problems.of(item).push(notOneCourier(wanted, found, rows));
	}
	return couriers;
}

function notOneCourier(wanted: string, found: SageRecord[], rows: SageRecord[]): Problem {
	const named = (some: SageRecord[]) =>
		some.map(({ name, id }) => `${String(name)} (ID ${String(id)})`).join(', ');
	return found.length === 0
		? {
				field: 'Courier',
				message: `Sage 200 has no courier "${wanted}"`,
				remedy: `It has: ${named(rows)}.`,
			}
		: {
				field: 'Courier',
				message: `"${wanted}" may be any of ${named(found)}`,
				remedy: eitherRemedy(namingOf(wanted).text),
			};
}
