/** Sales orders that are put on hold, pass the credit limit, are despatched, invoiced or cancelled. */
import type { INodeProperties } from 'n8n-workflow';

import type { TriggerEvent } from '../polling/event';
import type { SageRecord } from '../sage200/protocol/api';
import { changedAt, figuresMachine, type FigureSource } from '../trigger/figures';
import { figureOf, showTurning, tellTurning } from '../trigger/statuses';
import type { Source } from '../trigger/source';

import { figureRules, firstPoll, NIGHTLY } from './shared/comparing';
import { statusesOf } from './shared/statuses';

const ORDERS: Source = {
	path: '/sop_orders',
	key: 'id',
	stamp: 'date_time_updated',
	select: [
		'id',
		'document_no',
		'document_date',
		'customer_id',
		'customer_document_no',
		'document_status',
		'despatch_receipt_status',
		'invoice_credit_status',
		'cancelled_status',
		'is_credit_limit_exceeded',
		'total_gross_value',
	],
};

const STATUSES: INodeProperties = {
	displayName: 'Statuses',
	name: 'orderStatuses',
	type: 'multiOptions',
	default: [
		'cancelled',
		'creditLimitExceeded',
		'fullyDespatched',
		'fullyInvoiced',
		'onHold',
		'partlyDespatched',
	],
	options: [
		{ name: 'Cancelled', value: 'cancelled' },
		{ name: 'Complete', value: 'complete' },
		{ name: 'Credit Limit Exceeded', value: 'creditLimitExceeded' },
		{ name: 'Fully Despatched', value: 'fullyDespatched' },
		{ name: 'Fully Invoiced', value: 'fullyInvoiced' },
		{ name: 'In Dispute', value: 'inDispute' },
		{ name: 'Live', value: 'live' },
		{ name: 'On Hold', value: 'onHold' },
		{ name: 'Partly Despatched', value: 'partlyDespatched' },
		{ name: 'Partly Invoiced', value: 'partlyInvoiced' },
	],
	description: 'What to wait for; an order that gets or loses one of them is sent',
};

export const orderStatusChanged: TriggerEvent = {
	value: 'orderStatusChanged',
	name: 'Order Status Changed',
	description:
		'A sales order went live, on hold, over the credit limit, or was despatched, invoiced or cancelled',
	properties: [STATUSES, firstPoll('states of orders', 'changes'), NIGHTLY],
	machine: (parameters) =>
		figuresMachine(orders(statusesOf(parameters, STATUSES)), figureRules(parameters)),
	scope: (parameters) => [statusesOf(parameters, STATUSES)],
};

/**
 * Where the statuses of sales orders come from.
 * @param told the statuses whose beginning and end are told
 */
export function orders(told: string[]): FigureSource {
	const wanted = new Set(told);
	return {
		rows: ORDERS,
		group: 'id',
		subjects: (rows) =>
			rows.map((row) => ({
				key: String(row.id),
				figure: figureOf(wordsFor(row)),
				at: changedAt(row, ORDERS.stamp),
				record: row,
			})),
		tell: (subject, before) => tellTurning('order', subject, before, wanted),
		show: (subject) => showTurning('order', subject),
	};
}

const DOCUMENT: Record<string, string> = {
	EnumDocumentStatusLive: 'live',
	EnumDocumentStatusOnHold: 'onHold',
	EnumDocumentStatusComplete: 'complete',
	EnumDocumentStatusDispute: 'inDispute',
	EnumDocumentStatusCancelled: 'cancelled',
};

/** Sage's middle value of a process status was never seen in a reply; it is taken to hold "Part" (api.md j). */
function progress(status: unknown, partly: string, fully: string): string[] {
	if (/full/i.test(String(status))) return [fully];
	return /part/i.test(String(status)) ? [partly] : [];
}

function wordsFor(row: SageRecord): string[] {
	const document = DOCUMENT[String(row.document_status)];
	const words = [
		...(document ? [document] : []),
		...progress(row.despatch_receipt_status, 'partlyDespatched', 'fullyDespatched'),
		...progress(row.invoice_credit_status, 'partlyInvoiced', 'fullyInvoiced'),
		...(/full/i.test(String(row.cancelled_status)) ? ['cancelled'] : []),
		...(row.is_credit_limit_exceeded === true ? ['creditLimitExceeded'] : []),
	];
	return [...new Set(words)];
}
