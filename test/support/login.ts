/** A credential that is connected to a simulated Sage 200. */
import { credential, type StoredCredential } from './engine';
import type { Simulator } from './simulator';

/** Logs in and gives the credential with its tokens. */
export async function loginTo(sage: Simulator): Promise<StoredCredential> {
	const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = sage;
	return credential({
		apiUrl,
		identityUrl,
		clientId,
		clientSecret,
		siteId,
		companyId: String(companyId),
		oauthTokenData: { ...(await sage.admin.mintTokens()) },
	});
}
