/** What a JSON web token says, read without its signature: shown to the user, never trusted for access. */

/** Sage's tokens have some 2,000 characters; longer ones are not looked into. */
const LONGEST_TOKEN = 20_000;

/** The claims of a token; none for what is no JSON web token, such as an opaque one. */
export function claimsOf(token: unknown): Record<string, unknown> {
	if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return {};
	const [, payload] = token.split('.');
	if (payload === undefined) return {};
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

/** A claim that holds seconds since 1970, in milliseconds; undefined when it holds none. */
export function momentIn(claims: Record<string, unknown>, name: string): number | undefined {
	const seconds = claims[name];
	return typeof seconds === 'number' && seconds > 0 && seconds < 1e11 ? seconds * 1000 : undefined;
}
