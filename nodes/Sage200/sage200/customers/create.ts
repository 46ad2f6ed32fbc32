/**
 * Creates a customer's account once.
 *
 * The reference is what makes it safe: Sage has each once. So a post that got no clear answer may go out again with the
 * same reference, and either makes the account or is refused because the first one did.
 */
import { FIRST_WAIT_SECONDS } from '../protocol/waits';
import type { SageApi, SageRecord } from '../protocol/api';
import { InvalidInput, onSageFailure, SageFailure } from '../protocol/failures';
import { documentIn } from '../protocol/answer';
import { condition } from '../lookups/odata';

import { ReferenceSeries } from './referenceMask';

/** So many times a post may get no clear answer. */
const UNCLEAR = 5;
/** So many times others may be quicker with a reference: each time one more is theirs. */
const TAKEN = 50;

export interface NewCustomer {
	/** The account's fields, as Sage takes them. */
	body: SageRecord;
	/** Makes the reference where the body has none; where empty, Sage numbers accounts itself. */
	mask: string;
	/** Looks for the customer anew, by what tells it from others. */
	find(): Promise<SageRecord | undefined>;
	/**
	 * Waits for one's turn at references with this beginning.
	 * @returns what ends the turn
	 */
	turn(stem: string): Promise<() => void>;
}

/** @throws SageFailure when Sage refuses the account, or gives no clear answer again and again */
export async function createCustomer(
	api: SageApi,
	{ body, mask, find, turn }: NewCustomer,
): Promise<SageRecord> {
	if (body.reference !== undefined || mask === '') return await posted(api, body, find);
	const series = new ReferenceSeries(mask, String(body.name));
	// Within this process one after the other: else all would try for the same number, and all but one in vain.
	const end = await turn(series.stem);
	try {
		return await postedWithin(api, series, body, find);
	} finally {
		end();
	}
}

/** Posts with the next free reference, until nobody else was quicker with it. */
async function postedWithin(
	api: SageApi,
	series: ReferenceSeries,
	body: SageRecord,
	find: NewCustomer['find'],
): Promise<SageRecord> {
	for (let tried = 1; ; tried++) {
		const reference = await freeReference(api, series);
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
): Promise<SageRecord> {
	let wait = FIRST_WAIT_SECONDS;
	for (let attempt = 1; ; attempt++) {
		const answer = await post(api, body).catch(onSageFailure((failure) => failure));
		if (!(answer instanceof SageFailure)) return answer;
		if (answer.kind !== 'refused' && !answer.inDoubt) throw answer;
		const own = await find();
		if (own) return own;
		// Without a reference of ours a second post could make a second account.
		if (!answer.inDoubt || attempt === UNCLEAR || body.reference === undefined)
			throw explained(answer, body.reference);
		await api.wait(wait * 1000);
		wait *= 2;
	}
}

async function post(api: SageApi, body: SageRecord): Promise<SageRecord> {
	const request = { method: 'POST', path: '/customers', body } as const;
	return documentIn(await api.send(request), request);
}

async function freeReference(api: SageApi, series: ReferenceSeries): Promise<string> {
	const filter = condition('reference', 'startswith', series.stem);
	const rows = await api.list({
		path: '/customers',
		query: { $select: 'id,reference', $filter: series.stem === '' ? undefined : filter },
	});
	const reference = series.next(rows.map((row) => String(row.reference ?? '')));
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

function explained(failure: SageFailure, reference: unknown): SageFailure {
	if (!failure.inDoubt) return failure;
	return failure.explained(
		reference === undefined
			? 'Whether the account was created is not known: look in Sage 200 before running the item again. The order was not sent.'
			: `Whether account "${String(reference)}" was created is not known: push the order again, for the reference keeps the account from being created twice. The order was not sent.`,
	);
}
