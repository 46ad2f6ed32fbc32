/**
 * Renews the access token now. n8n has no call for it: it renews, under its lock, when a call comes back with a status
 * that means "token expired", and stores the new tokens. So a call is made that is certain to be refused, with every
 * refusal declared to mean that. The address does not exist, and without site and company nothing is done in Sage.
 */
import type { HttpContext } from './client';
import { CREDENTIAL, type Connection } from './connection';
import { failureFromError } from './errors';
import { SageFailure } from '../sage200/failures';

const PATH = '/token_renewal';
const ANY_REFUSAL = Array.from({ length: 200 }, (_, at) => 400 + at);
const TIMEOUT = 60_000;

/** @throws n8n's own error when the login has ended, SageFailure when the API could not be asked */
export async function renewAccessToken(context: HttpContext, { apiUrl }: Connection): Promise<void> {
	try {
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			{ method: 'GET', url: `${apiUrl}${PATH}`, timeout: TIMEOUT, disableFollowRedirect: true },
			{ oauth2: { tokenExpiredStatusCode: ANY_REFUSAL } },
		);
	} catch (error) {
		const failure = failureFromError(error, { method: 'GET', path: PATH });
		if (!(failure instanceof SageFailure) || failure.facts.status === undefined) throw failure;
	}
}
