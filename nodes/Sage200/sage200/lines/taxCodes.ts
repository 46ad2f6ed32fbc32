/** Tax codes by rate, and rates by tax code. */
import type { SageRecord } from '../protocol/api';

/**
 * Where goods go, as far as it decides about a rate of 0: `export` is out of the United Kingdom with nothing of the EU
 * about it, `unclear` may be a sale to the EU.
 */
export type Destination = 'home' | 'export' | 'unclear';

/** What is known of a line whose tax is given as a rate. */
export interface Taxed {
	customer?: SageRecord;
	/** The product's or the charge's own code. */
	goods?: unknown;
	/** Where the goods go; home when left out. */
	destination?: Destination;
	/** The code that amounts without tax are booked with, where one is named for them. */
	untaxed?: SageRecord;
}

/** The code for a rate, or the codes that may be meant where nothing decides between them. */
export type RateCode =
	/** `passedOver` are codes of the same rate that the code was preferred to by its name. */
	{ code: SageRecord; passedOver: SageRecord[] } | { candidates: SageRecord[] };

/** Names of codes that are for something else than an ordinary sale. Sage has no field for that. */
const SPECIAL =
	/exempt|outside|scope|reverse|export|import|postpon|margin|acqui|purchase|non[- ]?vat|\bE[CU]\b/i;
const EXPORT = /export|outside (the )?E[CU]|non[- ]?E[CU]|rest of (the )?world/i;

/**
 * The code for a rate: the customer's and the goods' own if it has the rate, in the order in which Sage prefers them;
 * otherwise the one that was named for amounts without tax, or the one that the site has for such sales.
 *
 * A rate of 0 depends on where the goods go. For a trader in Great Britain a sale to the EU has been an export since
 * 2021, in Northern Ireland it may still be an EC sale. Where several codes fit, and not one alone is named for such a
 * sale, none is taken.
 */
export function codeForRate(
	taxCodes: SageRecord[],
	rate: number,
	{ customer, goods, destination = 'home', untaxed }: Taxed = {},
): RateCode {
	const ofRate = taxCodes.filter((row) => Number(row.tax_rate) === rate && isForSales(row));
	const own = preferredIds({ customer, goods })
		.map((id) => ofRate.find((row) => row.id === id))
		.find((row) => row !== undefined);
	const asked = rate === 0 ? untaxed : undefined;
	const decided = own ?? asked;
	if (decided) return { code: decided, passedOver: [] };
	const goingTo = rate === 0 ? destination : 'home';
	const candidates = ofRate.filter((row) => !isEuropean(row) || goingTo === 'unclear');
	if (candidates.length === 1) return { code: candidates[0], passedOver: [] };
	const named = goingTo === 'unclear' ? undefined : theOneNamedFor(goingTo, candidates);
	return named
		? { code: named, passedOver: candidates.filter((row) => row !== named) }
		: { candidates };
}

/** Countries and territories where the United Kingdom's own tax applies, by the names and codes that shops give. */
const HOME = new Set([
	'gb',
	'uk',
	'xi',
	'im',
	'united kingdom',
	'great britain',
	'england',
	'scotland',
	'wales',
	'northern ireland',
	'isle of man',
]);

/** Whether a country is home whatever Sage says of it: old sites still have the United Kingdom in the EU. */
export function isHome(country: string): boolean {
	return HOME.has(country.trim().toLowerCase());
}

/** Members of the EU, for a country that a site has no record of. */
const EU = new Set(
	'AT BE BG CY CZ DE DK EE ES FI FR GR EL HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** A country as a shop gives it, and what Sage knows of it. */
export interface Country {
	/** ISO code or name. */
	given: string;
	record?: SageRecord;
}

/** Whether a country is in the EU; undefined for a name that nobody knows. */
export function isInEu({ given, record }: Country): boolean | undefined {
	if (record) return record.eu_member === true;
	const code = given.trim().toUpperCase();
	if (/^[A-Z]{2}$/.test(code)) return EU.has(code);
	const named = new Set([...EU].map((each) => nameOf(each)));
	if (named.has(given.trim().toLowerCase())) return true;
	return undefined;
}

/** The English name of a country: `luxembourg`. */
function nameOf(code: string): string {
	return String(new Intl.DisplayNames('en', { type: 'region' }).of(code)).toLowerCase();
}

/**
 * Where goods for a country go.
 * @param company Sage's details of the company that sells, where the country is or may be in the EU
 */
export function destinationOf(country: Country, company: SageRecord | undefined): Destination {
	if (isHome(country.given) || (country.record && isHome(String(country.record.code))))
		return 'home';
	if (isInEu(country) === false) return 'export';
	return isInEu(country) === true && isInBritain(company) ? 'export' : 'unclear';
}

/** Great Britain, told by the postcode: the one thing about a company that tells it from Northern Ireland. */
function isInBritain(company: SageRecord | undefined): boolean {
	const { postcode } = (company?.address ?? {}) as SageRecord;
	const code = String(postcode ?? '').trim();
	return BRITISH_POSTCODE.test(code) && !/^BT/i.test(code);
}

const BRITISH_POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$/i;

/** What decides the tax of a line, strongest first; 0 stands for "not set". */
export interface TaxSources {
	/** Given with the line. */
	line?: unknown;
	customer?: SageRecord;
	/** The product's or the charge's. */
	goods?: unknown;
}

/** The tax code that Sage gives a line: an account may say that its own goes before the product's. */
export function taxCodeOf(taxCodes: SageRecord[], sources: TaxSources): SageRecord | undefined {
	const [id] = preferredIds(sources);
	return taxCodes.find((row) => row.id === id);
}

function preferredIds({ line, customer, goods }: TaxSources): unknown[] {
	const own = customer?.default_tax_code_id;
	const first = customer?.use_tax_code_as_default === true ? own : undefined;
	return [line, first, goods, own].filter((id) => Number(id ?? 0) > 0);
}

/** An export has the code that is named for exports, else the one for ordinary sales of that rate. */
function theOneNamedFor(
	destination: 'home' | 'export',
	candidates: SageRecord[],
): SageRecord | undefined {
	const exports = candidates.filter(({ name }) => EXPORT.test(String(name)));
	if (destination === 'export' && exports.length > 0)
		return exports.length === 1 ? exports[0] : undefined;
	const ordinary = candidates.filter(({ name }) => !SPECIAL.test(String(name)));
	return ordinary.length === 1 ? ordinary[0] : undefined;
}

/** Terms of codes for trade with the EU: they share rates with the home ones. */
function isEuropean({ terms }: SageRecord): boolean {
	return typeof terms === 'string' && terms !== '' && terms !== 'EcTermsNotApplicable';
}

/** Purchases from the EU have codes of their own, and so has the tax that a buyer reckons on them. */
function isForSales(row: SageRecord): boolean {
	return (
		row.is_notional_acquisition_tax !== true &&
		(!isEuropean(row) || /sales/i.test(String(row.terms)))
	);
}
