/** n8n's HTTP Request nodes as a workflow's author would set them up. */
import { mintTokens, type SageAddress } from '../../scripts/local-sage.mts';
import type { Step } from '../../scripts/n8n/chain.mts';
import type { StoredCredential } from '../../scripts/n8n/cli.mts';

/** n8n's own OAuth2 credential: the one of this package serves its nodes alone. */
const OAUTH2 = 'oAuth2Api';
const CREDENTIAL = { id: 'sage200-by-hand', name: 'Sage 200 (by hand)' };

/** The login to Sage as an author without this package sets it up. */
export async function bareCredential(sage: SageAddress): Promise<StoredCredential> {
	const { identityUrl, clientId, clientSecret } = sage;
	const tokens = await mintTokens(sage);
	return {
		...CREDENTIAL,
		type: OAUTH2,
		data: {
			grantType: 'authorizationCode',
			authUrl: `${identityUrl}/authorize`,
			accessTokenUrl: `${identityUrl}/oauth/token`,
			clientId,
			clientSecret,
			scope: 'openid profile email offline_access',
			authQueryParameters: 'audience=s200ukipd/sage200',
			authentication: 'body',
			oauthTokenData: { ...tokens, n8n_expires_at: String(Date.now() + tokens.expires_in * 1000) },
		},
	};
}

/** The headers that name site and company, typed by hand. */
export function siteHeaders({ siteId, companyId }: SageAddress): Record<string, string> {
	return { 'X-Site': siteId, 'X-Company': String(companyId) };
}

/** An HTTP Request node that calls Sage as its guide describes: the login, and the two headers typed by hand. */
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
		credentials: { [OAUTH2]: CREDENTIAL },
		parameters: {
			url: `${sage.apiUrl}${path}`,
			authentication: 'genericCredentialType',
			genericAuthType: OAUTH2,
			sendHeaders: true,
			headerParameters: named(siteHeaders(sage)),
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
