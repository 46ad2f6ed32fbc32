/** Whether what went in came out again: of the form in the request, of the reply in the node's output. */
type Values = Record<string, unknown>;

/**
 * What of `given` is not in `kept`, by its path.
 * @param excused says whether a value may be missing
 */
export function lostFrom(
	given: unknown,
	kept: unknown,
	excused: (path: string, value: unknown) => boolean = () => false,
	path = '',
): string[] {
	if (given === undefined || (isEmpty(given) && kept === undefined) || excused(path, given))
		return [];
	if (Array.isArray(given)) {
		if (!Array.isArray(kept) || kept.length !== given.length) return [`${path} lost rows`];
		return given.flatMap((row, at) => lostFrom(row, kept[at], excused, `${path}[${at}]`));
	}
	if (typeof given !== 'object' || given === null)
		return given === kept
			? []
			: [`${path} was ${JSON.stringify(given)} and is ${JSON.stringify(kept)}`];
	if (typeof kept !== 'object' || kept === null) return [`${path} is lost`];
	return Object.entries(given).flatMap(([name, value]) =>
		lostFrom(value, (kept as Values)[name], excused, `${path}.${name}`),
	);
}

/** Fields left empty are not sent. */
function isEmpty(value: unknown): boolean {
	return (
		value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
	);
}
