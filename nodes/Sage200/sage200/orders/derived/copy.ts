/** The content of one sales document as the body of another: quote to order, order to return. */
import { schema } from '../../../catalog';
import type { SageRecord } from '../../protocol/api';
import { Decimal } from '../../values/decimal';
import { isUnset } from '../../values/unset';

/** Dates, numbers, instructions and payment belong to one document alone and are not content. */
const HEADER = [
	'customer_id',
	'customer_type',
	'customer_delivery_address_id',
	'use_invoice_address',
	'is_triangulated',
	'document_created_by',
	'order_priority',
];

/** What an account has of its own where a document says nothing, be it that there is none. */
const TERMS = ['settlement_discount_days', 'settlement_discount_percent'];

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
	'selling_unit_description',
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
		...picked(document, [...HEADER, ...freeFields(name)]),
		...valuesOf(document, [...TERMS, ...(prices ? ['document_discount_percent'] : [])]),
		...(Object.keys(copiedAddress).length > 0 ? { delivery_address: copiedAddress } : {}),
	};
}

/** A line's content. */
export function copiedLine(line: SageRecord, { schema: name, prices }: CopyRules): SageRecord {
	const isProduct = line.line_type === 'EnumLineTypeStandard';
	const texts = [
		...LINE,
		...freeFields(name),
		...(isProduct && line.use_description === true ? LINE_TEXT : []),
		...(isProduct ? [] : ENTERED),
	];
	return {
		...picked(line, texts),
		...valuesOf(line, isCounted(line) ? ['line_quantity'] : []),
		...(isProduct && !prices ? {} : pricesOf(line)),
	};
}

/** The price and its discount: 0 is one as well, and without it Sage would take its own. */
function pricesOf(line: SageRecord): SageRecord {
	if (line.line_type === 'EnumLineTypeCharge') return valuesOf(line, ['selling_unit_price']);
	if (!isCounted(line)) return {};
	const [price, percent, value] = [
		line.selling_unit_price,
		line.unit_discount_percent,
		line.unit_discount_value,
	].map((each) => Decimal.read(each) ?? Decimal.ZERO);
	// Sage keeps two decimals of a percentage, which an amount that was taken off may not have.
	const isPercent = price.times(percent).over(100).rounded(5).equals(value.rounded(5));
	const isAmount = !value.equals(Decimal.ZERO) && !isPercent;
	const discount = isAmount ? 'unit_discount_value' : 'unit_discount_percent';
	return valuesOf(line, ['selling_unit_price', discount]);
}

/** Charges and comments have no quantity of their own. */
export function isCounted({ line_type: type }: SageRecord): boolean {
	return type === 'EnumLineTypeStandard' || type === 'EnumLineTypeFreeText';
}

function freeFields(name: string): string[] {
	return [...schema(name).fields.keys()].filter((field) => FREE_FIELD.test(field));
}

/** The values as they are, be they 0. */
function valuesOf(record: SageRecord, names: string[]): SageRecord {
	return Object.fromEntries(
		names.filter((name) => !isUnset(record[name])).map((name) => [name, record[name]]),
	);
}

/** Sage writes what is not set as an empty text, 0 or false. */
function picked(record: SageRecord, names: string[]): SageRecord {
	const carries = (value: unknown) => !isUnset(value) && value !== 0 && value !== false;
	return Object.fromEntries(
		names.filter((name) => carries(record[name])).map((name) => [name, record[name]]),
	);
}
