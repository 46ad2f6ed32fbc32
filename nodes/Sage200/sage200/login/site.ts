/** Sites and companies, as `GET /sites` lists them: one row for every pair. */
import type { SageRecord } from '../api';

export interface Site {
	siteId: string;
	siteName: string;
	companyId: string;
	companyName: string;
}

/** A row of `/sites`. */
export function siteOf(row: SageRecord): Site {
	return {
		siteId: String(row.site_id),
		siteName: String(row.site_name ?? ''),
		companyId: String(row.company_id),
		companyName: String(row.company_name ?? ''),
	};
}

/** IDs and names compare without case and outer spaces. */
export function same(left: string, right: string): boolean {
	return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** `Northgate Ltd (site/2), …` */
export function listed(sites: Site[]): string {
	return sites.map(({ companyName, siteId, companyId }) => `${companyName} (${siteId}/${companyId})`).join(', ');
}
