/** n8n's HTTP Request nodes as a workflow's author would set them up. */
import type { SageAddress } from '../../scripts/local-sage.mts';
import type { Step } from '../../scripts/n8n/chain.mts';

/** An HTTP Request node that calls Sage as its guide describes: the credential, and the two headers typed by hand. */
export function httpRequest(
	sage: SageAddress,
	name: string,
	path: string,
	{ query = {}, ...parameters }: { query?: Record<string, string>; [more: string]: unknown },
): Step {
	const named = (values: Record<string, string>) => ({
		parameters: Object.entries(values).map(([key, value]) => ({ name: key, value })),
	});
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `${sage.apiUrl}${path}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'sage200OAuth2Api',
			sendHeaders: true,
			headerParameters: named({ 'X-Site': sage.siteId, 'X-Company': String(sage.companyId) }),
			sendQuery: Object.keys(query).length > 0,
			queryParameters: named(query),
			...parameters,
		},
	};
}

/** Counts items by a field, so that one small answer comes back. */
export function countOf(field: string): Step {
	return {
		name: 'Count',
		type: 'n8n-nodes-base.summarize',
		typeVersion: 1.1,
		parameters: { fieldsToSummarize: { values: [{ aggregation: 'count', field }] }, options: {} },
	};
}
