/**
 * Confirms the despatch of an order's lines, and does not despatch twice.
 *
 * A push with a consignment number despatches what the number does not hold yet. After an unclear answer the despatch is
 * looked for, and nothing is sent while it may still arrive. Sage has no drafts of despatches, so two workers that send
 * the same consignment at the same moment cannot be stopped: the one that looks last tells both receipts.
 */
import { isAnswered, recordIn, unclearAnswer } from '../protocol/answer';
import type { SageApi, SageRecord } from '../protocol/api';
import { invalid, onSageFailure, type SageFailure } from '../protocol/failures';
import { lookAgain } from '../protocol/looking';
import type { KeyRegister } from '../push/register';
import { round } from '../values/numbers';

import { confirmationsOf, type Confirmation } from './confirmations';
import { numberOf, type Despatch } from './despatch';
import { heldBy, type Consignments } from './consignments';
import { DespatchInDoubt } from './doubt';
import { IncompleteDespatch } from './incomplete';
import { linesSeen, linesSent, type DespatchedLine } from './lines';
import type { ConsignmentDifference } from './missing';
import { isDespatched, pendingOf } from './outstanding';
import { lineOf } from './plan';
import type { DespatchPart } from './portions';
import { rememberRows, unseenRows } from './unseen';
import { trackingNotes } from './tracking';
import { DespatchedTwice, holdsMore, receiptsOf } from './receipts';
import { sellingUnits } from './units';

export interface Despatched {
	outcome: 'created' | 'existing' | 'recovered';
	lines: DespatchedLine[];
	/** Lines of which the consignment holds more than was asked for. */
	differs: ConsignmentDifference[];
	notes: string[];
}

/** Confirms despatches of one company. */
export class Despatcher {
	constructor(
		private readonly api: SageApi,
		private readonly register: KeyRegister,
		private readonly consignments: Consignments,
	) {}

	/**
	 * Despatches what the consignment does not hold yet. Quantities of what comes back are in selling units.
	 * @throws InvalidInput when a line is short or nothing is ready
	 * @throws DespatchInDoubt when nothing clear is known in the end
	 * @throws DespatchedTwice when the consignment turns out to hold what was sent twice
	 * @throws IncompleteDespatch when only goods or only services were despatched
	 * @throws SageFailure when Sage refused
	 */
	async confirm(despatch: Despatch): Promise<Despatched> {
		return await this.confirmSeen({
			...despatch,
			known: [...despatch.known, ...unseenRows(this.register, this.nameOf(despatch), despatch)],
		});
	}

	private nameOf(despatch: Despatch): string {
		return registerName(this.api, despatch);
	}

	/** @param despatch with all that is known to be under its number */
	private async confirmSeen(despatch: Despatch): Promise<Despatched> {
		const { order, known } = despatch;
		const { requested, intents, differs, notes: pending } = pendingOf(despatch);
		const notes = [...pending, ...trackingNotes(despatch)];
		const existing = (): Despatched => ({
			outcome: 'existing',
			lines: linesSeen(order, known),
			differs,
			notes: [...notes, ...differenceNotes(despatch, differs)],
		});
		if (intents.length === 0) {
			// All that was asked for is there, so what was in doubt has arrived.
			if (known.length > 0) this.register.endDoubt(this.nameOf(despatch));
			return existing();
		}
		if (this.register.inDoubt(this.nameOf(despatch), Date.now()))
			throw new DespatchInDoubt(despatch);
		const confirmations = await confirmationsOf(this.api, { ...despatch, requested }, intents);
		if (confirmations.length === 0) {
			// Somebody else may have despatched it since it was read.
			if (known.length > 0 || isDespatched(order) || isDespatched(await this.readAnew(order)))
				return existing();
			throw invalid(
				'Sales Order',
				`nothing of ${String(order.document_no)} is ready for despatch`,
				'No stock is allocated to what is outstanding on it, or the order is on hold.',
			);
		}
		const sent: DespatchPart[] = [];
		let outcome: Despatched['outcome'] = 'created';
		for (const confirmation of confirmations) {
			const { parts } = confirmation;
			const posting = this.post(despatch, sent, confirmation);
			const clear = await posting.catch((error: Error) => {
				throw sent.length === 0
					? error
					: new IncompleteDespatch(
							despatch,
							linesSent(order, sent),
							linesSent(order, parts),
							error,
						);
			});
			if (!clear) outcome = 'recovered';
			sent.push(...parts);
		}
		rememberRows(this.register, this.nameOf(despatch), despatch, sent);
		await this.refuseTwice(despatch, sent);
		return { outcome, lines: linesSent(order, sent), differs, notes };
	}

