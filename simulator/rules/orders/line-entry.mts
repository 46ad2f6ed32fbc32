/**
 * Enters one line: what each line type asks for, what it takes over from product, charge and customer.
 * Defaults of price, unit and tax: api.md i; what is required of each type: the schema. Which tax code goes first, and
 * the words of refusals, are the simulator's choice.
 */
import { SageRefusal, type Body, type Company, type Row } from '../../world.mts';
import { decimal, fine } from '../foundation/money.mts';
import { isSet, numberOf, textOf } from '../foundation/read.mts';
import { checkReference, first } from '../foundation/records.mts';
import { isCounted } from '../stock/product-kinds.mts';
import { applyDiscount, setsDiscount } from './discounts.mts';
import type { Entry } from './kind.mts';
import { lineTypeOf, settable } from './line-types.mts';
import { checkNominal, fillNominal } from './line-nominal.mts';
import { productOf, warehouseOf } from './line-product.mts';
import { guardOverrides } from './overrides.mts';
import { bookedQuantity, checkSingleBatch } from './traceable.mts';
import { checkFreeText, checkPrice, checkQuantity } from './uncertain-lines.mts';
import { stockUnits, unitOf } from './units.mts';

type Fill = (entry: Entry, line: Body, sent: Body) => void;

const FILL: Record<string, Fill> = {
	EnumLineTypeStandard: fillStandard,
	EnumLineTypeFreeText: fillFreeText,
	EnumLineTypeCharge: fillCharge,
	EnumLineTypeComment: fillComment,
};

/**
 * A new line from what was sent, not yet stored.
 * @throws SageRefusal naming the first mistake
 */
export function newLine(entry: Entry, sent: Body): Body {
	const line: Body = { line_type: lineTypeOf(sent), show_on_picking_list_type: 'Show' };
	checkFreeText(entry.call.company, textOf(line.line_type));
	fillLine(entry, line, sent);
	return line;
}

/**
 * Changes an entered line.
 * @throws SageRefusal naming the first mistake
 */
export function fillLine(entry: Entry, line: Body, sent: Body): void {
	const type = lineTypeOf(line);
	const fields = settable(type, sent);
	checkReference(entry.call.company, 'tax_codes', fields.tax_code_id, 'tax code');
	checkNominal(entry.call.company, fields);
	guardOverrides(entry, line, fields);
	FILL[type](entry, Object.assign(line, withoutDiscount(fields)), { ...sent, ...fields });
	checkPrice(entry.call.company, line, entry.kind.line.price);
	for (const date of ['requested_delivery_date', 'promised_delivery_date']) {
		// Whether the header's dates rule is a switch of the line since 2024 R2.
		if (sent[`use_header_${date.replace('_delivery', '')}`] === true || line[date] === undefined) {
			if (entry.document[date] !== undefined) line[date] = entry.document[date];
		}
	}
}

function fillStandard(entry: Entry, line: Body, sent: Body): void {
	const { company } = entry.call;
	const product = productOf(entry, line, sent);
	line.warehouse_id = warehouseOf(entry, product, sent.warehouse_id ?? line.warehouse_id);
	line.description =
		sent.use_description === true && isSet(sent.description)
			? sent.description
			: textOf(product.name);
	const unit = unitOf(
		company,
		product,
		sent.selling_unit_id ?? sent[entry.kind.line.unitId] ?? line[entry.kind.line.unitId],
	);
	const stockUnit = unitOf(company, product, undefined);
	const told = company.behaviour.stockUnitIds === 'told' || unit.id !== stockUnit.id;
	const unitId = told ? unit.id : 0;
	Object.assign(line, {
		[entry.kind.line.unitId]: unitId,
		[entry.kind.line.unitDescription]: unit.name,
		pricing_unit_id: unitId,
		pricing_unit_description: unit.name,
		selling_unit_multiple: unit.multiple.toNumber(),
		stock_unit_multiple: stockUnit.multiple.toNumber(),
	});
	line.line_unit_precision = product.traceable_type === 'EnumTraceableTypeSerial' ? 1 : 0.00001;
	line.stock_unit_precision = line.line_unit_precision;
	line.line_quantity = bookedQuantity(product, numberOf(sent.line_quantity ?? line.line_quantity));
	enterQuantity(company, line);
	checkSingleBatch(company, product, stockUnits(line, decimal(line.line_quantity)));
	line.tax_code_id = numberOf(line.tax_code_id) || taxCodeOf(entry.trader, product.tax_code_id);
	line.fulfilment_method ??= textOf(product.fulfilment_method_type) || 'EnumFulfilmentFromStock';
	line.confirmation_intent_type ??= isCounted(company, product) ? 'ConfirmOnDespatch' : 'Confirm';
	fillNominal(company, line, product.revenue_nominal_code_id);
	priceStandard(entry, line, product, sent);
}

