/**
 * What two values have in common when SQL Server's usual collation calls them equal: case and trailing spaces do not
 * count. That Sage compares so is inferred (api.md l).
 */
export function textKey(value: unknown): unknown {
	return typeof value === 'string' ? value.trimEnd().toLowerCase() : value;
}
