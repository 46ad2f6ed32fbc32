/** Resolves what order lines name by code, name or rate: each kind in one batch over all orders of an execution. */
import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { normalKey, type Lookups } from '../lookups/lookups';

import type { OrderLine } from './orderLines';
import { taxCodeForRate } from './taxCodes';

/** What of a product decides an order line. */
const PRODUCT_FIELDS = [
	'id',
	'code',
	'name',
	'tax_code_id',
	'product_status_type',
	'allow_sales_order',
	'sale_from_single_batch',
	'traceable_type',
];

/** What is read although no line asks for it. */
export interface Needs {
	/** Tax codes, to know the rates of lines that leave the tax to Sage. */
	taxCodes?: boolean;
}

export interface LineReferences {
	product?: SageRecord;
	/** The additional charge of a charge line that names one. */
	charge?: SageRecord;
	taxCodeId?: number;
	warehouseId?: number;
}

export class OrderReferences {
	private constructor(
		private readonly productsByCode: Map<string, SageRecord[]>,
		private readonly productsById: Map<string, SageRecord[]>,
		readonly taxCodes: SageRecord[],
		private readonly warehouses: SageRecord[],
		private readonly countries: SageRecord[],
		private readonly charges: SageRecord[],
	) {}

	/** Reads what the lines refer to: nothing that no line asks for. */
	static async read(
		lookups: Lookups,
		lines: OrderLine[],
		needs: Needs = {},
	): Promise<OrderReferences> {
		const standard = lines.filter(({ kind }) => kind === 'standard');
		const codes = standard.flatMap(({ code }) => code ?? []);
		const ids = standard.flatMap(({ productId }) =>
			productId === undefined ? [] : String(productId),
		);
		const asks = (of: (line: OrderLine) => unknown) => lines.some((line) => of(line) !== undefined);
		const [byCode, byId, taxCodes, warehouses, countries, charges] = await Promise.all([
			lookups.byKeys(
				{ resource: 'products', field: 'code', select: PRODUCT_FIELDS, inCapitals: true },
				codes,
			),
			lookups.byKeys({ resource: 'products', field: 'id', select: PRODUCT_FIELDS }, ids),
			needs.taxCodes || asks(({ taxCode }) => taxCode) || asks(({ taxRate }) => taxRate)
				? lookups.all('tax_codes')
				: [],
			asks(({ warehouse }) => warehouse) ? lookups.all('warehouses', { $select: 'id,name' }) : [],
			lines.some(({ taxRate, taxCountry }) => taxRate !== undefined && taxCountry !== undefined)
				? lookups.all('country_codes', { $select: 'id,code,eu_member' })
				: [],
			lines.some(({ kind, code }) => kind === 'charge' && code !== undefined)
				? lookups.all('sop_additional_charges')
				: [],
		]);
		return new OrderReferences(byCode, byId, taxCodes, warehouses, countries, charges);
	}

	/** What one line refers to; what cannot be found is added to `problems`. */
	of(line: OrderLine, problems: Problem[]): LineReferences {
		const product = line.kind === 'standard' ? this.product(line, problems) : undefined;
		const charge = line.kind === 'charge' ? this.charge(line, problems) : undefined;
		return {
			product,
			charge,
			taxCodeId: this.taxCode(line, (product ?? charge)?.tax_code_id, problems),
			warehouseId: this.warehouse(line, problems),
		};
	}

	/** Whether the product that a line names is in Sage; true for lines of no product. */
	knowsProduct(line: OrderLine): boolean {
		return line.kind !== 'standard' || this.productsOf(line).length > 0;
	}

	private productsOf({ code, productId }: OrderLine): SageRecord[] {
		return (
			(code === undefined
				? this.productsById.get(String(productId))
				: this.productsByCode.get(normalKey(code))) ?? []
		);
	}

