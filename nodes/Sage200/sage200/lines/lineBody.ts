/** The lines that create an order, from what was resolved. Only what the user gave: the rest Sage defaults. */
import type { SageRecord } from '../protocol/api';
import { bodyOf } from '../values/bodies';
import type { Problem } from '../protocol/failures';
import type { ValueRules } from '../values/convert';

import { LINE_TYPES, type OrderLine } from './orderLines';
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
		selling_unit_price: line.unitPrice,
		// With both, the value wins and Sage works the percent out anew.
		unit_discount_percent: line.discountValue === undefined ? line.discountPercent : undefined,
		unit_discount_value: line.discountValue,
		tax_code_id: taxCodeId,
		...(line.kind === 'standard' && line.description !== undefined
			? { description: line.description, use_description: true }
			: {}),
		...line.fields,
	};
	return bodyOf('sop_order_line', values, rules, problems, `${line.label}: `);
}
