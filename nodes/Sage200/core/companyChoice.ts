/** Which company the form chooses. */
import { invalid } from '../sage200/protocol/failures';

import type { Company } from './company';
import type { Parameters } from './parameters';
import type { Run } from './run';

/** What the Company picker gives for all of them. */
export const ALL_COMPANIES = '*';

/** What the Company picker holds: `ALL_COMPANIES`, a company's name or address, or nothing for the credential's own. */
export function chosenCompany(parameters: Parameters): string {
	return parameters.locator('company').value;
}

/**
 * The one company that is worked with.
 * @throws InvalidInput when all of them are chosen, or the login does not reach it
 */
export async function oneCompany(parameters: Parameters, run: Run): Promise<Company> {
	const wanted = chosenCompany(parameters);
	if (wanted === ALL_COMPANIES)
		throw invalid('Company', '"All Companies" is not possible here', 'Choose one company.');
	return await run.company(wanted);
}

/**
 * A company that knows what all of them know: the chosen one, of all of them the first.
 * @throws InvalidInput when the login reaches none
 */
export async function anyCompany(parameters: Parameters, run: Run): Promise<Company> {
	const wanted = chosenCompany(parameters);
	if (wanted !== ALL_COMPANIES) return await run.company(wanted);
	const [first] = await run.sites();
	return await run.company(first ? `${first.siteId}/${first.companyId}` : '');
}
