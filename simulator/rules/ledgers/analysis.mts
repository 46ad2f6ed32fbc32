/** Tax and nominal analysis of a posting must add up to its totals (api.md §k 8). */
import { SageRefusal, type Body, type Company, type Row } from '../../world.mts';
import { decimal, sum } from '../foundation/money.mts';
import { isSet, numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { optional, referred } from '../foundation/records.mts';

/**
 * Tax analysis as stored; one line at the account's own code if none was sent.
 * @throws SageRefusal
 */
export function taxAnalysis(company: Company, trader: Row, body: Body): Body[] {
	const sent = rowsOf(body.tax_analysis_items);
	if (sent.length === 0)
		return [
			stored(
				company,
				trader.default_tax_code_id,
				body.document_goods_value,
				body.document_tax_value,
			),
		];
	for (const item of sent) {
		if (!isSet(item.id))
			throw new SageRefusal('SageNullFieldException: a tax analysis item has no tax code id.');
		referred(company, 'tax_codes', item.id, 'tax code');
	}
	checkTotal(sent, 'goods_amount', body.document_goods_value, 'goods value of the tax analysis');
	checkTotal(sent, 'tax_amount', body.document_tax_value, 'tax value of the tax analysis');
	return sent.map((item) => stored(company, item.id, item.goods_amount, item.tax_amount));
}

/**
 * Nominal analysis as stored; one line at the account's own code if none was sent.
 * @throws SageRefusal
 */
export function nominalAnalysis(company: Company, trader: Row, body: Body, total: unknown): Body[] {
	const sent = rowsOf(body.nominal_analysis_items);
	const items =
		sent.length > 0 ? sent : [{ code: trader.default_nominal_code_reference, value: total }];
	for (const item of items) checkNominal(company, item);
	checkTotal(items, 'value', total, 'value of the nominal analysis');
	return items.map((item) => ({
		code: textOf(item.code),
		cost_centre: textOf(item.cost_centre),
		department: textOf(item.department),
		narrative: textOf(item.narrative),
		value: numberOf(item.value),
		base_value: numberOf(item.value),
		transaction_analysis_code: textOf(item.transaction_analysis_code),
		reference: textOf(body.reference),
	}));
}

/** Refuses a nominal code that the company does not have. */
export function checkNominal(company: Company, { code }: Body): void {
	if (company.table('nominal_codes').where('reference', code).length === 0) {
		throw new SageRefusal(`The nominal code '${textOf(code)}' does not exist.`);
	}
}

function checkTotal(items: Body[], field: string, total: unknown, name: string): void {
	if (!sum(items, field).eq(decimal(total)))
		throw new SageRefusal(`The ${name} does not equal the total of the transaction.`);
}

function stored(company: Company, taxCodeId: unknown, goods: unknown, tax: unknown): Body {
	const code = optional(company, 'tax_codes', taxCodeId);
	return {
		id: numberOf(taxCodeId),
		code: numberOf(code?.code),
		name: textOf(code?.name),
		goods_amount: numberOf(goods),
		tax_amount: numberOf(tax),
		tax_discount_amount: 0,
	};
}
