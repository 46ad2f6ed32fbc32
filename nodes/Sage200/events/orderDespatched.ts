/** Order Despatched: one item for each despatch, with what a shop needs to tell its customer. */
import type { INodeProperties } from 'n8n-workflow';

import type { TriggerEvent } from '../polling/event';
import type { SageRecord } from '../sage200/protocol/api';
import { groupBy } from '../sage200/values/grouping';
import { readByIds } from '../trigger/byIds';
import { digest } from '../trigger/digest';
import { changedAt, figuresMachine, type FigureSource, type Subject } from '../trigger/figures';
import type { Happening } from '../trigger/happening';
import type { Reading } from '../trigger/reading';
import { readStamp, stampText } from '../trigger/stamps';
import { changeId } from '../trigger/values';
import type { Source } from '../trigger/source';

/** The view of headers has no stamps, the view of lines has (Sage's schema), and all that a header has. */
const LINES: Source = {
	path: '/sop_order_despatch_line_views',
	key: 'sop_despatch_line_id',
	stamp: 'date_time_updated',
	select: [
		'sop_despatch_line_quantity',
		'sop_despatch_id',
		'sop_despatch_document_no',
		'sop_despatch_date',
		'sop_order_line_id',
		'sop_order_line_item_code',
		'sop_order_line_item_description',
		'sop_order_line_quantity',
		'sop_order_line_despatch_quantity',
		'sop_order_id',
		'sop_order_document_no',
		'sop_order_document_date',
		'sop_order_customer_document_no',
		'customer_id',
		'customer_reference',
		'customer_name',
		'product_id',
		'product_code',
		'warehouse_name',
		'sop_despatch_courier_name',
		'sop_despatch_consignment_no',
		'sys_courier_tracking_url',
	],
};

/** Despatches of so many days are remembered from the start, so that one that is changed later is not taken for new. */
const RECENT = 30 * 86_400_000;

const ORDER_FIELDS: INodeProperties = {
	displayName: 'Shop Order Key',
	name: 'orderKeyField',
	type: 'options',
	default: 'customer_document_no',
	options: [
		{ name: 'Analysis Code 1', value: 'analysis_code_1' },
		{ name: 'Analysis Code 2', value: 'analysis_code_2' },
		{ name: 'Analysis Code 3', value: 'analysis_code_3' },
		{ name: 'Analysis Code 4', value: 'analysis_code_4' },
		{ name: 'Analysis Code 5', value: 'analysis_code_5' },
		{ name: 'Customer Order Number', value: 'customer_document_no' },
		{ name: 'Spare Text 1', value: 'spare_text_1' },
		{ name: 'Spare Text 2', value: 'spare_text_2' },
		{ name: 'Spare Text 3', value: 'spare_text_3' },
	],
	description: 'Where the sales order has the number that the shop knows it by',
};

export const orderDespatched: TriggerEvent = {
	value: 'orderDespatched',
	name: 'Order Despatched',
	description:
		'Goods of a sales order were despatched, or the tracking of a despatch was added or changed',
	properties: [ORDER_FIELDS],
	machine: (parameters) =>
		figuresMachine(despatches(parameters.text(ORDER_FIELDS.name)), { first: 'remember' }),
	scope: () => [],
};

/** Whether a despatch is recent: its goods left shortly before the record was written. Older ones were changed for another reason. */
function isRecent(date: unknown, at: number): boolean {
	const despatched = readStamp(date);
	return despatched === undefined || at - despatched.at <= RECENT;
}

/**
 * Where despatches come from.
 * @param keyField field of an order that keeps the shop's number
 */
export function despatches(keyField: string): FigureSource {
	return {
		rows: LINES,
		group: 'sop_despatch_id',
		subjects: (rows) =>
			[...groupBy(rows, ({ sop_despatch_id: id }) => Number(id))].map(([id, lines]) =>
				despatchOf(id, lines),
			),
		remembered: (now) => `sop_despatch_date ge ${stampText(now - RECENT)}`,
		tell: (subject, before) => {
			const { key, figure, at, record } = subject;
			const isFirst = before?.figure === undefined;
			return {
				type:
					isFirst && isRecent(record.despatch_date, at)
						? 'order.despatched'
						: 'order.despatchChanged',
				// One that was not told before goes by itself: invoicing its order moves its stamp.
				id: isFirst ? `despatch:${key}:${figure}` : changeId('despatch', subject, before),
				record,
			};
		},
		complete: (happenings) => withOrders(happenings, keyField),
	};
}

function despatchOf(id: number, lines: SageRecord[]): Subject {
	const [first] = lines;
	const record = {
		despatch_id: id,
		despatch_no: first.sop_despatch_document_no,
		despatch_date: first.sop_despatch_date,
		courier: first.sop_despatch_courier_name,
		consignment_no: first.sop_despatch_consignment_no,
		tracking_url: first.sys_courier_tracking_url,
		order_id: first.sop_order_id,
		order_no: first.sop_order_document_no,
		order_date: first.sop_order_document_date,
		order_key: first.sop_order_customer_document_no,
		customer_id: first.customer_id,
		customer_reference: first.customer_reference,
		customer_name: first.customer_name,
		lines: lines.map(lineOf),
	};
	// What does not concern the despatch, as that its order was invoiced or amended, moves the stamp of its lines as well.
	const sent = record.lines.map(({ despatch_line_id: line, quantity }) => [line, quantity]);
	const told = [record.courier, record.consignment_no, record.tracking_url, sent];
	return {
		key: String(id),
		figure: digest(JSON.stringify(told)),
		at: Math.max(...lines.map((line) => changedAt(line, LINES.stamp))),
		record,
	};
}

function lineOf(line: SageRecord): SageRecord {
	return {
		despatch_line_id: line.sop_despatch_line_id,
		order_line_id: line.sop_order_line_id,
		code: line.product_code ?? line.sop_order_line_item_code,
		description: line.sop_order_line_item_description,
		quantity: line.sop_despatch_line_quantity,
		ordered: line.sop_order_line_quantity,
		product_id: line.product_id,
		warehouse_name: line.warehouse_name,
	};
}

/** Adds whether the order is complete with it, and the key that the shop knows the order by. */
function* withOrders(happenings: Happening[], keyField: string): Reading<Happening[]> {
	const select = ['id', 'despatch_receipt_status', keyField];
	const orders = yield* readByIds(
		{ path: '/sop_orders', query: { $select: [...new Set(select)].join(',') } },
		'id',
		{ field: 'id', ids: happenings.map(({ record }) => record.order_id) },
	);
	const byId = new Map(orders.map((order) => [Number(order.id), order]));
	return happenings.map((happening) => {
		const order = byId.get(Number(happening.record.order_id));
		const { order_key, ...record } = happening.record;
		return {
			...happening,
			record: {
				...record,
				order_key:
					order?.[keyField] ?? (keyField === 'customer_document_no' ? order_key : undefined),
				order_complete: isComplete(order?.despatch_receipt_status),
			},
		};
	});
}

/** Archived orders are not found any more, and old releases have no such field. */
function isComplete(status: unknown): boolean | 'unknown' {
	return typeof status === 'string' ? /full/i.test(status) : 'unknown';
}