	/**
	 * @returns false when the answer was unclear and the despatch was found in Sage.
	 * @throws DespatchInDoubt when it was not
	 */
	private async post(
		despatch: Despatch,
		before: DespatchPart[],
		{ body, parts }: Confirmation,
	): Promise<boolean> {
		const recover = async (failure: SageFailure): Promise<boolean> => {
			if (!failure.inDoubt) throw failure;
			const name = this.nameOf(despatch);
			this.register.doubt(name, Date.now() + despatch.doubtSeconds * 1000);
			if (!(await this.appears(despatch, before, parts)))
				throw new DespatchInDoubt(despatch, failure);
			this.register.endDoubt(name);
			return false;
		};
		const request = { method: 'POST', path: '/sop_confirm_despatch', body } as const;
		return await this.api
			.send(request)
			.then(
				async (reply) => isAnswered(reply, request) || (await recover(unclearAnswer(request))),
				onSageFailure(recover),
			);
	}

	/** Looks with growing waits whether a despatch has come about. */
	private async appears(
		despatch: Despatch,
		before: DespatchPart[],
		parts: DespatchPart[],
	): Promise<boolean> {
		const look = async () => {
			const isThere =
				numberOf(despatch) === undefined
					? await this.isOnOrder(despatch, before, parts)
					: await this.isUnderNumber(despatch, before, parts);
			return isThere ? true : undefined;
		};
		return (await lookAgain(this.api, despatch.lookAgainSeconds, look)) ?? false;
	}

	/** The consignment holds what it held and what was sent. */
	private async isUnderNumber(
		{ order, tracking, known }: Despatch,
		before: DespatchPart[],
		parts: DespatchPart[],
	): Promise<boolean> {
		const now = heldBy(order, await this.consignments.of(order, String(tracking.consignment_no)));
		const held = heldBy(order, known);
		return parts.every(({ item }) => {
			const id = Number(item.id);
			const sent = sentOf(id, [...before, ...parts]);
			return (now.get(id) ?? 0) >= round((held.get(id) ?? 0) + sent, 5);
		});
	}

	/**
	 * Without a number, by what the order's lines say was despatched: exactly what was sent has been added. Where somebody
	 * else despatches the same lines meanwhile it stays in doubt.
	 */
	private async isOnOrder(
		{ order }: Despatch,
		before: DespatchPart[],
		parts: DespatchPart[],
	): Promise<boolean> {
		const now = await this.readAnew(order);
		return parts.every(({ item }) => {
			const id = Number(item.id);
			const added = round(despatchedOf(now, id) - despatchedOf(order, id), 5);
			return added === sellingUnits(item, sentOf(id, [...before, ...parts]));
		});
	}

	private async readAnew({ id }: SageRecord): Promise<SageRecord> {
		const query = { $expand: 'lines' };
		const request = { method: 'GET', path: `/sop_orders/${String(id)}`, query } as const;
		return recordIn(await this.api.send(request), request);
	}

	/** After the last post: whoever looks last sees what another worker has sent under the same number. */
	private async refuseTwice(despatch: Despatch, sent: DespatchPart[]): Promise<void> {
		const number = numberOf(despatch);
		if (number === undefined) return;
		const { order, known } = despatch;
		const seen = await this.consignments.of(order, number).catch(onSageFailure(nothing));
		if (holdsMore(order, known, sent, seen))
			throw new DespatchedTwice(order, number, receiptsOf(seen));
	}
}

/** The name by which the process's register knows a despatch. */
export function registerName(
	api: SageApi,
	{ order, tracking }: Pick<Despatch, 'order' | 'tracking'>,
): string {
	return `${api.scope}|despatch|${String(order.id)}|${String(tracking.consignment_no ?? '').toLowerCase()}`;
}

function differenceNotes({ tracking }: Despatch, differs: ConsignmentDifference[]): string[] {
	return differs.map(
		({ code, asked, held }) =>
			`Consignment "${String(tracking.consignment_no)}" holds ${held} of ${String(code)}, and ${asked} were asked for.`,
	);
}

/** Stock units of a line among what was sent. */
function sentOf(lineId: number, parts: DespatchPart[]): number {
	const own = parts.filter(({ item }) => Number(item.id) === lineId);
	return round(
		own.reduce((sum, { quantity }) => sum + quantity, 0),
		5,
	);
}

function despatchedOf(order: SageRecord, lineId: number): number {
	return Number(lineOf(order, lineId)?.despatch_receipt_quantity ?? 0);
}

function nothing(): SageRecord[] {
	return [];
}
