/** How a person names one record: from a list, by its human key, or by its ID. */
import { labelOf } from '../catalog/labels';
import type { SageRecord } from '../sage200/protocol/api';
import { invalid } from '../sage200/protocol/failures';
import { normalKey } from '../sage200/lookups/lookups';

import { groupBy } from '../sage200/values/grouping';

import type { Item } from './item';

export interface Identity {
	/** Resource that is looked up, such as `customers`. */
	resource: string;
	/** Name of the parameter. */
	parameter: string;
	/** Its label: `Customer`. */
	label: string;
	/** Human keys, the natural one first. */
	keys: IdentityKey[];
	/** Fields that the pick list shows and searches: first what is read first. */
	shown: string[];
}

export interface IdentityKey {
	/** Field that holds the key, such as `reference`; also the name of its mode. */
	field: string;
	/** Label of the mode: `By Reference`. */
	label: string;
	placeholder: string;
}

export interface Identified {
	records: Map<Item, SageRecord>;
	refused: Map<Item, unknown>;
}

/** A whole message pasted where a reference belongs does not belong into the error. */
const LONGEST_SHOWN = 100;

/**
 * The records that the items name, all in as few calls as possible.
 * @param read which fields and nested records to read; all scalar fields when left out
 */
export async function identify(
	items: Item[],
	identity: Identity,
	read: { select?: string[]; expand?: string[] } = {},
): Promise<Identified> {
	const records = new Map<Item, SageRecord>();
	const refused = new Map<Item, unknown>();
	for (const [company, group] of groupBy(items, (item) => item.company)) {
		const picks = group.map((item) => ({ item, ...item.locator(identity.parameter) }));
		const fields = ['id', ...identity.keys.map(({ field }) => field)];
		const found = new Map(
			await Promise.all(
				fields.map(async (field) => {
					const wanted = picks
						.filter(({ mode, value }) => asks(mode, field, value))
						.map(({ value }) => value);
					return [
						field,
						await company.lookups.byKeys(
							{ ...read, resource: identity.resource, field, inCapitals: field !== 'id' },
							wanted,
						),
					] as const;
				}),
			),
		);
		for (const { item, mode, value } of picks) {
			// A bare value is a human key first: a code may look like an ID.
			const order = [...fields.slice(1), 'id'].filter((field) => asks(mode, field, value));
			const matches =
				order
					.map((field) => found.get(field)?.get(normalKey(value)) ?? [])
					.find((rows) => rows.length > 0) ?? [];
			if (matches.length === 1) records.set(item, matches[0]);
			else
				refused.set(
					item,
					invalid(
						identity.label,
						complaint(identity, mode, value, matches.length),
						`Check it, or choose the ${identity.label.toLowerCase()} from the list.`,
					),
				);
		}
	}
	return { records, refused };
}

/** Whether a pick of this mode is looked up in this field. */
function asks(mode: string, field: string, value: string): boolean {
	if (value === '') return false;
	if (field !== 'id') return mode === field || mode === 'auto';
	return ['id', 'list', 'auto'].includes(mode) && /^\d+$/.test(value);
}

function complaint(
	{ label, keys }: Identity,
	mode: string,
	value: string,
	matches: number,
): string {
	if (value === '') return 'is empty';
	const shown = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
	if (matches > 1) return `"${shown}" names ${matches} records`;
	const by = ['id', 'list'].includes(mode)
		? 'ID'
		: labelOf(mode === 'auto' ? keys[0].field : mode).toLowerCase();
	return by === 'ID' && !/^\d+$/.test(value)
		? `"${shown}" is not an ID`
		: `Sage 200 has no ${label.toLowerCase()} with ${by} "${shown}"`;
}
