/** Documents that several items make together, as rows of a spreadsheet do: those of one key are one. */
import type { INodeProperties } from 'n8n-workflow';

import { normalKey } from '../../sage200/lookups/lookups';
import { groupBy } from '../../sage200/values/grouping';
import type { Problem } from '../../sage200/protocol/failures';
import { givesLinesOnly, LINE_PARAMETERS } from '../form/lineInput';
import type { Item } from '../item';

import { contradictions } from './contradictions';
import { together } from './together';

export interface Gathered {
	/** Stands for the document; an item of the input where that makes one by itself. */
	item: Item;
	key: string;
	/** Why its items cannot be one document. */
	problems: Problem[];
}

/** What makes documents of items. */
export interface Gathering {
	key: INodeProperties;
	/** The whole form. */
	properties: INodeProperties[];
	/** The key as it is stored, which may be empty. */
	keyOf(item: Item): string;
}

export function gather(items: Item[], { key, properties, keyOf }: Gathering): Gathered[] {
	const keys = new Map(items.map((item) => [item, keyOf(item)]));
	const nameOf = (item: Item) =>
		keys.get(item) && givesLinesOnly(item)
			? `${item.company.api.scope}|${normalKey(keys.get(item) ?? '')}`
			: item;
	const compared = properties.filter(({ name }) => !LINE_PARAMETERS.includes(name));
	const lost = lostRows(items, keyOf);
	return [...groupBy(items, nameOf).values()].map(([first, ...others]) => {
		const own = keys.get(first) ?? '';
		const without = own && givesLinesOnly(first) ? (lost.get(normalKey(own)) ?? []) : [];
		return {
			item: others.length > 0 ? first.joinedBy(others, together) : first,
			key: own,
			problems: [
				...(others.length > 0 ? contradictions([first, ...others], compared) : []),
				...without.map(({ index }) => ({
					field: key.displayName,
					message: `"${own}" is the key of item ${index + 1} as well, which was refused`,
					remedy: 'Correct that item: without it the order would lack a line.',
				})),
			],
		};
	});
}

/** Items of the input that were refused before and would have given lines, by their keys. */
function lostRows(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
	const [first] = items;
	if (!first) return new Map();
	const there = new Set(first.fellows.map(({ index }) => index));
	const absent = first.input.filter(({ index }) => !there.has(index));
	return groupBy(absent, (item) => {
		try {
			const same = item.text('operation') === first.text('operation');
			return same && givesLinesOnly(item) ? normalKey(keyOf(item)) : '';
		} catch {
			// An item whose key cannot be read was refused for that.
			return '';
		}
	});
}
