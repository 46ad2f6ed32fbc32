/** Reads the rules of a shop from the form. */
import type { IDataObject } from 'n8n-workflow';

import { jsonObject } from '../../../core/form/fields';
import type { Item } from '../../../core/item';
import type { ItemProblems } from '../../../core/problems';
import type { ShopRules, TaxCodeRule } from '../../../sage200/orders/shop/rules';
import { InvalidInput, type Problem } from '../../../sage200/protocol/failures';
import type { PushedWhen } from '../../../sage200/shops/states';
import { Decimal } from '../../../sage200/values/decimal';
import { WHOLE } from '../../../sage200/values/numbers';
import { amountIn, flagIn, textIn } from '../../../sage200/values/optional';
import { isUnset } from '../../../sage200/values/unset';

const PENCE = { ...WHOLE, least: 0 };

/** How a shop's orders are booked, as the form says. What is wrong with it is added to the item's problems. */
export function readRules(item: Item, all: ItemProblems): ShopRules {
	const problems = all.of(item);
	const rules = item.collection('shopRules');
	const label = 'Shop Rules: Line Fields (JSON)';
	const flag = (name: string, told: string, otherwise: boolean) =>
		flagIn(rules[name], `Shop Rules: ${told}`, problems) ?? otherwise;
	return {
		deliveryCharge: textIn(rules.deliveryCharge),
		extras: rules.extras === 'charge' ? 'charge' : 'freeText',
		extraCharge: textIn(rules.extraCharge),
		taxCodes: readTaxCodes(item, problems),
		untaxedCode: textIn(rules.untaxedCode),
		negativeLines: flag('negativeLines', 'Negative Lines', false),
		roundingLine: flag('roundingLine', 'Rounding Line', true),
		allowedPence:
			amountIn(rules.allowedPence, 'Shop Rules: Allow Difference (Pence)', problems, PENCE) ?? 0,
		unitDecimals: Number(rules.unitDecimals ?? 2) === 5 ? 5 : 2,
		notes: flag('notes', 'Write Notes', true),
		lineFields:
			all.collect(item, () => lineFieldsOf(jsonObject(rules.lineFields ?? '{}', label), label)) ??
			{},
		warehouse: textIn(rules.warehouse),
	};
}

/** What the shop's order says of every line. */
const SAID_BY_ORDER = [
	'line_type',
	'product_id',
	'code',
	'line_quantity',
	'selling_unit_price',
	'discounted_unit_price',
	'unit_discount_percent',
	'unit_discount_value',
	'tax_code_id',
];

/** @throws InvalidInput for fields by which the lines would not be what the shop charged */
function lineFieldsOf(fields: IDataObject, field: string): IDataObject {
	const said = SAID_BY_ORDER.filter((name) => !isUnset(fields[name]));
	if (said.length === 0) return fields;
	throw new InvalidInput(
		said.map((name) => ({
			field,
			message: `"${name}" is said by the order of the shop`,
			remedy: 'Leave it out here.',
		})),
	);
}

/** From which state of payment on orders are pushed: paid ones unless the form says otherwise. */
export function pushedWhen(item: Item): PushedWhen {
	const { pushWhen } = item.collection('shopRules');
	return pushWhen === 'all' || pushWhen === 'authorised' ? pushWhen : 'paid';
}

function readTaxCodes(item: Item, problems: Problem[]): TaxCodeRule[] {
	return rowsOf(item, 'shopTaxCodes', 'codes').flatMap((row, at): TaxCodeRule[] => {
		const code = textIn(row.code);
		const rate = Decimal.read(row.rate);
		if (code === undefined && textIn(row.rate) === undefined) return [];
		if (code !== undefined && rate)
			return [{ code, rate, country: textIn(row.country)?.toUpperCase() }];
		problems.push({
			field: `Tax Codes, row ${at + 1}`,
			message: rate ? 'has no code' : `"${String(row.rate ?? '')}" is not a rate`,
			remedy: 'Give the rate in percent and the code of a tax code.',
		});
		return [];
	});
}

/** The rows of a list of the rules, which earlier forms had beside them. */
export function rowsOf(item: Item, list: string, group: string): IDataObject[] {
	const rows =
		(item.collection('shopRules')[list] as IDataObject | undefined) ?? item.collection(list);
	return (rows[group] as IDataObject[] | undefined) ?? [];
}
