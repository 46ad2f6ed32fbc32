/** Countries by all that shops call them. */
import { countryOf, isSameCountry } from '../../../nodes/Sage200/sage200/lookups/countries';

it.each([
	['GB', 'UK', 'gb', 'United Kingdom', 'the United Kingdom', 'Great Britain', 'Northern Ireland'],
	['GR', 'EL', 'Greece'],
	['XI', 'GB'],
	['US', 'United States', 'USA'],
])('%s is called otherwise, too', (...names) => {
	for (const one of names) for (const other of names) expect(isSameCountry(one, other)).toBe(true);
});

it.each([
	['GB', 'IE'],
	['GB', ''],
	['Atlantis', 'GB'],
	['FR', 'French Polynesia'],
])('%s is not %s', (one, other) => {
	expect(isSameCountry(one, other)).toBe(false);
});

it('a site that has Northern Ireland apart is asked for it first', () => {
	const britain = { id: 1, code: 'GB', name: 'United Kingdom' };
	const north = { id: 2, code: 'XI', name: 'Northern Ireland' };
	expect(countryOf([britain, north], 'XI')).toBe(north);
	expect(countryOf([britain, north], 'Northern Ireland')).toBe(north);
	expect(countryOf([britain], 'XI')).toBe(britain);
});
