/** A connected Sage 200 credential, as n8n stores it after a person has logged in and consented. */
import { mintTokens, type SageAddress } from '../local-sage.mts';
import type { StoredCredential } from './cli.mts';

const TYPE = 'sage200OAuth2Api';

/** The credential for a local Sage, with fresh tokens. */
export async function connectedCredential(sage: SageAddress): Promise<StoredCredential> {
	const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = sage;
	const tokens = await mintTokens(sage);
	return {
		id: 'sage200-local',
		name: 'Sage 200 (simulator)',
		type: TYPE,
		data: {
			edition: 'custom',
			apiUrl,
			identityUrl,
			siteId,
			companyId: String(companyId),
			clientId,
			clientSecret,
			oauthTokenData: { ...tokens, n8n_expires_at: String(Date.now() + tokens.expires_in * 1000) },
		},
	};
}
