/** The content of one sales document as the body of another: quote to order, order to return. */
import { schema } from '../../../catalog';
import type { SageRecord } from '../../protocol/api';
import { isUnset } from '../../values/unset';

/** Dates, numbers, instructions and payment belong to one document alone and are not content. */
const HEADER = [
	'customer_id',
	'customer_type',
	'customer_delivery_address_id',
	'use_invoice_address',
	'is_triangulated',
	'settlement_discount_days',
	'settlement_discount_percent',
	'document_created_by',
	'order_priority',
];

const LINE = [
	'line_type',
	'product_id',
	'warehouse_id',
	'code',
	'selling_unit_id',
	'tax_code_id',
	'nominal_reference',
	'nominal_cost_centre',
	'nominal_department',
	'picking_list_comment',
	'despatch_note_comment',
	'show_on_customer_docs',
	'show_on_picking_list_type',
];

/** The words of a product's line are the product's own, unless they were replaced. */
const LINE_TEXT = ['description', 'use_description'];

/** Sage knows these of a product; of other lines they are entered. */
const ENTERED = [
	'description',
	'selling_unit_price',
	'selling_unit_description',
	'unit_discount_percent',
	'cost_price',
	'confirmation_intent_type',
];

const FREE_FIELD = /^(analysis_code|spare_(text|number|date|bool))_\d+$/;

export interface CopyRules {
	/** Schema of the new record. */
	schema: string;
	/** Keeps prices and discounts, which takes the permission to set them; otherwise Sage works them out anew. */
	prices: boolean;
}

/** The header's content, with the delivery address where it was read. */
export function copiedHeader(
	document: SageRecord,
	{ schema: name, prices }: CopyRules,
): SageRecord {
	const address = document.delivery_address as SageRecord | undefined;
	const { fields } = schema('sop_order.delivery_address');
	const settable = [...fields.values()]
		.filter(({ readOnly, name: field }) => !readOnly && field !== 'id')
		.map((field) => field.name);
	const copiedAddress = address === undefined ? {} : picked(address, settable);
	return {
		...picked(document, [
			...HEADER,
			...freeFields(name),
			...(prices ? ['document_discount_percent'] : []),
		]),
		...(Object.keys(copiedAddress).length > 0 ? { delivery_address: copiedAddress } : {}),
	};
}

/** A line's content. */
export function copiedLine(line: SageRecord, { schema: name, prices }: CopyRules): SageRecord {
	const isProduct = line.line_type === 'EnumLineTypeStandard';
	return picked(line, [
		...LINE,
		...freeFields(name),
		...(isProduct && line.use_description === true ? LINE_TEXT : []),
		...(isCounted(line) ? ['line_quantity'] : []),
		...(isProduct && prices ? ['selling_unit_price', 'unit_discount_percent'] : []),
		...(isProduct ? [] : ENTERED),
	]);
}

/** Charges and comments have no quantity of their own. */
export function isCounted({ line_type: type }: SageRecord): boolean {
	return type === 'EnumLineTypeStandard' || type === 'EnumLineTypeFreeText';
}

function freeFields(name: string): string[] {
	return [...schema(name).fields.keys()].filter((field) => FREE_FIELD.test(field));
}

/** Sage writes what is not set as an empty text, 0 or false. */
function picked(record: SageRecord, names: string[]): SageRecord {
	const carries = (value: unknown) => !isUnset(value) && value !== 0 && value !== false;
	return Object.fromEntries(
		names.filter((name) => carries(record[name])).map((name) => [name, record[name]]),
	);
}
