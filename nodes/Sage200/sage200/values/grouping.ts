/** Puts values together by what they have in common. */

/** Groups of the values for which a function says the same, in the order of their first appearance. */
export function groupBy<T, K>(values: Iterable<T>, keyOf: (value: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

/** What several maps say of the same key, for the keys that all of them have, in the order of the first. */
export function joined<K, Parts extends object>(maps: {
	[Name in keyof Parts]: ReadonlyMap<K, Parts[Name]>;
}): Map<K, Parts> {
	const named = Object.entries(maps) as Array<[string, ReadonlyMap<K, unknown>]>;
	const keys = named.length > 0 ? [...named[0][1].keys()] : [];
	return new Map(
		keys
			.filter((key) => named.every(([, map]) => map.has(key)))
			.map((key) => [
				key,
				Object.fromEntries(named.map(([name, map]) => [name, map.get(key)])) as Parts,
			]),
	);
}
