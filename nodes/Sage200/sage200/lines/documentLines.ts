/** Lines of documents as people and shops write them, under the names that Sage has for them. */
import { schema } from '../../catalog';

import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { Named } from '../lookups/references';
import { isUnset, numberOf } from '../values/values';

/** Names under which people give what Sage calls otherwise; compared without case, spaces and underscores. */
const NAMES: Record<string, string> = {
	code: 'product',
	sku: 'product',
	product: 'product',
	productcode: 'product',
	chargecode: 'code',
	quantity: 'line_quantity',
	qty: 'line_quantity',
	unitprice: 'price',
	price: 'price',
	discountpercent: 'unit_discount_percent',
	discountvalue: 'unit_discount_value',
	warehouse: 'warehouse_id',
	title: 'description',
};

const TYPES: Record<string, string> = {
	standard: 'EnumLineTypeStandard',
	product: 'EnumLineTypeStandard',
	freetext: 'EnumLineTypeFreeText',
	charge: 'EnumLineTypeCharge',
	comment: 'EnumLineTypeComment',
};

export interface LineKind {
	/** `pop_order_line` */
	schema: string;
	/** Its field for the price of a unit: `unit_buying_price`. */
	priceField: string;
}

/** The lines by Sage's names. Every problem is added under its line. */
export function documentLines(rows: unknown[], kind: LineKind, problems: Problem[]): SageRecord[] {
	return rows.flatMap((row, at) => {
		const label = `Line ${at + 1}`;
		if (typeof row !== 'object' || row === null || Array.isArray(row)) {
			problems.push({
				field: label,
				message: 'is not an object',
				remedy: 'Give lines as [{"code": "BOARD001", "quantity": 2}].',
			});
			return [];
		}
		const line = documentLine(row as SageRecord, kind);
		checkLine(line, label, problems);
		return [line];
	});
}

function documentLine(row: SageRecord, { schema: name, priceField }: LineKind): SageRecord {
	const { fields } = schema(name);
	const line: SageRecord = {};
	for (const [given, value] of Object.entries(row)) {
		if (isUnset(value)) continue;
		const plain = given.toLowerCase().replace(/[\s_]/g, '');
		const known = fields.has(given) && given !== 'code' ? given : NAMES[plain];
		if (plain === 'type' || plain === 'linetype')
			line.line_type = TYPES[String(value).toLowerCase().replace(/[\s_]/g, '')] ?? value;
		else if (known === 'product') line.product_id = new Named(String(value).trim());
		else if (known === 'price') line[priceField] = value;
		else line[known ?? given] = value;
	}
	return { line_type: typeOf(line), ...asCharge(line) };
}

/** The code of a charge line is the charge's own. */
function asCharge(line: SageRecord): SageRecord {
	const { product_id: product, ...others } = line;
	return line.line_type === TYPES.charge && product instanceof Named
		? { ...others, code: product.text }
		: line;
}

/** A line without a type: of a product if it names one, otherwise text. */
function typeOf(line: SageRecord): unknown {
	if (line.product_id !== undefined) return TYPES.standard;
	return line.line_quantity === undefined ? TYPES.comment : TYPES.freetext;
}

function checkLine(line: SageRecord, label: string, problems: Problem[]): void {
	const counted = line.line_type === TYPES.standard || line.line_type === TYPES.freetext;
	const quantity = numberOf(line.line_quantity);
	if (line.line_type === TYPES.standard && line.product_id === undefined)
		problems.push({ field: `${label}: Product Code`, message: 'is empty' });
	if (counted && line.line_quantity === undefined)
		problems.push({ field: `${label}: Quantity`, message: 'is empty' });
	else if (counted && (quantity === undefined || quantity <= 0))
		problems.push({
			field: `${label}: Quantity`,
			message: `"${String(line.line_quantity)}" is not a number above 0`,
		});
}
