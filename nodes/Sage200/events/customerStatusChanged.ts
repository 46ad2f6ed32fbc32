/** Customers that are put on hold, pass their credit limit, or are hidden. */
import type { INodeProperties } from 'n8n-workflow';

import type { TriggerEvent } from '../polling/event';
import type { SageRecord } from '../sage200/protocol/api';
import { changedAt, figuresMachine, type FigureSource } from '../trigger/figures';
import { figureOf, showTurning, tellTurning } from '../trigger/statuses';
import type { Source } from '../trigger/source';

import { figureRules, firstPoll, NIGHTLY } from './shared/comparing';
import { statusesOf } from './shared/statuses';

const CUSTOMERS: Source = {
	path: '/customers',
	key: 'id',
	stamp: 'date_time_updated',
	select: [
		'id',
		'reference',
		'name',
		'on_hold',
		'status_reason',
		'account_status_type',
		'balance',
		'credit_limit',
	],
};

const STATUSES: INodeProperties = {
	displayName: 'Statuses',
	name: 'customerStatuses',
	type: 'multiOptions',
	default: ['hidden', 'onHold', 'overCreditLimit'],
	options: [
		{ name: 'Hidden', value: 'hidden' },
		{ name: 'On Hold', value: 'onHold' },
		{ name: 'Over Credit Limit', value: 'overCreditLimit' },
	],
	description: 'What to wait for; a customer who gets or loses one of them is sent',
};

export const customerStatusChanged: TriggerEvent = {
	value: 'customerStatusChanged',
	name: 'Customer Status Changed',
	description: 'A customer was put on hold, passed the credit limit or was hidden, or no longer is',
	properties: [STATUSES, firstPoll('states of customers', 'remember'), NIGHTLY],
	machine: (parameters) =>
		figuresMachine(customers(statusesOf(parameters, STATUSES)), figureRules(parameters)),
	scope: (parameters) => [statusesOf(parameters, STATUSES)],
};

/**
 * Where the statuses of customers come from.
 * @param told the statuses whose beginning and end are told
 */
export function customers(told: string[]): FigureSource {
	const wanted = new Set(told);
	return {
		rows: CUSTOMERS,
		group: 'id',
		subjects: (rows) =>
			rows.map((row) => ({
				key: String(row.id),
				figure: figureOf(wordsFor(row)),
				at: changedAt(row, CUSTOMERS.stamp),
				record: row,
			})),
		tell: (subject, before) => tellTurning('customer', subject, before, wanted),
		show: (subject) => showTurning('customer', subject),
	};
}

/** A limit of 0 is none. */
function wordsFor(row: SageRecord): string[] {
	const limit = Number(row.credit_limit ?? 0);
	return [
		...(row.on_hold === true ? ['onHold'] : []),
		...(limit > 0 && Number(row.balance ?? 0) > limit ? ['overCreditLimit'] : []),
		...(/hidden/i.test(String(row.account_status_type)) ? ['hidden'] : []),
	];
}
