/**
 * Copies a document into a draft, for the same or another trader.
 * A draft, with or without prices and discounts: api.md j 3. Which other fields are copied is unknown, the simulator's choice.
 */
import type { Body, Call, Row } from '../../world.mts';
import { omit, pick } from '../foundation/fields.mts';
import { numberOf, rowsOf } from '../foundation/read.mts';
import { bodyOf, referred } from '../foundation/records.mts';
import { startEntry } from './header.mts';
import type { DocumentKind } from './kind.mts';
import { newLine } from './line-entry.mts';
import { storeDocument } from './create.mts';
import { checkCredit } from './credit.mts';
import { refresh } from './refresh.mts';

const COPIED_LINE_FIELDS = [
	'line_type',
	'product_id',
	'warehouse_id',
	'code',
	'description',
	'use_description',
	'line_quantity',
	'selling_unit_id',
	'buying_unit_id',
	'tax_code_id',
	'nominal_reference',
	'nominal_cost_centre',
	'nominal_department',
	'show_on_customer_docs',
	'show_on_supplier_docs',
	'show_on_picking_list_type',
	'selling_unit_description',
	'buying_unit_description',
];

/** Rule of `POST /sop_orders_duplicate` and its like. */
export function duplicateDocument(kind: DocumentKind, call: Call): Row {
	const flags = bodyOf(call);
	const source = referred(call.company, kind.resource, flags.source_id, kind.name);
	const entry = startEntry(kind, call, {
		[kind.trader.key]: flags[kind.trader.key],
		document_discount_percent:
			flags.prices_and_discounts === true ? numberOf(source.document_discount_percent) : undefined,
	});
	entry.document.lines = rowsOf(source.lines).map((line) =>
		copied(newLine(entry, pick(line, COPIED_LINE_FIELDS)), line),
	);
	refresh(call.company, kind, entry.document);
	checkCredit(entry, {});
	return storeDocument(entry, { is_editing: true });

	function copied(copy: Body, original: Body): Body {
		// Goods are priced anew unless the caller keeps the prices; other lines have no price but the entered one.
		const keepsPrice =
			flags.prices_and_discounts === true || original.line_type !== 'EnumLineTypeStandard';
		const prices = [
			kind.line.price,
			'unit_discount_percent',
			'unit_discount_value',
			'discounted_unit_price',
		];
		return { ...omit(copy, ['id']), ...(keepsPrice ? pick(original, prices) : {}) };
	}
}
