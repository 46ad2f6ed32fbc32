/**
 * Rewrites a Sage 200 $filter into the OData that the parser takes. Two things differ:
 * Sage writes dates bare (`document_date gt 2016-02-23`), the parser wants `datetime'…'`; and the parser binds `and` no
 * closer than `or`, so brackets are put in by the rule that FORTRAN's first compiler used: `or` becomes `) or (` and
 * every bracket is doubled.
 */

const TOKEN =
	/'(?:[^']|'')*'|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?|\b(?:contains|startswith|endswith)\s*\(\s*[\w./]+\s*,\s*'(?:[^']|'')*'\s*\)|[()]|\s+or\s+/gi;

/** Returns the same filter in the parser's OData. */
export function standardFilter(filter: string): string {
	return `(${filter.replace(TOKEN, (token) => rewrite(token))})`;
}

function rewrite(token: string): string {
	if (token === '(' || token === ')') return token + token;
	if (/^\s/.test(token)) return ') or (';
	if (token.startsWith("'")) return escaped(token);
	if (/^\d/.test(token)) return `datetime'${token}'`;
	// Function names are lower case to the parser; OData's own are too.
	const text = token.indexOf("'");
	return token.slice(0, text).toLowerCase() + escaped(token.slice(text));
}

/** The parser decodes texts as parts of a URL, which they no longer are. */
function escaped(text: string): string {
	return text.replaceAll('%', '%25');
}
