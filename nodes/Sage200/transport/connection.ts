/** What a credential says about where Sage 200 is. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { invalid } from '../sage200/protocol/failures';

import { failureFromError } from './errors';

export const CREDENTIAL = 'sage200OAuth2Api';

/**
 * The credential as n8n has it stored now.
 * @throws SageFailure `notMade` when n8n cannot read its database
 */
export async function readCredential(context: {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}): Promise<ICredentialDataDecryptedObject> {
	try {
		return await context.getCredentials(CREDENTIAL);
	} catch (error) {
		throw failureFromError(error, { method: '', path: '' });
	}
}

/** Addresses that Sage publishes: one host, a path per edition. */
const PUBLISHED: Record<string, string> = {
	professional: 'https://api.columbus.sage.com/uk/sage200extra/accounts/v1',
	standard: 'https://api.columbus.sage.com/uk/sage200/accounts/v1',
};

export interface Connection {
	/** Without a trailing slash. */
	apiUrl: string;
	edition: string;
	siteId: string;
	companyId: string;
	/** Nothing that changes or locks anything in Sage may be sent. */
	readOnly?: boolean;
	/** Sent only when filled: Sage ignores it since August 2025, old installations may ask for it. */
	subscriptionKey?: string;
}

/** @throws InvalidInput when a custom address is missing or not safe to send a token to */
export function connectionOf(credential: ICredentialDataDecryptedObject): Connection {
	const edition = text(credential.edition) || 'professional';
	// n8n sends the client secret and the refresh token there.
	if (edition === 'custom' && text(credential.identityUrl))
		safeUrl(text(credential.identityUrl), 'Identity URL');
	return {
		apiUrl: PUBLISHED[edition] ?? safeUrl(text(credential.apiUrl), 'API URL'),
		edition,
		siteId: headerText(credential.siteId, 'Site ID'),
		companyId: headerText(credential.companyId, 'Company ID'),
		readOnly: credential.readOnly === true,
		subscriptionKey: headerText(credential.subscriptionKey, 'Subscription Key') || undefined,
	};
}

/**
 * A value that goes out as a header. The platform would leave out what a header cannot hold, and another site or
 * company would be asked for than the one that was meant.
 * @throws InvalidInput for what is not printable ASCII
 */
export function headerText(value: unknown, field: string): string {
	const trimmed = text(value);
	if (!/^[ -~]*$/.test(trimmed))
		throw invalid(field, 'must be plain letters, digits and signs in one line', 'Copy it anew.');
	return trimmed;
}

/** What a credential holds that nobody should read, wherever it turns up. */
export function secretsIn({
	clientSecret,
	subscriptionKey,
	oauthTokenData,
}: ICredentialDataDecryptedObject): string[] {
	const { access_token, refresh_token, id_token } = (oauthTokenData ?? {}) as Record<
		string,
		unknown
	>;
	return [clientSecret, subscriptionKey, access_token, refresh_token, id_token].filter(
		(secret) => typeof secret === 'string',
	);
}

/** Checks an address of the `custom` edition: https, or http to this very machine. Returns it without trailing slash. */
function safeUrl(address: string, field: string): string {
	let url: URL;
	try {
		url = new URL(address);
	} catch {
		throw invalid(
			field,
			address ? `"${address}" is not a web address` : 'is empty',
			'Fill it in the credential.',
		);
	}
	if (url.username || url.password)
		throw invalid(field, 'must not carry a user name or password', 'Give the address alone.');
	if (url.search || url.hash)
		throw invalid(field, 'must end with its path: no "?" or "#"', 'Give the address alone.');
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw invalid(
			field,
			`"${address}" must start with https:// unless it is on this machine`,
			'A token sent over http can be read on the way.',
		);
	}
	return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value).trim();
}
