/** Paths of generic requests: always below the configured address, never another host. */
import { invalid } from '../sage200/protocol/failures';

const HELP = 'Give a path below the API address, such as /sop_orders or /customers/123.';

const HALF_CHARACTER = /\p{Cs}/u;

/**
 * Checks a path that a user typed and returns it with its query, if one was typed, split off.
 * @throws InvalidInput for a host, `..`, a backslash, a fragment, a control character, or an option with two values
 */
export function safePath(typed: string): { path: string; query: Record<string, string> } {
	const given = typed.trim();
	if (given === '') throw invalid('Path', 'is empty', HELP);
	if (holdsHalfCharacter(given.split('?')[0]))
		throw invalid('Path', 'holds half a character', 'Remove the letter that was cut.');
	if (/^[a-z][a-z0-9+.-]*:/i.test(given) || given.startsWith('//'))
		throw invalid('Path', `"${given}" names a host`, HELP);
	const [path, query = ''] = splitOnce(given, '?');
	const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/');
	for (const segment of segments) {
		const plain = decoded(segment);
		if (plain === '..' || plain === '.')
			throw invalid('Path', `"${given}" must not contain "${plain}"`, HELP);
		if (plain === '' || /[\\/#]|\p{Cc}/u.test(plain) || /%2f|%5c/i.test(segment)) {
			throw invalid('Path', `"${given}" is not a path`, HELP);
		}
	}
	return {
		path: `/${segments.map((segment) => encodeURIComponent(decoded(segment))).join('/')}`,
		query: typedQuery(query),
	};
}

/** Half a character, as a text that was cut in an emoji ends with, has no place in an address. */
export function holdsHalfCharacter(text: string): boolean {
	return HALF_CHARACTER.test(text);
}

/** People type `$filter=name eq 'Marks & Spencer'` as it is: an ampersand within quotes parts nothing, and a plus is one. */
function typedQuery(typed: string): Record<string, string> {
	const parts: string[] = [];
	for (const piece of typed.split('&')) {
		const last = parts.length - 1;
		if (last >= 0 && hasOpenQuote(parts[last])) parts[last] += `&${piece}`;
		else if (piece !== '') parts.push(piece);
	}
	const query: Record<string, string> = {};
	for (const [name, value = ''] of parts.map((part) => splitOnce(part, '='))) {
		const [option, asked] = [plain(name), plain(value)];
		if (Object.hasOwn(query, option) && query[option] !== asked)
			throw invalid('Path', `has "${option}" twice`, 'Leave one of them out.');
		Object.defineProperty(query, option, { value: asked, enumerable: true });
	}
	return query;
}

/** A quote within a text is doubled, so that an even number of them closes it. */
function hasOpenQuote(text: string): boolean {
	return (plain(text).split("'").length - 1) % 2 === 1;
}

/** Text that may be encoded, or be meant as it stands: `50%`. */
function plain(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function splitOnce(value: string, separator: string): [string, string?] {
	const at = value.indexOf(separator);
	return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw invalid('Path', `"${segment}" is not encoded properly`, HELP);
	}
}
