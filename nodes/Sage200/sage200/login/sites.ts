/** Sites and companies, as `GET /sites` lists them: one row for every pair. */
import type { SageRecord } from '../protocol/api';
import { SageFailure } from '../protocol/failures';
import { rowsIn } from '../protocol/rows';

export const SITES_PATH = '/sites';

export interface Site {
	siteId: string;
	siteName: string;
	companyId: string;
	companyName: string;
}

/**
 * The sites in a reply to `/sites`. None is an answer too: the tunnel is down, or the user is not enabled for the API.
 * @throws SageFailure for a reply that is no list of sites, as of a page that answers everything
 */
export function sitesIn(reply: unknown): Site[] {
	return siteRowsIn(reply).map(siteOf);
}

/**
 * The rows as Sage gave them.
 * @throws SageFailure `unreadable` for an answer that is no list of sites
 */
export function siteRowsIn(reply: unknown): SageRecord[] {
	const rows = rowsIn(reply);
	const named = rows?.filter(namesCompany) ?? [];
	if (rows === undefined || (rows.length > 0 && named.length === 0)) {
		throw new SageFailure({ kind: 'unreadable', method: 'GET', path: SITES_PATH });
	}
	return named;
}

function namesCompany(row: SageRecord | null): boolean {
	return Boolean(row?.site_id) && row?.company_id !== undefined && row.company_id !== null;
}

function siteOf(row: SageRecord): Site {
	return {
		siteId: String(row.site_id),
		siteName: String(row.site_name ?? ''),
		companyId: String(row.company_id),
		companyName: String(row.company_name ?? ''),
	};
}

/** A site and its company in the words of `/sites`. */
export function siteColumns(site: Site): Record<string, string> {
	return {
		site_id: site.siteId,
		site_name: site.siteName,
		company_id: site.companyId,
		company_name: site.companyName,
	};
}

/** IDs and names compare without case and outer spaces. */
export function same(left: string, right: string): boolean {
	return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** `Northgate Ltd (site/2), …` */
export function listed(sites: Site[]): string {
	return sites
		.map(({ companyName, siteId, companyId }) => `${companyName} (${siteId}/${companyId})`)
		.join(', ');
}
