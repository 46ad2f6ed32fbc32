/** What items that make one document together do not agree in. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Problem } from '../../sage200/protocol/failures';
import { shown } from '../../sage200/values/shown';
import type { Item } from '../item';

import { isGroup, isPicker, parsed, saysNothing } from './together';

/** One value of a form, by the name that a person knows it by. */
interface Said {
	field: string;
	value: unknown;
}

/** Every value that an item gives otherwise than one before it. What is left empty contradicts nothing. */
export function contradictions(items: Item[], properties: INodeProperties[]): Problem[] {
	const first = new Map<string, { value: unknown; item: Item }>();
	return items.flatMap((item) =>
		properties
			.flatMap((property) =>
				saidOf(property, item.raw(property.name, property.default), property.displayName),
			)
			.flatMap(({ field, value }): Problem[] => {
				const before = first.get(field);
				if (!before) first.set(field, { value, item });
				if (!before || textOf(before.value) === textOf(value)) return [];
				return [
					{
						field,
						message: `is ${shown(value)} in item ${item.index + 1} and ${shown(before.value)} in item ${before.item.index + 1}, which are one order`,
						remedy: 'Give all of them the same, or leave it empty in all but one.',
					},
				];
			}),
	);
}

function saidOf(
	property: INodeProperties | INodePropertyCollection | undefined,
	given: unknown,
	field: string,
): Said[] {
	const value = parsed(given);
	if (saysNothing(value)) return [];
	if (Array.isArray(value))
		return value.flatMap((each, at) => saidOf(property, each, `${field} ${at + 1}`));
	if (!isGroup(value)) return [{ field, value: isPicker(value) ? value.value : value }];
	return Object.entries(value).flatMap(([name, each]) => {
		const inner = partOf(property, name);
		return saidOf(inner, each, `${field}: ${inner?.displayName ?? name}`);
	});
}

/** A field of a collection, or a group of one. */
function partOf(
	property: INodeProperties | INodePropertyCollection | undefined,
	name: string,
): INodeProperties | INodePropertyCollection | undefined {
	if (!property) return undefined;
	const parts = 'values' in property ? property.values : (property.options ?? []);
	return parts.find(
		(part): part is INodeProperties | INodePropertyCollection =>
			'displayName' in part && part.name === name,
	);
}

function textOf(value: unknown): string {
	return String(value).trim();
}
