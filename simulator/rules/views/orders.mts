/**
 * Views and lookups of sales and purchase documents. Fields, with ids of enums in the place of their texts: the schema.
 */
import type { Body, Company, Projection, Projections, Row } from '../../world.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { enumDescription, enumId, optional, settings } from '../foundation/records.mts';
import { ALLOCATIONS } from '../orders/allocation.mts';
import type { DocumentKind } from '../orders/kind.mts';
import { PURCHASE_ORDER, SALES_ORDER, SALES_QUOTE, SALES_RETURN } from '../orders/kinds.mts';
import { addressPart, currencyPart, taxPart } from './parts.mts';
import { assembled, view } from './view.mts';

export const orderViews: Projections = {
	lookup_sop_orders: lookups(SALES_ORDER),
	lookup_sop_quotes: lookups(SALES_QUOTE),
	lookup_sop_returns: lookups(SALES_RETURN),
	lookup_pop_orders: lookups(PURCHASE_ORDER),
	sop_order_line_views: lineViews(SALES_ORDER),
	sop_quote_line_views: lineViews(SALES_QUOTE),
	sop_return_line_views: lineViews(SALES_RETURN),
	pop_order_line_views: lineViews(PURCHASE_ORDER),
	sop_order_return_views: bothKinds(SALES_ORDER, SALES_RETURN),
	pop_order_return_views: headerViews(PURCHASE_ORDER, 'pop_order_return_view'),
	sop_quote_views: headerViews(SALES_QUOTE, 'sop_quote_view'),
	sop_allocation_line_views: view(
		ALLOCATIONS,
		{ sop_order_return_line_id: 'sop_order_line_id' },
		allocation,
	),
};

function keysOf({ trader, schema }: DocumentKind): Record<string, string> {
	const own = `${trader.name}_document_no`;
	return {
		id: 'id',
		document_no: 'document_no',
		[own]: own,
		[trader.key]: trader.key,
		[`${schema}_id`]: 'id',
		[`${schema}_document_no`]: 'document_no',
		[`${schema}_${own}`]: own,
	};
}

function lookups(kind: DocumentKind): Projection {
	return view(kind.resource, keysOf(kind), (row, company) => [
		{ ...row, document_status_id: statusId(company, row) },
	]);
}

function lineViews(kind: DocumentKind): Projection {
	return view(kind.resource, keysOf(kind), (row, company) =>
		rowsOf(row.lines).map((line) => lineView(company, kind, row, line)),
	);
}

function lineView(company: Company, kind: DocumentKind, document: Row, line: Body): Body {
	const prefix = kind.schema;
	const currency = currencyPart(company, document.currency_id);
	return assembled(`${prefix}_line_view`, {
		[`${prefix}_`]: {
			...document,
			document_status: statusName(company, document),
			currency_name: currency.name,
			currency_symbol: currency.symbol,
		},
		[`${prefix}_line_`]: {
			...line,
			number: line.line_number,
			type: line.line_type,
			product_code: line.code,
			product_description: line.description,
			quantity: line.line_quantity,
			unit_price: line[kind.line.price],
			total_value: line.line_total_value,
			tax_value: line.line_tax_value,
		},
		[`${prefix.slice(0, 3)}_delivery_addr_`]: addressPart(document),
		[`${kind.trader.name}_`]: optional(company, kind.trader.resource, document[kind.trader.key]),
		product_: optional(company, 'products', line.product_id),
		warehouse_: optional(company, 'warehouses', line.warehouse_id),
		tax_code_: taxPart(company, line.tax_code_id),
	});
}

function bothKinds(...kinds: DocumentKind[]): Projection {
	const views = kinds.map((kind) => headerViews(kind, 'sop_order_return_view'));
	return function* (company, key) {
		for (const each of views) yield* each(company, key);
	};
}

function headerViews(kind: DocumentKind, schemaName: string): Projection {
	return view(kind.resource, keysOf(kind), (row, company) => [
		headerView(company, kind, schemaName, row),
	]);
}

function headerView(company: Company, kind: DocumentKind, schemaName: string, row: Row): Body {
	const status = (field: string) =>
		enumId(company, 'sop_document_process_status_types', row[field]);
	const method = optional(company, 'sop_payment_methods', row.payment_method_id);
	const lines = rowsOf(row.lines);
	return assembled(schemaName, {
		'': {
			...row,
			document_type_id: enumId(company, 'sop_document_types', DOCUMENT_TYPES[kind.resource]),
			document_status_id: statusId(company, row),
			are_prices_tax_inclusive: settings(company, 'sop_settings').are_prices_tax_inclusive === true,
			total_gross_value_inc_sett: row.total_gross_value,
			allocated_status_id: lines.some((line) => line.allocation_status === 'EnumLineStatusFully')
				? 2
				: 0,
			despatch_receipt_status_id: status('despatch_receipt_status'),
			receipt_return_status_id: status('receipt_return_status'),
			invoice_credit_status_id: status('invoice_credit_status'),
			cancelled_status_id: status('cancelled_status'),
			ready_for_despatch_receipt: lines.some((line) => numberOf(line.available_for_despatch) > 0),
			payment_method_name: textOf(method?.name),
		},
		[`${kind.trader.name}_`]: {
			...optional(company, kind.trader.resource, row[kind.trader.key]),
			document_no: row[`${kind.trader.name}_document_no`],
		},
		[`${kind.schema.slice(0, 3)}_delivery_addr_`]: addressPart(row),
	});
}

const DOCUMENT_TYPES: Record<string, string> = {
	sop_orders: 'EnumSOPDocumentTypeOrder',
	sop_returns: 'EnumSOPDocumentTypeReturn',
	sop_quotes: 'EnumSOPDocumentTypeQuote',
};

/** Line views have room for 20 characters: they show the status by its name. */
function statusName(company: Company, row: Row): string {
	return enumDescription(company, 'sop_document_status_types', row.document_status);
}

function statusId(company: Company, row: Row): number {
	return enumId(company, 'sop_document_status_types', row.document_status);
}

function allocation(row: Row, company: Company): Body[] {
	return [
		{
			sop_allocation_line_id: row.id,
			sop_order_return_line_id: row.sop_order_line_id,
			sop_allocation_line_allocated_date: row.allocated_date,
			sop_allocation_line_allocated_quantity: row.quantity,
			sop_allocation_line_despatched_quantity: row.despatched,
			sop_allocation_line_current_allocated_quantity:
				numberOf(row.quantity) - numberOf(row.despatched),
			sop_allocation_line_user_name: row.user_name,
			allocation_balance_id: row.id,
			warehouse_id: row.warehouse_id,
			warehouse_name: textOf(optional(company, 'warehouses', row.warehouse_id)?.name),
			bin_holding_id: row.bin_holding_id,
			bin_holding_name: textOf(optional(company, 'bin_holdings', row.bin_holding_id)?.name),
		},
	];
}
