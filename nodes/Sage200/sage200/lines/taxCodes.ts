/** Tax codes by rate, and rates by tax code. */
import type { SageRecord } from '../protocol/api';

/**
 * The code for a rate: of those for sales to the EU where the country is in it and such a code has the rate, otherwise
 * of the home ones. Several codes may have a rate (zero rated, exempt): then it is the goods' own, else the lowest
 * number, which is the usual one. A code that is named for amounts without tax goes before those for the EU.
 */
export function taxCodeForRate(
	taxCodes: SageRecord[],
	rate: number,
	{ country, goods, untaxed }: { country?: SageRecord; goods?: unknown; untaxed?: string } = {},
): SageRecord | undefined {
	const ofRate = taxCodes
		.filter((row) => Number(row.tax_rate) === rate)
		.sort((left, right) => Number(left.code) - Number(right.code));
	const homely = ofRate.filter((row) => !isEuropean(row));
	const named =
		untaxed === undefined ? undefined : ofRate.find(({ code }) => String(code) === untaxed);
	const own = homely.find(({ id }) => id === goods);
	if (rate === 0 && named) return own ?? named;
	const home = own ?? homely[0];
	return country?.eu_member === true ? (ofRate.find(isEuropeanSale) ?? home) : home;
}

/** What decides the tax of a line, strongest first; 0 stands for "not set". */
export interface TaxSources {
	/** Given with the line. */
	line?: unknown;
	customer?: SageRecord;
	/** The product's or the charge's. */
	goods?: unknown;
}

/** The tax code that Sage gives a line: an account may say that its own goes before the product's. */
export function taxCodeOf(
	taxCodes: SageRecord[],
	{ line, customer, goods }: TaxSources,
): SageRecord | undefined {
	const own = customer?.default_tax_code_id;
	const id = [line, customer?.use_tax_code_as_default === true ? own : undefined, goods, own].find(
		(each) => Number(each ?? 0) > 0,
	);
	return taxCodes.find((row) => row.id === id);
}

/** Terms of codes for trade with the EU: they share rates with the home ones. */
function isEuropean({ terms }: SageRecord): boolean {
	return typeof terms === 'string' && terms !== '' && terms !== 'EcTermsNotApplicable';
}

function isEuropeanSale(row: SageRecord): boolean {
	return isEuropean(row) && /sales/i.test(String(row.terms));
}
