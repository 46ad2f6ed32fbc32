/**
 * The four line types and the fields that each lets a caller set (api.md i, the schema).
 * That the rest of a body is left unread, and not refused, is inferred.
 */
import { SageRefusal, type Body } from '../../world.mts';
import { textOf } from '../foundation/read.mts';

const ON_EVERY_LINE = /^(analysis_code_\d+|spare_(text|number|date|bool)_\d+)$/;

const TAX_AND_NOMINAL = [
	'tax_code_id',
	'nominal_reference',
	'nominal_cost_centre',
	'nominal_department',
];
const DISCOUNT = ['unit_discount_percent', 'unit_discount_value', 'discounted_unit_price'];
const DELIVERY = [
	'requested_delivery_date',
	'promised_delivery_date',
	'picking_list_comment',
	'despatch_note_comment',
	'confirmation_intent_type',
];
const PRICE = ['selling_unit_price', 'unit_buying_price', 'cost_price'];

const SETTABLE: Record<string, Set<string>> = {
	EnumLineTypeStandard: new Set([
		'description',
		'use_description',
		'line_quantity',
		'retain_manual_prices',
		'fulfilment_method',
		'supplier_part_ref',
		'for_direct_delivery',
		'update_prices_at_goods_receipt',
		...TAX_AND_NOMINAL,
		...DISCOUNT,
		...DELIVERY,
		...PRICE,
	]),
	EnumLineTypeFreeText: new Set([
		'description',
		'line_quantity',
		'selling_unit_description',
		'buying_unit_description',
		...TAX_AND_NOMINAL,
		...DISCOUNT,
		...DELIVERY,
		...PRICE,
	]),
	EnumLineTypeCharge: new Set(['description', ...TAX_AND_NOMINAL, ...PRICE]),
	EnumLineTypeComment: new Set([
		'description',
		'show_on_customer_docs',
		'show_on_supplier_docs',
		'show_on_picking_list_type',
	]),
};

/**
 * The line's type.
 * @throws SageRefusal for a type that Sage does not know
 */
export function lineTypeOf(line: Body): string {
	const type = textOf(line.line_type);
	if (!(type in SETTABLE)) throw new SageRefusal(`The line type '${type}' is not valid.`);
	return type;
}

/** The fields of a line that its type lets a caller set. */
export function settable(type: string, line: Body): Body {
	const fields = SETTABLE[type];
	return Object.fromEntries(
		Object.entries(line).filter(
			([name, value]) => value !== null && (fields.has(name) || ON_EVERY_LINE.test(name)),
		),
	);
}
