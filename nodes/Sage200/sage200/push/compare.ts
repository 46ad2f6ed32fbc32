/** What a document that was found by its key has otherwise than the one that is pushed. */
import { labelOf } from '../../catalog/labels';
import { changesBetween } from '../lookups/differences';
import { normalKey } from '../lookups/lookups';
import type { SageRecord } from '../protocol/api';
import { round } from '../values/numbers';

import { MISSING, type Difference } from './pending';

/** Fields of a kind's lines, and whether its prices are the pushed ones. */
export interface ComparedLines {
	/** `selling_unit_price`, `unit_buying_price` */
	priceField: string;
	/** Prices are compared only where the pushed ones are meant to be Sage's. */
	prices: boolean;
}

/** Lines that have a quantity or a price. What comments say is no part of what is ordered. */
const STANDARD = 'EnumLineTypeStandard';
const FREE_TEXT = 'EnumLineTypeFreeText';
const CHARGE = 'EnumLineTypeCharge';
const COUNTED = new Set([STANDARD, FREE_TEXT]);
/** Sage keeps prices with two to five decimals, by a setting of the company. */
const PRICE_DECIMALS = [2, 3, 4, 5];
/** Fields of lines that say in money what a unit is reduced by, or to; older sites do not show them all. */
const AMOUNTS_OFF = ['unit_discount_value', 'discounted_unit_price'];
const PERCENT_TOLERANCE = 0.005;
const QUANTITY_TOLERANCE = 0.000_005;

/** Lines that are missing, added, or of another quantity or price. Lines of the same product are told apart by their quantities. */
export function lineDifferences(
	pushed: SageRecord[],
	found: SageRecord[],
	{ priceField, prices }: ComparedLines,
	labels: string[] = pushed.map((_, at) => `Line ${at + 1}`),
): Difference[] {
	const wanted = pushed.map((line, at) => ({ line, label: labels[at] }));
	const left = new Set(found.filter(matters));
	const matches = new Map<SageRecord, SageRecord>();
	const match = (fits: (line: SageRecord, other: SageRecord) => boolean): void => {
		for (const { line } of wanted.filter((each) => matters(each.line) && !matches.has(each.line))) {
			const other = [...left].find((each) => sellsTheSame(line, each) && fits(line, each));
			if (!other) continue;
			matches.set(line, other);
			left.delete(other);
		}
	};
	match((line, other) => isClose(line.line_quantity, other.line_quantity, QUANTITY_TOLERANCE));
	match(() => true);
	const changed = wanted.flatMap(({ line, label }): Difference[] => {
		if (!matters(line)) return [];
		const other = matches.get(line);
		if (!other) return [{ field: label, pushed: described(line), sage: MISSING }];
		return [
			...(COUNTED.has(String(line.line_type))
				? differs(`${label}: Quantity`, line, other, 'line_quantity', QUANTITY_TOLERANCE)
				: []),
			...(prices ? priceDiffers(`${label}: Unit Price`, line, other, priceField) : []),
			...(prices
				? differs(`${label}: Discount`, line, other, 'unit_discount_percent', PERCENT_TOLERANCE)
				: []),
			...AMOUNTS_OFF.filter((name) => prices && other[name] !== undefined).flatMap((name) =>
				priceDiffers(`${label}: ${labelOf(name)}`, line, other, name),
			),
		];
	});
	const added = [...left].map(
		(line): Difference => ({
			field: `Line number ${String(line.line_number ?? '')}`.trim(),
			pushed: MISSING,
			sage: described(line),
		}),
	);
	return [...changed, ...added];
}

/** Fields that were pushed and that Sage shows with another value. */
export function fieldDifferences(
	pushed: SageRecord,
	found: SageRecord,
	fields: string[],
): Difference[] {
	const shown = fields.filter((field) => field in pushed && found[field] !== undefined);
	const wanted = Object.fromEntries(shown.map((field) => [field, pushed[field]]));
	return Object.entries(changesBetween(found, wanted)).map(([field, value]) => ({
		field: labelOf(field),
		pushed: value,
		sage: found[field],
	}));
}

/** Two IDs, both given, that are not the same. */
export function idDifference(field: string, pushed: unknown, sage: unknown): Difference[] {
	return pushed && sage && Number(pushed) !== Number(sage) ? [{ field, pushed, sage }] : [];
}

/** A line of quantity 0 was cancelled; it counts as gone. */
function matters({ line_type: type, line_quantity: quantity }: SageRecord): boolean {
	return type === CHARGE || (COUNTED.has(String(type)) && Number(quantity ?? 0) !== 0);
}

function sellsTheSame(line: SageRecord, other: SageRecord): boolean {
	if (line.line_type !== other.line_type) return false;
	if (line.product_id && other.product_id)
		return Number(line.product_id) === Number(other.product_id);
	const field = line.code && other.code ? 'code' : 'description';
	return sameText(line[field], other[field]);
}

/** Sage trims texts. A charge may be given by its code alone. */
function sameText(left: unknown, right: unknown): boolean {
	return normalKey(String(left ?? '')) === normalKey(String(right ?? ''));
}

function differs(
	field: string,
	line: SageRecord,
	other: SageRecord,
	name: string,
	tolerance: number,
): Difference[] {
	if (line[name] === undefined || isClose(line[name], other[name], tolerance)) return [];
	return [{ field, pushed: line[name], sage: other[name] ?? 0 }];
}

/** A price is the same where Sage has rounded it; a penny on a unit is a pound on a hundred. */
function priceDiffers(
	field: string,
	line: SageRecord,
	other: SageRecord,
	name: string,
): Difference[] {
	const [pushed, kept] = [Number(line[name] ?? 0), Number(other[name] ?? 0)];
	const isRounded = PRICE_DECIMALS.some((decimals) => round(pushed, decimals) === kept);
	return isRounded ? [] : differs(field, line, other, name, 0);
}

function isClose(left: unknown, right: unknown, tolerance: number): boolean {
	return Math.abs(Number(left ?? 0) - Number(right ?? 0)) <= tolerance;
}

/** Lines that name their product by its ID have no code of their own. */
function described(line: SageRecord): string {
	const { code, description, product_id: product, line_quantity: quantity, line_type: type } = line;
	const name = String(code || description || (product ? `product ${Number(product)}` : ''));
	return COUNTED.has(String(type)) ? `${Number(quantity ?? 0)} × ${name}` : name;
}
