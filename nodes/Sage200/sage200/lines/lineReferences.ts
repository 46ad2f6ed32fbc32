/** Resolves what order lines name by code, name or rate: each kind in one batch over all orders of an execution. */
import type { SageRecord } from '../protocol/api';
import { isNotOffered, onSageFailure, type Problem } from '../protocol/failures';
import { normalKey, type Lookups, type RowField } from '../lookups/lookups';
import { eitherRemedy, namingOf, rowsNamed } from '../lookups/named';

import { lineField, type OrderLine } from './orderLines';
import {
	codeForRate,
	destinationOf,
	isHome,
	isInEu,
	type Country,
	type Destination,
} from './taxCodes';

/** The fields of a product that an order line is made from. */
const PRODUCT_FIELDS: Array<RowField<'products'>> = [
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

/** Whose line it is, and where it is told what was chosen by a weak rule. */
export interface LineContext {
	customer?: SageRecord;
	notes?: string[];
	/** What a line is booked with that is there already. */
	taxCodeId?: unknown;
}

export class OrderReferences {
	private constructor(
		private readonly productsByCode: Map<string, SageRecord[]>,
		private readonly productsById: Map<string, SageRecord[]>,
		readonly taxCodes: SageRecord[],
		private readonly warehouses: SageRecord[],
		private readonly countries: SageRecord[],
		private readonly charges: SageRecord[],
		/** Read where goods without tax may go to the EU. */
		private readonly company: SageRecord | undefined,
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
			lines.some(({ taxRate, taxCountry = '' }) => taxRate === 0 && isAbroad(taxCountry))
				? lookups.all('country_codes', { $select: 'id,code,name,eu_member' })
				: [],
			lines.some(({ kind, code }) => kind === 'charge' && code !== undefined)
				? lookups.all('sop_additional_charges')
				: [],
		]);
		const untaxed = lines.flatMap(({ taxRate, taxCountry = '' }) =>
			taxRate === 0 && isAbroad(taxCountry) ? taxCountry : [],
		);
		const company = untaxed.some((given) => isInEu(countryIn(countries, given)) !== false)
			? await readCompany(lookups)
			: undefined;
		return new OrderReferences(byCode, byId, taxCodes, warehouses, countries, charges, company);
	}

	/**
	 * What one line refers to; what cannot be found is added to `problems`.
	 * @param about whose line it is, and the notes that get what was chosen by a weak rule
	 */
	of(line: OrderLine, problems: Problem[], about: LineContext = {}): LineReferences {
		const product = line.kind === 'standard' ? this.product(line, problems) : undefined;
		const charge = line.kind === 'charge' ? this.charge(line, problems) : undefined;
		return {
			product,
			charge,
			taxCodeId: this.taxCode(
				line,
				about.taxCodeId ?? (product ?? charge)?.tax_code_id,
				problems,
				about,
			),
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
				field: lineField(line.label, 'Product'),
				message: `Sage 200 has no product with ${by} "${named}"`,
				remedy: 'Add it to Sage 200, or correct the code.',
			});
		}
		if (found && line.productId !== undefined && found.id !== line.productId)
			problems.push({
				field: lineField(line.label, 'Product'),
				message: `${named} has the ID ${String(found.id)}, not ${line.productId}`,
				remedy: 'Leave one of them out.',
			});
		return found;
	}

	private charge({ label, code }: OrderLine, problems: Problem[]): SageRecord | undefined {
		if (code === undefined) return undefined;
		return theOnly(rowsNamed(this.charges, code, ['code', 'name']), problems, {
			field: lineField(label, 'Charge'),
			kind: 'additional charge',
			given: code,
			told: codeOf,
			known: this.charges,
		});
	}

	private taxCode(
		line: OrderLine,
		goods: unknown,
		problems: Problem[],
		about: LineContext,
	): number | undefined {
		const { label, taxCode, taxRate } = line;
		if (taxCode === undefined)
			return taxRate === undefined
				? undefined
				: this.codeForRate({ ...line, taxRate }, goods, problems, about);
		const code = theOnly(rowsNamed(this.taxCodes, taxCode, ['code', 'name']), problems, {
			field: lineField(label, 'Tax Code'),
			kind: 'tax code',
			given: taxCode,
			told: tellTaxCode,
			known: this.taxCodes,
		});
		if (code && taxRate !== undefined && Number(code.tax_rate) !== taxRate)
			problems.push({
				field: lineField(label, 'Tax Code'),
				message: `${tellTaxCode(code)} is not for the rate of ${taxRate} % that the line has as well`,
				remedy: 'Leave one of them out.',
			});
		return idOf(code);
	}

	private codeForRate(
		{ label, taxRate, taxCountry, untaxedCode }: OrderLine & { taxRate: number },
		goods: unknown,
		problems: Problem[],
		{ customer, notes = [] }: LineContext,
	): number | undefined {
		const destination = this.destination(taxCountry);
		const found = codeForRate(this.taxCodes, taxRate, {
			customer,
			goods,
			destination,
			untaxed: taxRate === 0 ? codeWithoutTax(this.taxCodes, untaxedCode, problems) : undefined,
		});
		const field = lineField(label, 'Tax Code');
		if ('code' in found) {
			const others = found.passedOver.map(tellTaxCode).join(', ');
			const note = `Tax code ${tellTaxCode(found.code)} was taken for a rate of ${taxRate} %; Sage 200 also has ${others}`;
			if (others !== '' && !notes.includes(note)) notes.push(note);
			return idOf(found.code);
		}
		const { candidates } = found;
		const where = destination === 'home' ? '' : ` on goods that go to ${taxCountry}`;
		problems.push(
			candidates.length === 0
				? {
						field,
						message: `Sage 200 has no tax code for a rate of ${taxRate} %`,
						remedy: `It has: ${this.taxCodes.map(tellTaxCode).join(', ') || 'none'}.`,
					}
				: {
						field,
						message: `several tax codes may be meant by ${taxRate} %${where}: ${candidates.map(tellTaxCode).join(', ')}`,
						remedy:
							'Name one: for a line its Tax Code, for the orders of a shop Shop Rules: Tax Codes. Or make it the one of the product or the customer.',
					},
		);
		return undefined;
	}

	private destination(country: string | undefined): Destination {
		if (country === undefined || isHome(country)) return 'home';
		return destinationOf(countryIn(this.countries, country), this.company);
	}

	private warehouse({ label, warehouse }: OrderLine, problems: Problem[]): number | undefined {
		if (warehouse === undefined) return undefined;
		return idOf(
			theOnly(rowsNamed(this.warehouses, warehouse, ['name']), problems, {
				field: `${label}: Warehouse`,
				kind: 'warehouse',
				given: warehouse,
				told: ({ name }) => String(name),
				known: this.warehouses,
			}),
		);
	}
}

