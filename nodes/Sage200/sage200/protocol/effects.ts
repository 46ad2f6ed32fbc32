/** What a call does to Sage: whether it changes or locks anything. */
import { resourceOfPath } from '../../catalog';

import type { Query, SageRequest } from './api';

/** Posts that work something out and save nothing (api.md g: `*_new` gives defaults). */
const ENQUIRIES =
	/_new$|^(customer_price_enquiry|product_search|suggested_products|transaction_date_validation)$/;
/** A GET of it locks the goods lines that it returns (api.md j.6). */
const LOCKING = 'sop_confirm_despatch';
/** A record that is read with this expanded is locked (api.md d). */
const LOCK = /\bis_to_lock\b/i;

/**
 * Whether a post only works something out.
 * @param resource such as `customer_price_enquiry`
 */
function isEnquiry(resource: string): boolean {
	return ENQUIRIES.test(resource);
}

/** True when the call leaves all data in Sage as it is; it may still lock a record. */
export function changesNothing({ method, path }: { method: string; path: string }): boolean {
	return method === 'GET' || (method === 'POST' && isEnquiry(resourceOfPath(path)));
}

/** True when the call keeps others from a record until it is released. Sage's addresses do not mind capitals. */
export function locks({ path, query = {} }: Pick<SageRequest, 'path' | 'query'>): boolean {
	const steps = path.toLowerCase().split('/');
	return steps.includes(LOCKING) || Object.entries(query).some(asksForLock);
}

/** What a login that may only read must not send. */
export function isReadOnly(request: SageRequest): boolean {
	return changesNothing(request) && !locks(request);
}

function asksForLock([name, value]: [string, Query[string]]): boolean {
	return /^\s*\$?(expand|select)\s*$/i.test(name) && LOCK.test(String(value ?? ''));
}
