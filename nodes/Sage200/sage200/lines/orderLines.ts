/** Lines of an order as people and shops write them, and what is wrong with them. */
import { schema } from '../../catalog';
import type { Problem } from '../protocol/failures';
import {
	DISCOUNT,
	PERCENT,
	QUANTITY,
	UNIT_PRICE,
	WHOLE,
	type NumberRules,
} from '../values/numbers';
import { isRecord } from '../values/records';
import { shown } from '../values/shown';

import { refuseLacking, SALES_LACKING } from './lacking';
import { plainName, readRows, type Aliases, type Row } from './rows';

export type LineKind = 'standard' | 'freeText' | 'charge' | 'comment';

/** The line of shipping, whose fields the form has beside its lines. */
export const SHIPPING_LABEL = 'Shipping';

/** A field of a line as the form calls it: `Line 3: Charge`, `Shipping Charge`. */
export function lineField(label: string, name: string): string {
	return `${label}${label === SHIPPING_LABEL ? '' : ':'} ${name}`;
}

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
	/** The shop's name of a product, for where Sage has none and the line becomes text. */
	shopName?: string;
	/** ISO code of the country that a tax rate is for; the delivery address's when left out. */
	taxCountry?: string;
	/** Tax code, by its code, name or ID, for a rate of 0 where the goods have no such code of their own. */
	untaxedCode?: string;
	/** Warehouse by name or ID. */
	warehouse?: string;
	/** ISO code of the currency that the price is in. */
	currency?: string;
	/** Values of analysis codes, by the names that the site gave them. */
	analysisCodes?: Record<string, unknown>;
	fields: Record<string, unknown>;
}

/** What a row may say of a line. */
type LineValue = Exclude<keyof OrderLine, 'label' | 'kind' | 'shopName' | 'fields'> | 'lineType';

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

/** Names under which shops and people give what a line has. In most shops `tax` is an amount, so it is none of them. */
const NAMES: Aliases<LineValue> = {
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

/** What a value of a row is, by the name that the row has for it; undefined for Sage's own fields. */
export function valueNamed(name: string): LineValue | undefined {
	const plain = plainName(name);
	return Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
}

/** Rates may have more decimals than Sage's own have; such a rate has no tax code, which is told with those there are. */
const TAX_RATE: NumberRules = { ...PERCENT, decimals: 5 };

/** Reads lines from the form or from JSON. Every problem is added to `problems` under its line. */
export function readLines(rows: unknown[], problems: Problem[], labels?: string[]): OrderLine[] {
	return readRows(rows, NAMES, problems, labels).map((row) => readLine(row, problems));
}

function readLine(row: Row<LineValue>, problems: Problem[]): OrderLine {
	const kind = readKind(row, problems);
	const line = {
		label: row.label,
		code: row.text('code'),
		productId: row.number('productId', WHOLE),
		quantity: row.number('quantity', QUANTITY),
		unitPrice: row.number('unitPrice', UNIT_PRICE),
		discountPercent: row.number('discountPercent', DISCOUNT),
		discountValue: row.number('discountValue', UNIT_PRICE),
		taxCode: row.text('taxCode'),
		taxRate: row.number('taxRate', TAX_RATE),
		description: row.text('description'),
		taxCountry: row.text('taxCountry'),
		warehouse: row.text('warehouse'),
		currency: row.text('currency'),
		analysisCodes: readNames(row, problems),
		fields: readFields(row, problems),
	};
	const read: OrderLine = { ...line, kind: kind ?? kindOf(row) };
	checkLine(read, row, problems);
	return read;
}

function readKind(row: Row<LineValue>, problems: Problem[]): LineKind | undefined {
	if (!row.has('lineType')) return undefined;
	const given = row.value('lineType');
	const kind = KINDS_BY_NAME.get(String(given).toLowerCase());
	if (!kind)
		problems.push({
			field: `${row.label}: type`,
			message: `${shown(given)} is not a type of line`,
			remedy: 'Use standard, freeText, charge or comment.',
		});
	return kind;
}

function readNames(row: Row<LineValue>, problems: Problem[]): Record<string, unknown> | undefined {
	if (!row.has('analysisCodes')) return undefined;
	const value = row.value('analysisCodes');
	if (isRecord(value)) return value;
	problems.push({
		field: row.fieldOf('analysisCodes'),
		message: 'must be an object of names and values',
		remedy: 'Write it as {"Sales Channel": "Web"}.',
	});
	return undefined;
}

/** Fields by Sage's own names. */
function readFields(row: Row<LineValue>, problems: Problem[]): OrderLine['fields'] {
	const { others } = row;
	const { fields } = schema('sop_order_line');
	const known = Object.entries(others).filter(([name]) => fields.has(name));
	for (const name of Object.keys(others).filter((each) => !fields.has(each)))
		problems.push({
			field: `${row.label}: ${name}`,
			message: 'is not a field of an order line',
			remedy:
				name.toLowerCase() === 'tax'
					? 'Give the rate as taxRate, or the code as taxCode; Sage 200 works out the amount.'
					: 'Leave it out, or call it by its name in the Sage 200 API.',
		});
	return Object.fromEntries(known);
}

/** A line without a type: of a product if it has a place for one, be it empty; otherwise text. */
function kindOf(row: Row<LineValue>): LineKind {
	if (row.names('code') || row.has('productId')) return 'standard';
	return row.has('quantity') || row.has('unitPrice') ? 'freeText' : 'comment';
}

function checkLine(line: OrderLine, row: Row<LineValue>, problems: Problem[]): void {
	const { kind, code, productId, description, unitPrice, discountValue } = line;
	const add = (
		name: string,
		message: string,
		remedy = 'Give it in the line, or leave the line out.',
	) => problems.push({ field: `${line.label}: ${name}`, message, remedy });
	if (kind === 'standard' && !code && productId === undefined) add('Product', 'is empty');
	if ((kind === 'comment' || kind === 'freeText') && !description) add('Text', 'is empty');
	if (kind === 'charge' && !code && !description) add('Charge', 'is empty');
	if ((kind === 'standard' || kind === 'freeText') && !row.has('quantity'))
		add('Quantity', 'is empty');
	refuseLacking(
		{ kind, valueOf: (name) => line[name], fieldOf: (name) => row.fieldOf(name) },
		SALES_LACKING,
		problems,
	);
	if (discountValue !== undefined && unitPrice !== undefined && discountValue > unitPrice)
		add('Discount Value', `${discountValue} is more than the unit price ${unitPrice}`);
}
