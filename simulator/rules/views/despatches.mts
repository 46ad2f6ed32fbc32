/**
 * Views of despatches; what a shop is told about a parcel comes from here (api.md j 6).
 * Fields: the schema. How a tracking address is made of a courier's and a number is the simulator's choice.
 */
import type { Body, Company, Projections, Row } from '../../world.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { enumDescription, enumId, optional } from '../foundation/records.mts';
import { holdingIn } from '../stock/levels.mts';
import { assembled, view, type Parts } from './view.mts';

const KEYS = {
	sop_despatch_id: 'id',
	sop_order_id: 'sop_order_id',
	sop_despatch_document_no: 'despatch_no',
};

export const despatchViews: Projections = {
	sop_order_despatch_views: view('sop_despatch_receipts', KEYS, (row, company) => [
		assembled('sop_order_despatch_view', headerParts(row, company)),
	]),
	sop_order_despatch_line_views: view('sop_despatch_receipts', KEYS, lines),
};

function headerParts(receipt: Row, company: Company): Parts {
	const order = optional(company, 'sop_orders', receipt.sop_order_id);
	const courier = optional(company, 'couriers', receipt.courier_id);
	return {
		'': receipt,
		sop_despatch_: {
			...receipt,
			document_no: receipt.despatch_no,
			date: receipt.despatch_date,
			user_name: receipt.despatched_by,
			courier_name: textOf(courier?.name),
			incoterm: textOf(optional(company, 'sop_incoterms', receipt.sop_incoterm_id)?.name),
			export_reason: textOf(
				optional(company, 'sop_export_reasons', receipt.sop_export_reason_id)?.name,
			),
		},
		sop_order_: order && {
			...order,
			document_status_id: enumId(company, 'sop_document_status_types', order.document_status),
			document_status_type: enumDescription(
				company,
				'sop_document_status_types',
				order.document_status,
			),
		},
		customer_: optional(company, 'customers', order?.customer_id),
		sys_courier_: { tracking_url: trackingUrl(courier, textOf(receipt.consignment_no)) },
	};
}

function lines(receipt: Row, company: Company): Body[] {
	const order = optional(company, 'sop_orders', receipt.sop_order_id);
	const header = headerParts(receipt, company);
	return rowsOf(receipt.despatched_lines).map((despatched) => {
		const line = rowsOf(order?.lines).find(({ id }) => id === despatched.sop_order_line_id) ?? {};
		const holding = holdingIn(company, line.product_id, line.warehouse_id);
		return assembled('sop_order_despatch_line_view', {
			...header,
			sop_despatch_line_: { id: despatched.id, quantity: despatched.quantity, is_invoiced: false },
			sop_order_line_: {
				id: line.id,
				type_id: enumId(company, 'order_return_line_types', line.line_type),
				item_code: line.code,
				item_description: textOf(line.description).slice(0, 60),
				print_sequence_number: line.line_number,
				quantity: line.line_quantity,
				despatch_quantity: line.despatch_receipt_quantity,
			},
			product_: optional(company, 'products', line.product_id),
			warehouse_holding_: holding,
			warehouse_: optional(company, 'warehouses', line.warehouse_id),
		});
	});
}

function trackingUrl(courier: Row | undefined, consignment: string): string {
	return consignment === ''
		? ''
		: textOf(courier?.tracking_url).replace('{consignment_no}', encodeURIComponent(consignment));
}
