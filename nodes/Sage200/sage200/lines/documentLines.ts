/** Lines of documents as people and shops write them, under the names that Sage has for them. */
import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { Named } from '../lookups/references';
import { DISCOUNT, QUANTITY, UNIT_PRICE } from '../values/numbers';
import { isRecord } from '../values/records';

import { refuseLacking, type Lacking } from './lacking';
import { plainName, readRows, type Aliases, type Row } from './rows';

type DocumentValue =
	| 'lineType'
	| 'product'
	| 'chargeCode'
	| 'quantity'
	| 'unitPrice'
	| 'discountPercent'
	| 'discountValue'
	| 'taxCode'
	| 'warehouse'
	| 'description';

const NAMES: Aliases<DocumentValue> = {
	type: 'lineType',
	linetype: 'lineType',
	code: 'product',
	sku: 'product',
	product: 'product',
	productcode: 'product',
	chargecode: 'chargeCode',
	quantity: 'quantity',
	qty: 'quantity',
	linequantity: 'quantity',
	unitprice: 'unitPrice',
	price: 'unitPrice',
	sellingunitprice: 'unitPrice',
	unitbuyingprice: 'unitPrice',
	discountpercent: 'discountPercent',
	unitdiscountpercent: 'discountPercent',
	discountvalue: 'discountValue',
	unitdiscountvalue: 'discountValue',
	taxcode: 'taxCode',
	taxcodeid: 'taxCode',
	warehouse: 'warehouse',
	warehouseid: 'warehouse',
	title: 'description',
	description: 'description',
};

const TYPES = {
	standard: 'EnumLineTypeStandard',
	product: 'EnumLineTypeStandard',
	freetext: 'EnumLineTypeFreeText',
	charge: 'EnumLineTypeCharge',
	comment: 'EnumLineTypeComment',
} as const;

const BY_NAME = new Map<string, string>(Object.entries(TYPES));

const DISCOUNTS = ['unit_discount_percent', 'unit_discount_value', 'discounted_unit_price'];

/** What people call the types of lines. */
const KINDS = new Map<unknown, string>(
	(['standard', 'charge', 'comment'] as const).map((kind) => [TYPES[kind], kind]),
);

export interface LineKind {
	/** Its field for the price of a unit: `unit_buying_price`. */
	priceField: string;
	/** What its lines cannot have. */
	lacking: Lacking;
}

/** The lines by Sage's names. Every problem is added under its line. */
export function documentLines(rows: unknown[], kind: LineKind, problems: Problem[]): SageRecord[] {
	return readRows(rows.map(withoutTaxCode), NAMES, problems).map((row) =>
		documentLine(row, kind, problems),
	);
}

/** A line of Sage's own may have the record of its tax code beside the ID, which says all of it. */
function withoutTaxCode(row: unknown): unknown {
	if (!isRecord(row) || !isRecord(row.tax_code) || row.tax_code_id === undefined) return row;
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'tax_code'));
}

function documentLine(
	row: Row<DocumentValue>,
	{ priceField, lacking }: LineKind,
	problems: Problem[],
): SageRecord {
	const type = typeOf(row);
	const isCounted = type === TYPES.standard || type === TYPES.freetext;
	const code = row.text('product');
	const kind = KINDS.get(type) ?? '';
	refuseLacking(
		{ kind, valueOf: (name) => row.value(name), fieldOf: (name) => row.fieldOf(name) },
		lacking,
		problems,
	);
	const discount = row.number('discountPercent', DISCOUNT);
	// Sage takes discounts of less than all of a price.
	const isFree = discount === 100;
	const description = row.value('description');
	const line: SageRecord = {
		line_type: type,
		code: row.text('chargeCode'),
		description,
		// Without it Sage keeps the product's own words.
		use_description: type === TYPES.standard && description !== undefined ? true : undefined,
		line_quantity:
			isCounted || !lacking[kind]?.includes('quantity')
				? row.number('quantity', QUANTITY)
				: undefined,
		[priceField]: isFree ? 0 : row.number('unitPrice', UNIT_PRICE),
		unit_discount_percent: isFree ? undefined : discount,
		unit_discount_value: row.number('discountValue', UNIT_PRICE),
		tax_code_id: row.value('taxCode'),
		warehouse_id: row.value('warehouse'),
		...row.others,
	};
	// An account's own discount takes nothing off a price that is given.
	if (
		type === TYPES.standard &&
		line[priceField] !== undefined &&
		!DISCOUNTS.some((name) => line[name] !== undefined)
	)
		line.unit_discount_percent = 0;
	if (type === TYPES.charge) line.code ??= code;
	else if (code !== undefined) nameProduct(line, code, row, problems);
	const add = (name: string) =>
		problems.push({
			field: `${row.label}: ${name}`,
			message: 'is empty',
			remedy: 'Give it in the line, or leave the line out.',
		});
	if (type === TYPES.standard && line.product_id === undefined) add('Product');
	if (type === TYPES.charge && line.code === undefined && description === undefined) add('Charge');
	if (type !== TYPES.standard && type !== TYPES.charge && description === undefined) add('Text');
	if (isCounted && !row.has('quantity')) add('Quantity');
	return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined));
}

/** A line of Sage's own has its product's ID beside the code. */
function nameProduct(
	line: SageRecord,
	code: string,
	row: Row<DocumentValue>,
	problems: Problem[],
): void {
	if (line.product_id !== undefined)
		problems.push({
			field: row.fieldOf('product'),
			message: 'is given beside product_id, and both name the product',
			remedy: 'Leave one of them out.',
		});
	line.product_id = new Named(code);
}

/** A line without a type: of a product if it has a place for one, be it empty; otherwise text. */
function typeOf(row: Row<DocumentValue>): unknown {
	const given = row.value('lineType');
	if (given !== undefined) return BY_NAME.get(plainName(String(given))) ?? given;
	if (row.names('product') || row.others.product_id !== undefined) return TYPES.standard;
	return row.has('quantity') ? TYPES.freetext : TYPES.comment;
}
