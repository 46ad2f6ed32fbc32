/** The lines that create an order, from what was resolved. Only what the user gave: the rest Sage defaults. */
import type { SageRecord } from '../protocol/api';
import { bodyOf } from '../values/bodies';
import type { Problem } from '../protocol/failures';
import type { ValueRules } from '../values/convert';

import { LINE_TYPES, lineField, type OrderLine } from './orderLines';
import type { LineReferences } from './lineReferences';

/** One line as Sage takes it. */
export function lineBody(
	line: OrderLine,
	{ product, charge, taxCodeId, warehouseId }: LineReferences,
	rules: ValueRules,
	problems: Problem[],
): SageRecord {
	if (line.code !== undefined && (line.kind === 'freeText' || line.kind === 'comment'))
		rules.tell?.(
			`${line.label}: Sage 200 keeps no code for such a line, so "${line.code}" was left out`,
		);
	const values: SageRecord = {
		line_type: LINE_TYPES[line.kind],
		product_id: product?.id,
		warehouse_id: warehouseId,
		code: line.kind === 'charge' ? (charge?.code ?? line.code) : product?.code,
		description:
			line.description !== undefined && line.kind !== 'standard' ? line.description : undefined,
		line_quantity: line.kind === 'comment' || line.kind === 'charge' ? undefined : line.quantity,
		...pricesOf(line, rules),
		tax_code_id: taxCodeId,
		...(line.kind === 'standard' && line.description !== undefined
			? { description: line.description, use_description: true }
			: {}),
		...line.fields,
	};
	return bodyOf('sop_order_line', values, rules, problems, lineField(line.label, ''));
}

/** Sage takes discounts of less than all of a price. */
function pricesOf(line: OrderLine, { tell }: ValueRules): SageRecord {
	const { label, unitPrice, discountPercent, discountValue } = line;
	if (isFree(line)) {
		tell?.(`${label}: all of its price is taken off, so it was sent with a price of 0`);
		return { selling_unit_price: 0, unit_discount_percent: 0 };
	}
	return {
		selling_unit_price: unitPrice,
		// With both, the value wins and Sage works the percent out anew.
		unit_discount_percent: discountValue === undefined ? discountPercent : undefined,
		unit_discount_value: discountValue,
	};
}

function isFree({ unitPrice, discountPercent, discountValue }: OrderLine): boolean {
	if (discountValue === undefined) return discountPercent === 100;
	return unitPrice !== undefined && unitPrice > 0 && discountValue >= unitPrice;
}
