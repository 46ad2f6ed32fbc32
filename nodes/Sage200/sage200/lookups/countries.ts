/** Countries by whatever shops and people call them: an ISO code, the English name, or the name that the site keeps. */
import type { SageRecord } from '../protocol/api';

import { normalKey } from './lookups';

const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const ISO_CODE = /^[a-z]{2}$/i;
/** What ISO and people call alike. */
const OTHER_CODES = new Map([
	['UK', 'GB'],
	['EL', 'GR'],
	// Northern Ireland, which has a code of its own for its tax.
	['XI', 'GB'],
]);
const OTHER_NAMES = new Map([
	['great britain', 'GB'],
	['england', 'GB'],
	['scotland', 'GB'],
	['wales', 'GB'],
	['northern ireland', 'GB'],
	['usa', 'US'],
]);

/** The English name of a country; undefined for what is no ISO code. */
export function englishName(isoCode: string): string | undefined {
	return ISO_CODE.test(isoCode) ? NAMES.of(canonical(isoCode)) : undefined;
}

/** The country that is meant, among those that Sage has; undefined where it has none. */
export function countryOf(countries: SageRecord[], named: string): SageRecord | undefined {
	const wanted = plain(named);
	const iso = canonical(named);
	return (
		countries.find(({ code }) => plain(String(code)) === wanted) ??
		countries.find(({ name }) => plain(String(name)) === wanted) ??
		countries.find(({ code }) => plain(String(code)) === plain(iso)) ??
		countries.find(({ code }) => plain(englishName(String(code)) ?? '') === wanted) ??
		countries.find(({ name }) => plain(String(name)) === plain(englishName(iso) ?? iso))
	);
}

/** Whether two codes or names mean one country. */
export function isSameCountry(one: string, other: string): boolean {
	const named = (country: string) => plain(englishName(canonical(country)) ?? country);
	return named(one) === named(other);
}

function canonical(code: string): string {
	const capitals = code.trim().toUpperCase();
	return OTHER_CODES.get(capitals) ?? OTHER_NAMES.get(plain(code)) ?? capitals;
}

function plain(name: string): string {
	return normalKey(name)
		.replace(/^the\s+/, '')
		.replace(/[\s.]+/g, ' ');
}
