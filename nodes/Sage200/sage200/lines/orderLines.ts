/** Lines of an order as people and shops write them, and what is wrong with them. */
import { schema } from '../../catalog';
import type { Problem } from '../protocol/failures';
import { isUnset, numberOf } from '../values/values';

export type LineKind = 'standard' | 'freeText' | 'charge' | 'comment';

/** A line by human keys. Fields that Sage has and this does not name are in `fields`, by Sage's own names. */
export interface OrderLine {
	/** `Line 3`, counted as the user counts. */
	label: string;
	kind: LineKind;
	/** Product code, or code of an additional charge. */
	code?: string;
	productId?: number;
	quantity?: number;
	unitPrice?: number;
	discountPercent?: number;
	discountValue?: number;
	/** Tax code: its code, its name, or its ID where nothing else matches. */
	taxCode?: string;
	taxRate?: number;
	description?: string;
	/** ISO code of the country that a tax rate is for; the delivery address's when left out. */
	taxCountry?: string;
	/** Warehouse by name or ID. */
	warehouse?: string;
	/** ISO code of the currency that the price is in. */
	currency?: string;
	/** Values of analysis codes, by the names that the site gave them. */
	analysisCodes?: Record<string, unknown>;
	fields: Record<string, unknown>;
}

/** What Sage calls the kinds of lines. */
export const LINE_TYPES: Record<LineKind, string> = {
	standard: 'EnumLineTypeStandard',
	freeText: 'EnumLineTypeFreeText',
	charge: 'EnumLineTypeCharge',
	comment: 'EnumLineTypeComment',
};

const KINDS_BY_NAME = new Map<string, LineKind>([
	...Object.entries(LINE_TYPES).flatMap(
		([kind, type]) =>
			[
				[kind.toLowerCase(), kind as LineKind],
				[type.toLowerCase(), kind as LineKind],
			] as Array<[string, LineKind]>,
	),
	['product', 'standard'],
	['free text', 'freeText'],
	['text', 'freeText'],
]);

/** Names under which shops and people give what a line has; compared without case, spaces and underscores. */
const NAMES: Record<string, keyof OrderLine | 'lineType'> = {
	type: 'lineType',
	linetype: 'lineType',
	kind: 'lineType',
	product: 'code',
	productcode: 'code',
	code: 'code',
	sku: 'code',
	itemcode: 'code',
	chargecode: 'code',
	productid: 'productId',
	quantity: 'quantity',
	qty: 'quantity',
	linequantity: 'quantity',
	unitprice: 'unitPrice',
	price: 'unitPrice',
	sellingunitprice: 'unitPrice',
	discountpercent: 'discountPercent',
	unitdiscountpercent: 'discountPercent',
	discountvalue: 'discountValue',
	unitdiscountvalue: 'discountValue',
	tax: 'taxCode',
	taxcode: 'taxCode',
	taxcodeid: 'taxCode',
	taxrate: 'taxRate',
	taxcountry: 'taxCountry',
	currency: 'currency',
	analysiscodes: 'analysisCodes',
	description: 'description',
	title: 'description',
	name: 'description',
	warehouse: 'warehouse',
	warehousename: 'warehouse',
	warehouseid: 'warehouse',
};

const NUMBERS: ReadonlySet<string> = new Set([
	'productId',
	'quantity',
	'unitPrice',
	'discountPercent',
	'discountValue',
	'taxRate',
]);

/** Reads lines from the form or from JSON. Every problem is added to `problems` under its line. */
export function readLines(rows: unknown[], problems: Problem[]): OrderLine[] {
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
		return [readLine(row as Record<string, unknown>, label, problems)];
	});
}

function readLine(row: Record<string, unknown>, label: string, problems: Problem[]): OrderLine {
	const { fields } = schema('sop_order_line');
	const line: OrderLine = { label, kind: 'standard', fields: {} };
	let kind: LineKind | undefined;
	for (const [name, value] of Object.entries(row)) {
		if (isUnset(value)) continue;
		const known = NAMES[name.toLowerCase().replace(/[\s_]/g, '')];
		if (known === 'lineType') kind = readKind(value, label, problems);
		else if (known !== undefined)
			Object.assign(line, { [known]: readValue(known, value, `${label}: ${name}`, problems) });
		else if (fields.has(name)) line.fields[name] = value;
		else problems.push({ field: `${label}: ${name}`, message: 'is not a field of an order line' });
	}
	line.kind = kind ?? kindOf(line);
	checkLine(line, problems);
	return line;
}

function readKind(value: unknown, label: string, problems: Problem[]): LineKind | undefined {
	const kind = KINDS_BY_NAME.get(String(value).toLowerCase());
	if (!kind)
		problems.push({
			field: `${label}: type`,
			message: `"${String(value)}" is not a type of line`,
			remedy: 'Use standard, freeText, charge or comment.',
		});
	return kind;
}

function readValue(name: string, value: unknown, label: string, problems: Problem[]): unknown {
	if (name === 'analysisCodes') return readNames(value, label, problems);
	if (!NUMBERS.has(name)) return String(value).trim();
	const number = numberOf(value);
	if (number === undefined)
		problems.push({ field: label, message: `"${String(value)}" is not a number` });
	return number;
}

function readNames(
	value: unknown,
	label: string,
	problems: Problem[],
): Record<string, unknown> | undefined {
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as Record<string, unknown>;
	problems.push({
		field: label,
		message: 'must be an object of names and values: {"Sales Channel": "Web"}',
	});
	return undefined;
}

/** A line without a type: of a product if it names one, otherwise text. */
function kindOf(line: OrderLine): LineKind {
	if (line.code !== undefined || line.productId !== undefined) return 'standard';
	return line.quantity === undefined && line.unitPrice === undefined ? 'comment' : 'freeText';
}

function checkLine(line: OrderLine, problems: Problem[]): void {
	const add = (name: string, message: string, remedy?: string) =>
		problems.push({ field: `${line.label}: ${name}`, message, remedy });
	const countable = line.kind === 'standard' || line.kind === 'freeText';
	if (line.kind === 'standard' && !line.code && line.productId === undefined)
		add('Product Code', 'is empty');
	if (line.kind === 'comment' && !line.description) add('Description', 'is empty');
	if (line.kind === 'freeText' && !line.description) add('Description', 'is empty');
	if (line.kind === 'charge' && !line.code && !line.description) add('Charge Code', 'is empty');
	if (
		countable &&
		line.quantity === undefined &&
		!problems.some(({ field }) => field.toLowerCase() === `${line.label}: quantity`.toLowerCase())
	)
		add('Quantity', 'is empty');
	if (line.quantity !== undefined && line.quantity <= 0)
		add('Quantity', `${line.quantity} is not above 0`);
	if (line.unitPrice !== undefined && line.unitPrice < 0)
		add('Unit Price', `${line.unitPrice} is below 0`);
	if (
		line.discountPercent !== undefined &&
		(line.discountPercent < 0 || line.discountPercent > 100)
	) {
		add('Discount Percent', `${line.discountPercent} is not between 0 and 100`);
	}
	if (line.discountValue !== undefined && line.discountValue < 0)
		add('Discount Value', `${line.discountValue} is below 0`);
	if (
		line.discountValue !== undefined &&
		line.unitPrice !== undefined &&
		line.discountValue > line.unitPrice
	) {
		add('Discount Value', `${line.discountValue} is more than the unit price ${line.unitPrice}`);
	}
}
