/**
 * Confirms the despatch of an order's lines, and does not despatch twice.
 *
 * Sage has no key for a despatch, but keeps its consignment number. So a push with a number that the order has been
 * despatched under already changes nothing, and after an unclear answer the despatch is looked for before any other try.
 */
import type { SageApi, SageRecord } from '../protocol/api';
import {
	InvalidInput,
	invalid,
	onSageFailure,
	type Problem,
	type SageFailure,
} from '../protocol/failures';
import { InDoubt } from '../push/pusher';
import type { KeyRegister } from '../push/register';
import { growingWaits } from '../protocol/waits';

import { despatchedUnder, findConsignments } from './consignments';
import { IncompleteDespatch } from './incomplete';
import { linesLeft, linesSeen, type DespatchedLine } from './lines';
import { lineOf, linesOf, planDespatch } from './plan';
import { despatchItem, type Leaving } from './portions';
import { GOODS, SERVICES, intentOf, readReady, type Intent } from './ready';
import { meantLines, type Wish } from '../lines/requestedLines';

export interface Despatch {
	/** With its lines. */
	order: SageRecord;
	/** undefined: all that is ready. */
	wishes?: Wish[];
	/** Goes with "all that is ready": services too. */
	services: boolean;
	/** Day of the despatch; Sage's own when left out. */
	date?: string;
	/** Courier, consignment number and the like, as Sage takes them. */
	tracking: SageRecord;
	/** Despatch lines that the order had under the consignment number when it was looked up. */
	known: SageRecord[];
	lookAgainSeconds: number;
	doubtSeconds: number;
}

export interface Despatched {
	outcome: 'created' | 'existing' | 'recovered';
	lines: DespatchedLine[];
}

interface Confirmation {
	leaving: Leaving[];
	body: SageRecord;
}

/** @throws InvalidInput, InDoubt, IncompleteDespatch or SageFailure */
export async function confirmDespatch(
	api: SageApi,
	register: KeyRegister,
	despatch: Despatch,
): Promise<Despatched> {
	const { order, known } = despatch;
	const name = registerName(api, despatch);
	const pending = intentsOf(despatch).filter(
		(intent) =>
			!known.some((row) => intentOf(lineOf(order, row.sop_order_line_id) ?? {}) === intent),
	);
	if (pending.length === 0) return { outcome: 'existing', lines: linesSeen(order, known) };
	if (register.inDoubt(name, Date.now())) throw new InDoubt('despatch', labelOf(despatch));
	const confirmations = await confirmationsOf(api, despatch, pending);
	if (confirmations.length === 0) {
		if (known.length > 0 || isDespatched(order))
			return { outcome: 'existing', lines: linesSeen(order, known) };
		throw invalid(
			'Sales Order',
			`nothing of ${String(order.document_no)} is ready for despatch`,
			'No stock is allocated to what is outstanding on it, or the order is on hold.',
		);
	}
	const done: DespatchedLine[] = [];
	let outcome: Despatched['outcome'] = 'created';
	for (const confirmation of confirmations) {
		const lines = linesLeft(order, confirmation.leaving);
		const clear = await post(api, register, despatch, confirmation).catch((error: Error) => {
			throw done.length === 0 ? error : new IncompleteDespatch(order, done, lines, error);
		});
		if (!clear) outcome = 'recovered';
		done.push(...lines);
	}
	return { outcome, lines: done };
}

/** Under which name the process's register knows a despatch. */
export function registerName(
	api: SageApi,
	{ order, tracking }: Pick<Despatch, 'order' | 'tracking'>,
): string {
	return `${api.scope}|despatch|${String(order.id)}|${String(tracking.consignment_no ?? '').toLowerCase()}`;
}

/** Goods and services are confirmed in a call each. */
function intentsOf({ order, wishes, services }: Despatch): Intent[] {
	const lines =
		wishes === undefined
			? linesOf(order)
			: wishes.flatMap((wish) => meantLines(wish, linesOf(order)));
	const intents = new Set(lines.map(intentOf));
	return [GOODS, SERVICES].filter(
		(intent) => intents.has(intent) && (intent === GOODS || services || wishes !== undefined),
	);
}

