/** Changes an order that is there to what a push says it should be. */
import { amendOrder, type Amended } from './amend';
import { matchLines } from './matching';
import { withStoredAddress } from './storedAddress';
import type { Lookups } from '../../lookups/lookups';
import type { SageApi, SageRecord } from '../../protocol/api';
import { InvalidInput, type Problem } from '../../protocol/failures';

import { labelsOf } from '../create/finalise';
import type { OrderPlan } from '../create/plan';

import type { KeyRegister } from '../../push/register';
import type { WantedOrder } from './steps';

export interface ExistingOrder {
	plan: OrderPlan;
	/** The order as it would be posted. */
	body: SageRecord;
	/** The order that carries the key. */
	record: SageRecord;
	lookups: Lookups;
	lookAgainSeconds: number;
	doubtSeconds: number;
}

export interface AmendedOrder extends Amended {
	notes: string[];
}

/**
 * Sends what differs. Lines that the push does not have are cancelled, which leaves a trace.
 * @throws InvalidInput when a line cannot be what is wanted
 * @throws AmendmentInDoubt when an earlier change of the order may still arrive
 * @throws AmendmentFailed when some or all of it is not there in the end
 */
export async function amendExisting(
	api: SageApi,
	register: KeyRegister,
	{ plan, body, record, lookups, lookAgainSeconds, doubtSeconds }: ExistingOrder,
): Promise<AmendedOrder> {
	const order = (await api.send({
		method: 'GET',
		path: `/sop_orders/${String(record.id)}`,
		query: { $expand: 'lines,delivery_address' },
	})) as SageRecord;
	let notes: string[] = [];
	const amended = await amendOrder(api, register, {
		order,
		async wantedOf(current) {
			const wanted = wantedOf(plan, body, current);
			const addressed = await withStoredAddress(lookups, current, wanted.header);
			({ notes } = addressed);
			return { ...wanted, header: addressed.header };
		},
		lock: true,
		lookAgainSeconds,
		doubtSeconds,
	});
	return { ...amended, notes };
}

function wantedOf(plan: OrderPlan, body: SageRecord, current: SageRecord): WantedOrder {
	const { lines: bodies, ...header } = body;
	// The order stays with its customer.
	delete header.customer_id;
	// A discount on all of an order that is there stays where the push says nothing of one.
	const { header: given, prices } = plan.request;
	if (prices.use === 'shop' && given.document_discount_percent === undefined)
		delete header.document_discount_percent;
	const wanted = bodies as SageRecord[];
	const labels = labelsOf(plan);
	const problems: Problem[] = [];
	const matches = matchLines(
		wanted.map((line, at) => nameOf(line, labels[at])),
		(current.lines as SageRecord[] | undefined) ?? [],
		problems,
	);
	if (problems.length > 0) throw new InvalidInput(problems);
	const lines = wanted.map((values, at) => ({
		label: labels[at],
		id: matches[at] && Number(matches[at].id),
		values,
	}));
	return { header, lines, complete: true, removal: 'cancel' };
}

function nameOf(
	{ line_type, code, description }: SageRecord,
	label: string,
): { label: string; type: string; code?: string; description?: string } {
	return {
		label,
		type: String(line_type),
		code: code as string | undefined,
		description: description as string | undefined,
	};
}
