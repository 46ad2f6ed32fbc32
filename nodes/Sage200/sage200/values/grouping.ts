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

type Maps = Record<string, ReadonlyMap<unknown, unknown>>;
type KeyIn<Map> = Map extends ReadonlyMap<infer Key, unknown> ? Key : never;
type ValueIn<Map> = Map extends ReadonlyMap<unknown, infer Value> ? Value : never;
type Joined<All extends Maps> = { [Name in keyof All]: ValueIn<All[Name]> };

/** What several maps say of the same key, for the keys that all of them have, in the order of the first. */
export function joined<All extends Maps>(maps: All): Map<KeyIn<All[keyof All]>, Joined<All>> {
	const named = Object.entries(maps);
	const keys = [...(named[0]?.[1].keys() ?? [])].filter((key) =>
		named.every(([, map]) => map.has(key)),
	);
	return new Map(
		keys.map((key) => [
			key as KeyIn<All[keyof All]>,
			Object.fromEntries(named.map(([name, map]) => [name, map.get(key)])) as Joined<All>,
		]),
	);
}
