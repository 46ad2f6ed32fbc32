/** Removes what nobody should read in an error, an output or a log. */

const HIDDEN = '[hidden]';
const SECRET_FIELDS = /token|secret|password|authorization|subscriptionkey|cookie/;
/** Fields of Sage, of shops and of payment providers, as names without case and signs. */
const PRIVATE_FIELDS =
	/email|sortcode|iban|swift|^bic(number|code)?$|accountno|accountnumber|bankidentifier|^cards?$|card(no|number|holder|expiry|code)|cv[vc]/;
/** Bearer headers, secrets with their name before them, and what may be a JSON web token. All patterns are linear. */
const BEARER = /\bBearer\s+[^\s"',]+/gi;
const NAMED =
	/\b((?:access|refresh|id)_token|client_secret|subscription[-_]?key)(["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&,;}]+/gi;
const RUN_OF_TOKEN_CHARACTERS = /[\w.-]+/g;
const RUN_OF_ADDRESS_CHARACTERS = /[^\s<>"'(),;:=]+/g;
/** What is shorter is no secret but a word, which may stand in any text. */
const SHORTEST_SECRET = 8;
/** How many characters of a token that was cut are still a secret. */
const LONG_RUN = 40;

/** A text without tokens. */
export function redactText(text: string): string {
	return text
		.replace(BEARER, `Bearer ${HIDDEN}`)
		.replace(NAMED, `$1$2${HIDDEN}`)
		.replace(RUN_OF_TOKEN_CHARACTERS, withoutToken);
}

/** A text that came over the line: without tokens and e-mail addresses. */
export function redactReply(text: string): string {
	return redactText(text).replace(RUN_OF_ADDRESS_CHARACTERS, withoutAddress);
}

/** A text without these very secrets: an opaque token or a key has no shape by which it could be told. */
export function withoutSecrets(text: string, secrets: string[]): string {
	return secrets
		.filter(({ length }) => length >= SHORTEST_SECRET)
		.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

/** A copy of a JSON value without tokens, secrets, bank and card numbers and e-mail addresses; cut at a depth of 8. */
export function redact(value: unknown, depth = 0): unknown {
	if (typeof value === 'string') return redactText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth === 8) return '…';
	if (Array.isArray(value)) return value.slice(0, 100).map((each) => redact(each, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [
			key,
			isHidden(key) && each ? HIDDEN : redact(each, depth + 1),
		]),
	);
}

/** Every JSON web token begins with `eyJ`, which is `{"`, and has three parts; one that was cut is long still. */
function withoutToken(run: string): string {
	const start = run.indexOf('eyJ');
	const isToken =
		start >= 0 && (run.length - start > LONG_RUN || run.slice(start).split('.').length > 2);
	return isToken ? `${run.slice(0, start)}${HIDDEN}` : run;
}

function withoutAddress(run: string): string {
	const at = run.indexOf('@');
	return at > 0 && run.includes('.', at) ? HIDDEN : run;
}

function isHidden(key: string): boolean {
	const name = key.toLowerCase().replace(/[^a-z]/g, '');
	return SECRET_FIELDS.test(name) || PRIVATE_FIELDS.test(name);
}
