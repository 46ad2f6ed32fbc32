/**
 * Creates a customer's account once.
 *
 * The reference is what makes it safe: Sage has each once. So a post that got no clear answer may go out again with the
 * same reference, and either makes the account or is refused because the first one did.
 */
import type { SageApi, SageRecord } from '../api';
import { InvalidInput, onSageFailure, SageFailure } from '../failures';
import { documentIn } from '../once/answer';
import { condition } from '../query';

import { ReferenceSeries } from './referenceMask';

/** So many times a post may be refused or get no clear answer. */
const ATTEMPTS = 5;
const FIRST_WAIT_SECONDS = 1;

export interface NewCustomer {
	/** The account's fields, as Sage takes them. */
	body: SageRecord;
	/** Makes the reference where the body has none; where empty, Sage numbers accounts itself. */
	mask: string;
	/** Looks for the customer anew, by what tells it from others. */
	find(): Promise<SageRecord | undefined>;
}

/** @throws SageFailure when Sage refuses the account, or gives no clear answer again and again */
export async function createCustomer(
	api: SageApi,
	{ body, mask, find }: NewCustomer,
): Promise<SageRecord> {
	const series =
		body.reference === undefined && mask !== ''
			? new ReferenceSeries(mask, String(body.name))
			: undefined;
	let reference = series ? await freeReference(api, series) : body.reference;
	let wait = FIRST_WAIT_SECONDS;
	for (let attempt = 1; ; attempt++) {
		const answer = await post(api, { ...body, reference }).catch(
			onSageFailure((failure) => failure),
		);
		if (!(answer instanceof SageFailure)) return answer;
		if (answer.kind !== 'refused' && !answer.inDoubt) throw answer;
		const own = await find();
		if (own) return own;
		// Without a reference of ours a second post could make a second account.
		if (attempt === ATTEMPTS || reference === undefined) throw explained(answer, reference);
		if (answer.inDoubt) {
			await api.wait(wait * 1000);
			wait *= 2;
			continue;
		}
		// Refused although nobody has the reference: Sage minds something else.
		if (!series || !(await isTaken(api, String(reference)))) throw answer;
		reference = await freeReference(api, series);
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
			: `Run the item again: whether account "${String(reference)}" was created is not known, but its reference keeps it from being created twice. The order was not sent.`,
	);
}
