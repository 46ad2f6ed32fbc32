/**
 * Creates a customer's account once.
 *
 * Sage has each reference once. So a post that got no clear answer may go out again with the same reference, and either
 * makes the account or is refused because the first one did. The customer is looked for after a free reference was read
 * and before it is used: what lands before the look is found, and what lands after it has taken the reference.
 */
import { DOUBT_SECONDS, FIRST_WAIT_SECONDS, inWords } from '../protocol/waits';
import type { SageApi, SageRecord } from '../protocol/api';
import { InvalidInput, onSageFailure, SageFailure } from '../protocol/failures';
import { documentIn } from '../protocol/answer';
import { unseen } from '../protocol/looking';
import { condition } from '../lookups/odata';

import { ReferenceSeries } from './referenceMask';

/** How often a post may get no clear answer. */
const UNCLEAR = 5;
/** How often others may be quicker with a reference: each time one more is theirs. */
const TAKEN = 50;

export interface NewCustomer {
	/** The account's fields, as Sage takes them. */
	body: SageRecord;
	/** Makes the reference where the body has none; where empty, Sage numbers accounts itself. */
	mask: string;
	/**
	 * Looks for the customer anew, by what tells it from others.
	 * @param reference that was posted: among several accounts of the customer the one with it is meant
	 */
	find(reference?: unknown): Promise<SageRecord | undefined>;
	/** Remembers that a post without a reference got no clear answer. */
	doubt(seconds: number): void;
	/** True while such a post may still arrive. */
	inDoubt(): boolean;
	/** Waits for one's turn at references with this beginning. */
	turn(stem: string): Promise<ReferenceTurn>;
}

/** While it lasts nobody else in this process takes a reference of the series. */
export interface ReferenceTurn {
	/** Whether this process gave the reference to an account, which Sage's lists may not show yet. */
	isUsed(reference: string): boolean;
	/** Remembers the reference of a new account. */
	use(customer: SageRecord): void;
	end(): void;
}

export interface CreatedCustomer {
	customer: SageRecord;
	/** Matched: it was there already, or somebody else was quicker. */
	outcome: 'created' | 'matched';
}

/**
 * The customer's account, made unless it is there.
 * @throws SageFailure when Sage refuses the account, or gives no clear answer again and again
 */
export async function createCustomer(api: SageApi, wanted: NewCustomer): Promise<CreatedCustomer> {
	const { body, mask, find, turn } = wanted;
	if (body.reference !== undefined) return (await matched(find)) ?? (await posted(api, body, find));
	if (mask === '') return await postedUnnumbered(api, wanted);
	const series = new ReferenceSeries(mask, String(body.name));
	// Within this process one after the other: else all would try for the same number, and all but one in vain.
	const own = await turn(series.stem);
	try {
		const created = await postedWithin(api, series, own, wanted);
		own.use(created.customer);
		return created;
	} finally {
		own.end();
	}
}

async function matched(find: NewCustomer['find']): Promise<CreatedCustomer | undefined> {
	const customer = await find();
	return customer && { customer, outcome: 'matched' };
}

/**
 * Posts without a reference, for Sage numbers accounts itself. Nothing keeps a second post from making a second account,
 * so none is sent while the first may still arrive.
 * @throws SageFailure
 */
async function postedUnnumbered(
	api: SageApi,
	{ body, find, doubt, inDoubt }: NewCustomer,
): Promise<CreatedCustomer> {
	const known = await matched(find);
	if (known) return known;
	if (inDoubt()) throw stillInDoubt();
	const answer = await post(api, body).catch(onSageFailure((failure) => failure));
	if (!(answer instanceof SageFailure)) return { customer: answer, outcome: 'created' };
	if (!answer.inDoubt) throw answer;
	doubt(DOUBT_SECONDS);
	const customer = await find().catch(onSageFailure(unseen));
	if (customer) return { customer, outcome: 'created' };
	throw answer.explained(
		'Whether the account was created is not known: push the order again, which looks for the account first. The order was not sent.',
	);
}

function stillInDoubt(): SageFailure {
	return new SageFailure({
		kind: 'dropped',
		method: 'POST',
		path: '/customers',
		note: `An attempt of a moment ago to create this account got no clear answer, and the account is not there yet. It was not sent again, nor was the order: push the order again ${inWords(DOUBT_SECONDS)}.`,
	});
}

/** Posts with the next free reference, until nobody else was quicker with it. */
async function postedWithin(
	api: SageApi,
	series: ReferenceSeries,
	turn: ReferenceTurn,
	{ body, find }: NewCustomer,
): Promise<CreatedCustomer> {
	for (let tried = 1; ; tried++) {
		const reference = await freeReference(api, series, turn);
		const known = await matched(find);
		if (known) return known;
		const answer = await posted(api, { ...body, reference }, find).catch(
			onSageFailure((failure) => failure),
		);
		if (!(answer instanceof SageFailure)) return answer;
		// Refused although nobody has the reference: Sage minds something else.
		if (answer.kind !== 'refused' || tried === TAKEN || !(await isTaken(api, reference)))
			throw answer;
	}
}

/**
 * Posts with one reference, again after an unclear answer.
 * @throws SageFailure
 */
async function posted(
	api: SageApi,
	body: SageRecord,
	find: NewCustomer['find'],
): Promise<CreatedCustomer> {
	let wait = FIRST_WAIT_SECONDS;
	for (let attempt = 1; ; attempt++) {
		const answer = await post(api, body).catch(onSageFailure((failure) => failure));
		if (!(answer instanceof SageFailure)) return { customer: answer, outcome: 'created' };
		if (answer.kind !== 'refused' && !answer.inDoubt) throw answer;
		// A look that fails tells nothing of the post.
		const customer = await find(body.reference).catch(onSageFailure(unseen));
		if (customer)
			return { customer, outcome: attempt > 1 || answer.inDoubt ? 'created' : 'matched' };
		if (!answer.inDoubt) throw answer;
		if (attempt === UNCLEAR)
			throw answer.explained(
				`Whether account "${String(body.reference)}" was created is not known: push the order again, for the reference keeps the account from being created twice. The order was not sent.`,
			);
		await api.wait(wait * 1000);
		wait *= 2;
	}
}

async function post(api: SageApi, body: SageRecord): Promise<SageRecord> {
	const request = { method: 'POST', path: '/customers', body } as const;
	return documentIn(await api.send(request), request);
}

async function freeReference(
	api: SageApi,
	series: ReferenceSeries,
	turn: ReferenceTurn,
): Promise<string> {
	const filter = condition('reference', 'startswith', series.stem);
	const rows = await api.list({
		path: '/customers',
		query: { $select: 'id,reference', $filter: series.stem === '' ? undefined : filter },
	});
	const taken = rows.map((row) => String(row.reference ?? ''));
	let reference = series.next(taken);
	while (reference !== undefined && turn.isUsed(reference)) {
		taken.push(reference);
		reference = series.next(taken);
	}
	if (reference !== undefined) return reference;
	throw new InvalidInput([
		{
			field: 'Reference Mask',
			message: `all references that start with "${series.stem}" are taken`,
			remedy: 'Use a mask with more digits.',
		},
	]);
}

async function isTaken(api: SageApi, reference: string): Promise<boolean> {
	const rows = await api.list({
		path: '/customers',
		query: { $select: 'id,reference', $filter: condition('reference', 'eq', reference) },
	});
	return rows.length > 0;
}
