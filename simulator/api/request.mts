/** A call as it comes off the line, and what is known of it once it has been let in. */
import type { CatalogOperation } from '../../nodes/Sage200/catalog/index.ts';
import type { StoredCompany } from '../data/company.mts';
import type { Reply } from './replies.mts';

export interface SageRequest {
	method: string;
	/** Below the API address: `/sop_orders/12`. */
	path: string;
	query: Record<string, string>;
	body: string;
	bearer?: string;
	siteId?: string;
	companyId?: string;
	edition: 'professional' | 'standard';
}

/** A call that may be made, with the company it is made in; `/sites` needs none. */
export interface AdmittedCall {
	request: SageRequest;
	operation: CatalogOperation;
	company?: StoredCompany;
}

/** True for an answer, false for a call that has been let in. */
export function isReply(outcome: AdmittedCall | Reply): outcome is Reply {
	return 'status' in outcome;
}
