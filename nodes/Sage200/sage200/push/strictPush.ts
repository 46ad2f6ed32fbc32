/**
 * Strict protection, for several workers that know nothing of each other: a draft is posted, looked for, and the one with
 * the lowest ID is confirmed, whoever posted it; then one more look.
 */
import { unclearAnswer } from '../protocol/answer';
import type { SageRecord } from '../protocol/api';
import { InvalidInput, onSageFailure, SageFailure } from '../protocol/failures';
import { lookFor, unseen } from '../protocol/looking';

import type { DocumentKind, Drafts } from './documentKind';
import type { PendingDocument } from './pending';
import { keyTaken, Push, type Kept, type PushContext } from './push';
import { survivorOf } from './survivor';
import type { Seat } from './together';

/** A kind of document that has drafts. */
type WithDrafts<Body extends object> = DocumentKind<Body> & { readonly drafts: Drafts<Body> };

const NO_DRAFTS =
	'This Sage 200 site has no drafts, which came in July 2021: a push that is cut off may leave an order behind.';

/** A worker that runs confirms its draft when it has waited once and looked once; it is given twice that time. */
const LIVE_WORKER_LOOKS = 2;

export class StrictPush<Body extends object> extends Push<Body> {
	private readonly drafts: Drafts<Body>;

	constructor(
		context: PushContext<Body> & { kind: WithDrafts<Body> },
		pending: PendingDocument<Body>,
		seat: Seat,
	) {
		super(context, pending, seat);
		this.drafts = context.kind.drafts;
	}

	protected async post(): Promise<Kept> {
		const body = await this.pending.complete();
		this.posted = true;
		let draft: SageRecord;
		try {
			draft = await this.context.place.post(
				this.pending,
				async () => await this.answered(await this.drafts.post(body)),
			);
		} catch (error) {
			// A draft that arrives late harms nobody: the next push of its key discards it.
			return await this.afterFailedPost(error);
		}
		const { record } = await this.resolveDraft(draft);
		return { record, outcome: record.id === draft.id ? 'created' : 'existing' };
	}

	/** What becomes of the draft that this push posted. */
	private async resolveDraft(draft: SageRecord): Promise<Kept> {
		const seen = await this.lookTogether();
		const mine = await this.withoutForeign(draft, seen);
		const own = mine.find(({ id }) => id === draft.id) ?? draft;
		const all = mine.includes(own) ? mine : [...mine, own];
		if (!this.drafts.isDraft(own)) {
			// A site without drafts made a document of it at once: then the last look tells who was first.
			this.notes.push(NO_DRAFTS);
			return await this.lastLook({ record: own, outcome: 'recovered' });
		}
		return await this.keepOne(all, draft);
	}

	/**
	 * When two accounts push one key at the same moment, the first has it.
	 * @throws InvalidInput when that is the other one; then this push's draft is discarded
	 */
	private async withoutForeign(draft: SageRecord, seen: SageRecord[]): Promise<SageRecord[]> {
		const mine: SageRecord[] = [];
		for (const record of seen) {
			const reason = record.id === draft.id ? undefined : await this.pending.foreignReason(record);
			if (reason === undefined) mine.push(record);
			else if (survivorOf([draft, record], this.context.kind) === record) {
				await this.discard(draft).catch(onSageFailure(unseen));
				throw new InvalidInput([keyTaken(this.pending, this.context.kind, reason)]);
			}
		}
		return mine;
	}

	/**
	 * The survivor is confirmed and other drafts, which killed workers left, are discarded. What was found before this push
	 * posted anything may be the draft of a worker that still runs, which gets the time to confirm it.
	 */
	protected async keepSurvivor(candidates: SageRecord[]): Promise<Kept> {
		this.seat.leave();
		const survivor = survivorOf(candidates, this.context.kind);
		if (!this.drafts.isDraft(survivor)) return await this.keepOne(candidates);
		const now = await this.confirmedByOthers(candidates);
		return await this.keepOne(now);
	}

	private async confirmedByOthers(candidates: SageRecord[]): Promise<SageRecord[]> {
		let now = candidates;
		for (
			let look = 0;
			look < LIVE_WORKER_LOOKS && this.context.settings.settleSeconds > 0;
			look++
		) {
			await this.wait(this.context.settings.settleSeconds);
			const found = await this.refuseForeign(await this.find());
			if (found.length > 0) now = found;
			if (now.some((record) => !this.drafts.isDraft(record))) break;
		}
		return now;
	}

	/** @param own the draft that this push posted, if it did */
	private async keepOne(candidates: SageRecord[], own?: SageRecord): Promise<Kept> {
		const survivor = survivorOf(candidates, this.context.kind);
		const drafts = candidates.filter((record) => this.drafts.isDraft(record));
		if (!drafts.includes(survivor)) {
			await this.discardAll(drafts, survivor);
			return { record: survivor, outcome: 'existing' };
		}
		const confirmed = await this.confirmed(survivor, own);
		if (!confirmed) return await this.replaced(survivor, candidates, own);
		await this.discardAll(drafts, confirmed.record);
		return await this.lastLook(confirmed);
	}

