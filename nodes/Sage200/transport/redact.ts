/** Removes what nobody should read in an error, an output or a log. */

const HIDDEN = '[hidden]';
const SECRET_FIELDS = /token|secret|password|authorization|subscription[-_]?key|cookie/i;
const PRIVATE_FIELDS = /^(bank_)?(account_(number|no)|sort_code|iban|bic|swift\w*|card_\w*|email\w*|\w+_email(_address)?)$/i;
/** Bearer headers, secrets with their name before them, and what may be a JSON web token. All patterns are linear. */
const BEARER = /\bBearer\s+[^\s"',]+/gi;
const NAMED = /\b((?:access|refresh|id)_token|client_secret|subscription[-_]?key)(["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&,;}]+/gi;
const RUN_OF_TOKEN_CHARACTERS = /[\w.-]+/g;

/** A text without tokens. */
export function redactText(text: string): string {
	return text.replace(BEARER, `Bearer ${HIDDEN}`).replace(NAMED, `$1$2${HIDDEN}`).replace(RUN_OF_TOKEN_CHARACTERS, withoutToken);
}

/** A copy of a JSON value without tokens, secrets, bank and card numbers and e-mail addresses; cut at a depth of 8. */
export function redact(value: unknown, depth = 0): unknown {
	if (typeof value === 'string') return redactText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth === 8) return '…';
	if (Array.isArray(value)) return value.slice(0, 100).map((each) => redact(each, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, isHidden(key) && each ? HIDDEN : redact(each, depth + 1)]),
	);
}

/** Every JSON web token begins with `eyJ`, which is `{"`, and has three parts. */
function withoutToken(run: string): string {
	const start = run.indexOf('eyJ');
	return start >= 0 && run.slice(start).split('.').length > 2 ? `${run.slice(0, start)}${HIDDEN}` : run;
}

function isHidden(key: string): boolean {
	return SECRET_FIELDS.test(key) || PRIVATE_FIELDS.test(key);
}