	private product(line: OrderLine, problems: Problem[]): SageRecord | undefined {
		const [found] = this.productsOf(line);
		const named = line.code ?? String(line.productId ?? '');
		if (found === undefined && named !== '') {
			const by = line.code === undefined ? 'ID' : 'code';
			problems.push({
				field: `${line.label}: Product Code`,
				message: `Sage 200 has no product with ${by} "${named}"`,
				remedy: 'Add it to Sage 200, or correct the code in the shop.',
			});
		}
		return found;
	}

	private charge({ label, code }: OrderLine, problems: Problem[]): SageRecord | undefined {
		if (code === undefined) return undefined;
		return theOnly(matching(this.charges, code, ['code', 'name']), problems, {
			field: `${label}: Charge Code`,
			kind: 'additional charge',
			named: `"${code}"`,
			told: codeOf,
			known: this.charges,
		});
	}

	private taxCode(
		{ label, taxCode, taxRate, taxCountry, untaxedCode }: OrderLine,
		goods: unknown,
		problems: Problem[],
	): number | undefined {
		if (taxCode === undefined && taxRate === undefined) return undefined;
		const matches =
			taxCode === undefined
				? [
						taxCodeForRate(this.taxCodes, taxRate!, {
							country: this.country(taxCountry),
							goods,
							untaxed: untaxedCode,
						}) ?? [],
					].flat()
				: matching(this.taxCodes, taxCode, ['code', 'name', 'id']);
		return idOf(
			theOnly(matches, problems, {
				field: `${label}: Tax Code`,
				kind: 'tax code',
				named: taxCode === undefined ? `for a rate of ${taxRate} %` : `"${taxCode}"`,
				told: (row) => `${codeOf(row)} (${String(row.name)}, ${String(row.tax_rate)} %)`,
				known: this.taxCodes,
			}),
		);
	}

	private country(code: string | undefined): SageRecord | undefined {
		return code === undefined ? undefined : matching(this.countries, code, ['code'])[0];
	}

	private warehouse({ label, warehouse }: OrderLine, problems: Problem[]): number | undefined {
		if (warehouse === undefined) return undefined;
		return idOf(
			theOnly(matching(this.warehouses, warehouse, ['name', 'id']), problems, {
				field: `${label}: Warehouse`,
				kind: 'warehouse',
				named: `"${warehouse}"`,
				told: ({ name }) => String(name),
				known: this.warehouses,
			}),
		);
	}
}

/** Rows whose first of these fields to match anything has the value. */
function matching(rows: SageRecord[], value: string, fields: string[]): SageRecord[] {
	for (const field of fields) {
		const found = rows.filter((row) => normalKey(String(row[field] ?? '')) === normalKey(value));
		if (found.length > 0) return found;
	}
	return [];
}

interface Wanted {
	field: string;
	/** `tax code` */
	kind: string;
	/** How it was asked for, in a sentence. */
	named: string;
	/** How a row is told to a person. */
	told: (row: SageRecord) => string;
	/** All there are. */
	known: SageRecord[];
}

/** The row that is meant. None, or several of one name, is a problem that lists what there is. */
function theOnly(
	matches: SageRecord[],
	problems: Problem[],
	{ field, kind, named, told, known }: Wanted,
): SageRecord | undefined {
	if (matches.length === 1) return matches[0];
	const listed = (rows: SageRecord[]) => rows.map(told).join(', ') || 'none';
	problems.push(
		matches.length === 0
			? {
					field,
					message: `Sage 200 has no ${kind} ${named}`,
					remedy: `It has: ${listed(known)}.`,
				}
			: {
					field,
					message: `Sage 200 has ${matches.length} of them called ${named}: ${listed(matches)}`,
					remedy: 'Give its code or ID.',
				},
	);
	return undefined;
}

function codeOf({ code }: SageRecord): string {
	return String(code);
}

function idOf(row: SageRecord | undefined): number | undefined {
	return row && Number(row.id);
}
