/**
 * Renews the access token now. n8n has no call for it: it renews, under its lock, when a call comes back with a status
 * that means "token expired", and stores the new tokens. So a call is made that is certain to be refused, with every
 * refusal declared to mean that. Without site and company nothing is done in Sage.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { SageFailure } from '../sage200/protocol/failures';

import type { HttpContext } from './client';
import { CREDENTIAL, readCredential, type Connection } from './connection';
import { failureFromError } from './errors';

type RenewalContext = HttpContext & {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
};

/**
 * A path that does not exist; and one that does, for an address that answers anything: without a site Sage answers it
 * with 401, which is also the only refusal that makes n8n 1 renew.
 */
const REFUSED_PATHS = ['/token_renewal', '/current_user'];
/** Redirects too: none is followed. */
const ANYTHING_BUT_SUCCESS = Array.from({ length: 300 }, (_, at) => 300 + at);
const TIMEOUT = 60_000;

const NOTHING_NEW = new SageFailure({
	kind: 'notRenewed',
	method: 'POST',
	path: '/oauth/token',
	remedy:
		'Its answer held the same access token as before. Check the identity address in the credential.',
});
const NOT_REFUSED = new SageFailure({
	kind: 'unreadable',
	method: 'GET',
	path: REFUSED_PATHS[0],
	remedy:
		'The access token was not renewed: n8n does so when a call is refused, and this address took calls that Sage 200 refuses. Check the API address and edition in the credential.',
});

/** @throws n8n's own error when the login has ended, SageFailure when the token was not renewed */
export async function renewAccessToken(
	context: RenewalContext,
	connection: Connection,
): Promise<void> {
	const before = await accessToken(context);
	let refusals = 0;
	for (const path of REFUSED_PATHS) {
		if (await isRefused(context, `${connection.apiUrl}${path}`, path)) refusals++;
		if ((await accessToken(context)) !== before) return;
	}
	throw refusals > 0 ? NOTHING_NEW : NOT_REFUSED;
}

async function accessToken(context: RenewalContext): Promise<unknown> {
	const { oauthTokenData } = await readCredential(context);
	return (oauthTokenData as { access_token?: unknown } | undefined)?.access_token;
}

async function isRefused(context: HttpContext, url: string, path: string): Promise<boolean> {
	try {
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			{ method: 'GET', url, timeout: TIMEOUT, disableFollowRedirect: true },
			{ oauth2: { tokenExpiredStatusCode: ANYTHING_BUT_SUCCESS } },
		);
		return false;
	} catch (error) {
		const failure = failureFromError(error, { method: 'GET', path });
		if (
			failure instanceof SageFailure &&
			failure.kind !== 'notRenewed' &&
			failure.facts.status !== undefined
		)
			return true;
		throw failure;
	}
}
