/**
 * Renews the access token now. n8n has no call for it: it renews, under its lock, when a call comes back with a status
 * that means "token expired", and stores the new tokens. So a call is made that is certain to be refused, with every
 * refusal declared to mean that. The address does not exist, and without site and company nothing is done in Sage.
 */
import { SageFailure } from '../sage200/failures';

import type { HttpContext } from './client';
import { CREDENTIAL, type Connection } from './connection';
import { failureFromError } from './errors';

const PATH = '/token_renewal';
/** Redirects too: none is followed. */
const ANYTHING_BUT_SUCCESS = Array.from({ length: 300 }, (_, at) => 300 + at);
const TIMEOUT = 60_000;

/** @throws n8n's own error when the login has ended, SageFailure when the token was not renewed */
export async function renewAccessToken(context: HttpContext, { apiUrl }: Connection): Promise<void> {
	try {
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			{ method: 'GET', url: `${apiUrl}${PATH}`, timeout: TIMEOUT, disableFollowRedirect: true },
			{ oauth2: { tokenExpiredStatusCode: ANYTHING_BUT_SUCCESS } },
		);
	} catch (error) {
		const failure = failureFromError(error, { method: 'GET', path: PATH });
		if (failure instanceof SageFailure && isRefusal(failure)) return;
		throw failure;
	}
	throw new SageFailure({
		kind: 'unreadable',
		method: 'GET',
		path: PATH,
		remedy: 'The access token was not renewed: n8n does so when a call is refused, and this address took a call to a path that does not exist. Check the API address and edition in the credential.',
	});
}

function isRefusal({ kind, facts }: SageFailure): boolean {
	return kind !== 'notRenewed' && facts.status !== undefined;
}
