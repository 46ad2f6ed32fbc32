/** Which company the form chooses. */
import type { Site } from '../sage200/login/sites';
import { invalid } from '../sage200/protocol/failures';
import { isRecord } from '../sage200/values/records';

import type { Company } from './company';
import type { Parameters } from './parameters';
import type { Run } from './run';

/** What the Company picker gives for all of them. */
export const ALL_COMPANIES = '*';

/**
 * What the Company picker holds: `ALL_COMPANIES`, a company's name or address, or nothing for the credential's own.
 * @throws InvalidInput for an expression that gives nothing
 */
export function chosenCompany(parameters: Parameters): string {
	const { value } = parameters.locator('company');
	if (value !== '' || !isLost(parameters)) return value;
	throw invalid(
		'Company',
		'is empty',
		"Check the expression that gives it, or clear the field for the credential's own company.",
	);
}

/**
 * Whether an expression found no company. An empty cell of a row means the credential's own, and an AI agent may leave it
 * out; what is not there at all would send the item to another company.
 */
function isLost(parameters: Parameters): boolean {
	const given = parameters.raw('company', '');
	const value = isRecord(given) ? given.value : given;
	if (value !== undefined && value !== null) return false;
	const written = parameters.asWritten.locator('company').value;
	return written.startsWith('=') && !written.includes('$fromAI');
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

/**
 * All companies of these sites, opened.
 * @param sites that the login reaches
 * @throws InvalidInput when there is none
 */
export async function everyCompany(
	sites: Site[],
	run: Run,
): Promise<Array<{ site: Site; company: Company }>> {
	if (sites.length === 0)
		throw invalid(
			'Company',
			'the login reaches none',
			'The user is not enabled for the API, or the tunnel to the Sage server is down.',
		);
	return await Promise.all(
		sites.map(async (site) => ({
			site,
			company: await run.company(`${site.siteId}/${site.companyId}`),
		})),
	);
}