	/**
	 * Confirms a draft; should another worker have confirmed or discarded it, what that worker made of the key counts.
	 * @returns `existing` when that was another worker; undefined when Sage refuses to confirm it as it is
	 * @throws SageFailure for a refusal of this push's own draft, which is discarded; InDoubt
	 */
	private async confirmed(draft: SageRecord, own?: SageRecord): Promise<Kept | undefined> {
		const answer = await this.repeated(async () => await this.drafts.confirm(Number(draft.id)));
		if (!(answer instanceof SageFailure)) return { record: answer, outcome: 'recovered' };
		const failure = answer;
		if (failure.kind === 'refused') {
			const reading = this.context.kind.read(Number(draft.id));
			const now = await reading.catch(this.leavingDoubt(failure));
			if (now && !this.drafts.isDraft(now)) return { record: now, outcome: 'existing' };
			if (now && draft.id !== own?.id) return undefined;
			if (now) {
				// One that is left is discarded by the next push.
				await this.discard(draft).catch(onSageFailure(unseen));
				throw failure;
			}
		}
		const raced = isOfDocument(failure);
		if (!raced && !failure.inDoubt) throw failure;
		this.seat.leave();
		const found = await this.lookAgain((records) =>
			records.some((record) => !this.drafts.isDraft(record)),
		);
		if (found.length > 0)
			return { record: survivorOf(found, this.context.kind), outcome: 'existing' };
		throw raced ? failure : this.inDoubt(failure);
	}

	/** A draft that was left behind and that Sage will not confirm makes room for the order as it is pushed now. */
	private async replaced(
		refused: SageRecord,
		candidates: SageRecord[],
		own?: SageRecord,
	): Promise<Kept> {
		await this.discard(refused);
		const left = candidates.filter(({ id }) => id !== refused.id);
		return left.length > 0 ? await this.keepOne(left, own) : await this.post();
	}

	/** Two workers may have confirmed at the same moment: both see both now, and the lowest ID is kept. */
	private async lastLook({ record, outcome }: Kept): Promise<Kept> {
		const found = await this.lookTogether();
		const seen: SageRecord[] = [];
		for (const each of found) {
			const foreign = await this.pending.foreignReason(each);
			if (!foreign && !this.drafts.isDraft(each)) seen.push(each);
		}
		const candidates = seen.some(({ id }) => id === record.id) ? seen : [...seen, record];
		const survivor = survivorOf(candidates, this.context.kind);
		await this.discardAll(candidates, survivor);
		return survivor.id === record.id
			? { record, outcome }
			: { record: survivor, outcome: 'existing' };
	}

	/**
	 * The shared look at what carries the key.
	 * @throws InDoubt when it fails: what was sent before it is in Sage
	 */
	private async lookTogether(): Promise<SageRecord[]> {
		const looking = this.seat.look(this.pending.key);
		return this.concerning(await looking.catch(this.leavingDoubt()));
	}

	/**
	 * For `.catch()` of a look.
	 * @param cause what is told; what the look failed with unless it is given
	 */
	private leavingDoubt(cause?: SageFailure): (error: unknown) => never {
		return onSageFailure((failure) => {
			throw this.inDoubt(cause ?? failure);
		});
	}

	private async discardAll(candidates: SageRecord[], survivor: SageRecord): Promise<void> {
		for (const each of candidates.filter(({ id }) => id !== survivor.id)) await this.discard(each);
	}

	private async discard({ id }: SageRecord): Promise<void> {
		const answer = await this.repeated(async () => await this.drafts.discard(Number(id)));
		// Another worker may have discarded it already.
		if (answer instanceof SageFailure && answer.kind !== 'notFound') throw answer;
	}

	/**
	 * Does what does no harm when it is done twice, again after an unclear answer. From then on only Sage's own word on the
	 * document ends it: a call that does not get there says nothing of the one before.
	 * @returns also the failure that stands
	 */
	private async repeated<T>(act: () => Promise<T>): Promise<T | SageFailure> {
		const { api, kind, settings } = this.context;
		let unclear: SageFailure | undefined;
		const answered = await lookFor(api, settings.lookAgainSeconds, async () => {
			const answer = await act().catch(onSageFailure((failure) => failure));
			if (!(answer instanceof SageFailure)) return { answer };
			if (!answer.inDoubt && (!unclear || isOfDocument(answer))) return { answer };
			unclear ??= answer;
			this.seat.leave();
			return undefined;
		});
		if (answered) return answered.answer;
		return unclear ?? unclearAnswer({ method: 'PUT', path: `/${kind.resource}` });
	}

	/** A draft that arrives late is no order, so nothing needs to be remembered. */
	protected doubt(): void {
		return;
	}
}

/** Whether Sage had the call before it and answered for the document. */
function isOfDocument({ kind }: SageFailure): boolean {
	return kind === 'notFound' || kind === 'refused';
}