/** Everything is worked out before the first call that changes something. @throws InvalidInput */
async function confirmationsOf(
	api: SageApi,
	despatch: Despatch,
	intents: Intent[],
): Promise<Confirmation[]> {
	const { order, wishes, date, tracking } = despatch;
	const problems: Problem[] = [];
	const confirmations: Confirmation[] = [];
	for (const intent of intents) {
		const ready = await readReady(api, order, intent);
		const own = wishes?.filter((wish) =>
			meantLines(wish, linesOf(order)).some((line) => intentOf(line) === intent),
		);
		const leaving = planDespatch(order, ready, own, problems);
		if (leaving.length === 0) continue;
		const items: SageRecord[] = [];
		for (const each of leaving) {
			const item = await despatchItem(api, each).catch((error: unknown) => {
				if (!(error instanceof InvalidInput)) throw error;
				problems.push(...error.problems);
			});
			if (item) items.push(item);
		}
		const body: SageRecord = {
			sop_order_return_id: order.id,
			...(date === undefined ? {} : { despatch_receipt_date: date }),
			// Professional only, and goods are what Sage takes it for without.
			...(intent === GOODS ? {} : { confirmation_intent_type: intent }),
			items,
			...(Object.keys(tracking).length > 0
				? { tracking_items: [{ sop_order_return_id: order.id, ...tracking }] }
				: {}),
		};
		confirmations.push({ leaving, body });
	}
	if (problems.length > 0) throw new InvalidInput(problems);
	return confirmations;
}

/** @returns false when the answer was unclear and the despatch was found in Sage. @throws InDoubt when it was not */
async function post(
	api: SageApi,
	register: KeyRegister,
	despatch: Despatch,
	{ body, leaving }: Confirmation,
): Promise<boolean> {
	const recover = async (failure: SageFailure): Promise<boolean> => {
		if (!failure.inDoubt) throw failure;
		const name = registerName(api, despatch);
		register.doubt(name, Date.now() + despatch.doubtSeconds * 1000);
		if (!(await appears(api, despatch, leaving)))
			throw new InDoubt('despatch', labelOf(despatch), failure);
		register.settle(name, Date.now());
		return false;
	};
	return await api
		.send({ method: 'POST', path: '/sop_confirm_despatch', body })
		.then(() => true, onSageFailure(recover));
}

/** Looks with growing waits whether a despatch has come about. */
async function appears(api: SageApi, despatch: Despatch, leaving: Leaving[]): Promise<boolean> {
	for (const seconds of growingWaits(despatch.lookAgainSeconds)) {
		if (seconds > 0) await api.wait(seconds * 1000);
		if (await isThere(api, despatch, leaving).catch(onSageFailure(notThere))) return true;
	}
	return false;
}

/** By its consignment number; without one, by what the order's lines say was despatched. */
async function isThere(
	api: SageApi,
	{ order, tracking, known }: Despatch,
	leaving: Leaving[],
): Promise<boolean> {
	if (tracking.consignment_no !== undefined) {
		const number = String(tracking.consignment_no);
		const found = despatchedUnder(await findConsignments(api, [number]), number, order);
		return (
			found.length > known.length &&
			leaving.every(({ item }) => found.some((row) => row.sop_order_line_id === item.id))
		);
	}
	const now = (await api.send({
		method: 'GET',
		path: `/sop_orders/${String(order.id)}`,
		query: { $expand: 'lines' },
	})) as SageRecord;
	const despatched = (record: SageRecord, id: unknown) =>
		Number(lineOf(record, id)?.despatch_receipt_quantity ?? 0);
	return leaving.every(({ item }) => despatched(now, item.id) > despatched(order, item.id));
}

/** A look that fails says nothing; the next one may. */
function notThere(failure: SageFailure): boolean {
	if (!failure.inDoubt) throw failure;
	return false;
}

/** Nothing is outstanding on any line that can be despatched at all. */
function isDespatched(order: SageRecord): boolean {
	const movable = linesOf(order).filter(
		({ line_type: type }) => type === 'EnumLineTypeStandard' || type === 'EnumLineTypeFreeText',
	);
	return (
		movable.length > 0 &&
		movable.every(
			(line) => Number(line.despatch_receipt_quantity ?? 0) >= Number(line.line_quantity ?? 0),
		)
	);
}

function labelOf({ order, tracking }: Despatch): string {
	return tracking.consignment_no === undefined
		? `order ${String(order.document_no)}`
		: String(tracking.consignment_no);
}