const WITHOUT_TAX = 'Tax Code Without Tax';

/**
 * The code that a person named for amounts without tax; undefined where none is named. One that Sage does not have, or
 * that is for a rate, is added to the problems.
 * @param named its code, name or ID
 */
export function codeWithoutTax(
	taxCodes: SageRecord[],
	named: string | undefined,
	problems: Problem[],
): SageRecord | undefined {
	// It is the same for all lines, so it is told once.
	if (named === undefined || problems.some(({ field }) => field === WITHOUT_TAX)) return undefined;
	const known = taxCodes.filter(({ tax_rate: rate }) => Number(rate) === 0);
	const matches = rowsNamed(taxCodes, named, ['code', 'name']);
	const untaxed = matches.filter((row) => known.includes(row));
	return theOnly(untaxed, problems, {
		field: WITHOUT_TAX,
		kind: 'tax code of 0 %',
		given: named,
		told: tellTaxCode,
		known,
	});
}

interface Wanted {
	field: string;
	/** `tax code` */
	kind: string;
	/** As it was asked for. */
	given: string;
	/** How a row is told to a person. */
	told: (row: SageRecord) => string;
	/** All there are. */
	known: SageRecord[];
}

/** The row that is meant. None, or several of one name, is a problem that lists what there is. */
function theOnly(
	matches: SageRecord[],
	problems: Problem[],
	{ field, kind, given, told, known }: Wanted,
): SageRecord | undefined {
	if (matches.length === 1) return matches[0];
	const listed = (rows: SageRecord[]) => rows.map(told).join(', ') || 'none';
	problems.push(
		matches.length === 0
			? {
					field,
					message: `Sage 200 has no ${kind} "${given}"`,
					remedy: `It has: ${listed(known)}.`,
				}
			: {
					field,
					message: `Sage 200 has ${matches.length} of them called "${given}": ${listed(matches)}`,
					remedy: isNumber(given) ? eitherRemedy(given.trim()) : 'Give its code or ID.',
				},
	);
	return undefined;
}

function isNumber(given: string): boolean {
	return /^\d+$/.test(namingOf(given).text);
}

function countryIn(countries: SageRecord[], given: string): Country {
	return { given, record: rowsNamed(countries, given, ['code', 'name'])[0] };
}

/** The company that sells; undefined where the login may not read it. */
async function readCompany(lookups: Lookups): Promise<SageRecord | undefined> {
	const rows = await lookups.all('company_details', { $expand: 'address' }).catch(
		onSageFailure((failure): SageRecord[] => {
			if (!isNotOffered(failure)) throw failure;
			return [];
		}),
	);
	return rows[0];
}

/** Whether a line for a country needs to know where that is. */
function isAbroad(country: string): boolean {
	return country !== '' && !isHome(country);
}

function tellTaxCode({ code, name, tax_rate: rate }: SageRecord): string {
	return `${String(code)} (${String(name)}, ${String(rate)} %)`;
}

function codeOf({ code }: SageRecord): string {
	return String(code);
}

function idOf(row: SageRecord | undefined): number | undefined {
	return row && Number(row.id);
}
