/** Changes an order that is there to what a push says it should be. */
import { amendOrder, type Amended } from './amend';
import { matchLines } from './matching';
import type { SageApi, SageRecord } from '../../protocol/api';
import { InvalidInput, type Problem } from '../../protocol/failures';

import { labelsOf } from '../create/finalise';
import type { OrderPlan } from '../create/plan';

export interface Update {
	plan: OrderPlan;
	/** The order as it would be posted. */
	body: SageRecord;
	/** The order that carries the key. */
	record: SageRecord;
	lookAgainSeconds: number;
}

/** Sends what differs. Lines that the push does not have are cancelled, which leaves a trace. */
export async function bringUpToDate(
	api: SageApi,
	{ plan, body, record, lookAgainSeconds }: Update,
): Promise<Amended> {
	const order = (await api.send({
		method: 'GET',
		path: `/sop_orders/${String(record.id)}`,
		query: { $expand: 'lines,delivery_address' },
	})) as SageRecord;
	const { lines: bodies, ...header } = body;
	// The order stays with its customer.
	delete header.customer_id;
	const wanted = bodies as SageRecord[];
	const problems: Problem[] = [];
	const matches = matchLines(
		wanted.map((line, at) => nameOf(line, labelsOf(plan)[at])),
		(order.lines as SageRecord[] | undefined) ?? [],
		problems,
	);
	if (problems.length > 0) throw new InvalidInput(problems);
	const lines = wanted.map((values, at) => ({
		label: labelsOf(plan)[at],
		id: matches[at] && Number(matches[at].id),
		values,
	}));
	return await amendOrder(api, {
		order,
		wanted: { header, lines, complete: true, removal: 'cancel' },
		lock: true,
		lookAgainSeconds,
	});
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