/** Sage's own price and discount, unless the caller set them now or earlier. */
function priceStandard(entry: Entry, line: Body, product: Row, sent: Body): void {
	const { price } = entry.kind.line;
	const own = entry.kind.price({
		entry,
		product,
		quantity: numberOf(line.line_quantity),
		stockUnitsPerUnit: stockUnits(line, decimal(1)).toNumber(),
	});
	if (sent[price] !== undefined) line.selling_unit_price_overridden = true;
	else if (line.selling_unit_price_overridden !== true) line[price] = own.unitPrice;
	if (setsDiscount(sent)) line.unit_discount_overridden = true;
	else if (line.unit_discount_overridden !== true) line.unit_discount_percent = own.discountPercent;
	line.cost_price ??= own.cost;
	applyDiscount(line, sent, price);
}

function fillFreeText(entry: Entry, line: Body, sent: Body): void {
	if (!isSet(line.description))
		throw new SageRefusal('A description is required for a free text line.');
	line.use_description = true;
	line.line_quantity = numberOf(line.line_quantity);
	enterQuantity(entry.call.company, line);
	line.tax_code_id = numberOf(line.tax_code_id) || numberOf(entry.trader.default_tax_code_id);
	line.confirmation_intent_type ??= 'ConfirmOnDespatch';
	line[entry.kind.line.price] = numberOf(line[entry.kind.line.price]);
	fillNominal(entry.call.company, line, entry.trader.default_nominal_code_id);
	applyDiscount(line, sent, entry.kind.line.price);
}

function fillCharge(entry: Entry, line: Body, sent: Body): void {
	const { company } = entry.call;
	const code = sent.code ?? line.code;
	const charge = isSet(code)
		? first(company.table(entry.kind.charges.resource).where('code', code))
		: undefined;
	if (isSet(code) && !charge)
		throw new SageRefusal(`The additional charge '${textOf(code)}' does not exist.`);
	if (!charge && !isSet(line.description)) {
		throw new SageRefusal('A code or a description is required for an additional charge line.');
	}
	if (charge) line.code = charge.code;
	line.description = textOf(line.description) || textOf(charge?.name);
	line.line_quantity = 1;
	line[entry.kind.line.price] ??= numberOf(charge?.charge_value);
	line.cost_price ??= numberOf(charge?.notional_cost_value);
	line.tax_code_id = numberOf(line.tax_code_id) || taxCodeOf(entry.trader, charge?.tax_code_id);
	fillNominal(company, line, charge?.nominal_code_id);
	line.discounted_unit_price = line[entry.kind.line.price];
}

function fillComment(_entry: Entry, line: Body): void {
	if (!isSet(line.description))
		throw new SageRefusal('A description is required for a comment line.');
	line.use_description = true;
}

function enterQuantity(company: Company, line: Body): void {
	checkQuantity(company, line.line_quantity);
	line.line_quantity = fine(decimal(line.line_quantity));
}

/** The product's tax code, or the customer's where the account says that its own is the default. */
function taxCodeOf(trader: Row, own: unknown): number {
	const preferred = trader.use_tax_code_as_default === true ? trader.default_tax_code_id : own;
	return numberOf(preferred) || numberOf(trader.default_tax_code_id);
}

function withoutDiscount(fields: Body): Body {
	const {
		unit_discount_percent: _percent,
		unit_discount_value: _value,
		discounted_unit_price: _price,
		...rest
	} = fields;
	return rest;
}
