/** Countries by whatever shops and people call them: an ISO code, the English name, or the name that the site keeps. */
import type { SageRecord } from '../protocol/api';

import { normalKey } from './lookups';

const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const ISO_CODE = /^[a-z]{2}$/i;
/** What ISO and people call alike. */
const OTHER_CODES = new Map([
	['UK', 'GB'],
	['EL', 'GR'],
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
		countries.find(({ code }) => plain(String(code)) === plain(iso)) ??
		countries.find(({ name }) => plain(String(name)) === wanted) ??
		countries.find(({ code }) => plain(englishName(String(code)) ?? '') === wanted) ??
		countries.find(({ name }) => plain(String(name)) === plain(englishName(iso) ?? iso))
	);
}

function canonical(code: string): string {
	const capitals = code.trim().toUpperCase();
	return OTHER_CODES.get(capitals) ?? capitals;
}

function plain(name: string): string {
	return normalKey(name)
		.replace(/^the\s+/, '')
		.replace(/[\s.]+/g, ' ');
}
