/** How a person names one record: from a list, by its human key, or by its ID. */
import type { Fields, Rows } from '../catalog/fieldNames';
import { labelOf } from '../catalog/labels';
import type { SageRecord } from '../sage200/protocol/api';
import { invalid } from '../sage200/protocol/failures';
import { normalKey } from '../sage200/lookups/lookups';
import { eitherRemedy, namingOf, type Naming } from '../sage200/lookups/named';

import { groupBy } from '../sage200/values/grouping';

import type { Item } from './item';
import type { Locator } from './parameters';

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
	/** Fields that a key names after it, with slashes between, where it alone may name several: `4000/NTH/GEN`. */
	parts?: string[];
	/** Where an item keeps such keys, and how a given one is stored there; as given and in `field` when left out. */
	placeOf?(item: Item): KeyPlace;
}

/** Declares an identity, and checks the names of its fields as it is compiled. */
export function defineIdentity<Resource extends keyof Rows>(
	declared: Omit<Identity, 'keys' | 'shown'> & {
		resource: Resource;
		keys: Array<
			IdentityKey & { field: Fields[Rows[Resource]]; parts?: Array<Fields[Rows[Resource]]> }
		>;
		shown: Array<Fields[Rows[Resource]]>;
	},
): Identity {
	return declared;
}

export interface KeyPlace {
	/** Field that holds the key in fact. */
	field: string;
	/** The key as it is stored. */
	stored(given: string): string;
}

/** One way to look a pick up. */
interface Look {
	field: string;
	value: string;
	/** Further fields with what they hold; nothing where the pick does not say. */
	parts?: Array<[field: string, value: string | undefined]>;
}

export interface Identified {
	records: Map<Item, SageRecord>;
	refused: Map<Item, unknown>;
}

interface RecordPick extends Locator {
	as: Naming['as'];
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
		const picks = group.map((item) => {
			const pick = pickOf(item.locator(identity.parameter));
			return { item, ...pick, looks: looksFor(item, identity, pick) };
		});
		const looks = groupBy(
			picks.flatMap((pick) => pick.looks),
			({ field }) => field,
		);
		const found = new Map(
			await Promise.all(
				[...looks].map(
					async ([field, sharing]) =>
						[
							field,
							await company.lookups.byKeys(
								{
									...read,
									// Rows are told apart by the field that they are looked up in.
									select: read.select && [...new Set([...read.select, field, ...partsIn(sharing)])],
									resource: identity.resource,
									field,
									inCapitals: field !== 'id',
								},
								sharing.map(({ value }) => value),
							),
						] as const,
				),
			),
		);
		for (const { item, mode, value, looks: own } of picks) {
			const having = (look: Look) =>
				fitting(found.get(look.field)?.get(normalKey(look.value)) ?? [], look.parts);
			const byKey =
				own
					.filter(({ field }) => field !== 'id')
					.map(having)
					.find((rows) => rows.length > 0) ?? [];
			const known = new Set(byKey.map(({ id }) => id));
			// A bare number may be the key of one record and the ID of another: then neither is taken.
			const byId = own.filter(({ field }) => field === 'id').flatMap(having);
			const matches = [...byKey, ...byId.filter(({ id }) => !known.has(id))];
			if (matches.length === 1) records.set(item, matches[0]);
			else
				refused.set(
					item,
					invalid(
						identity.label,
						complaint(identity, mode, value, matches.length),
						byKey.length > 0 && byKey.length < matches.length
							? eitherRemedy(value)
							: `Check it, or choose the ${identity.label.toLowerCase()} from the list.`,
					),
				);
		}
	}
	return { records, refused };
}

/** A bare value may say of itself what it is: `id:12`, `code:12`. */
function pickOf({ mode, value }: Locator): RecordPick {
	if (mode !== 'auto') return { mode, value, as: 'either' };
	const { text, as } = namingOf(value);
	return { mode: as === 'id' ? 'id' : mode, value: text, as };
}

/** Where a pick is looked up, in this order: human keys first. */
function looksFor(item: Item, { keys }: Identity, { mode, value, as }: RecordPick): Look[] {
	if (value === '') return [];
	const named = keys.filter(({ field }) => mode === field || mode === 'auto');
	const isId = ['id', 'list', 'auto'].includes(mode) && as !== 'code' && /^\d+$/.test(value);
	return [
		...named.map(({ field, placeOf, parts }) => {
			const place = placeOf?.(item);
			if (place) return { field: place.field, value: place.stored(value) };
			return parts ? partedLook(field, parts, value) : { field, value };
		}),
		...(isId ? [{ field: 'id', value }] : []),
	];
}

/** `4000/NTH` → 4000, with NTH in the first of the further fields. */
function partedLook(field: string, parts: string[], value: string): Look {
	const [key, ...given] = value.split('/').map((part) => part.trim());
	return { field, value: key, parts: parts.map((part, at) => [part, given.at(at)]) };
}

function partsIn(looks: Look[]): string[] {
	return looks.flatMap(({ parts = [] }) => parts.map(([field]) => field));
}

/** Rows that hold what a pick says of their further fields. Of several, what it does not say is empty. */
function fitting(rows: SageRecord[], parts: Look['parts'] = []): SageRecord[] {
	const holding = (unsaid?: string) =>
		rows.filter((row) =>
			parts.every(
				([field, value = unsaid]) =>
					value === undefined || normalKey(String(row[field] ?? '')) === normalKey(value),
			),
		);
	const fits = holding();
	return fits.length > 1 && parts.length > 0 ? holding('') : fits;
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
		: byWords(keys, mode === 'auto' ? keys[0].field : mode);
	return by === 'ID' && !/^\d+$/.test(value)
		? `"${shown}" is not an ID`
		: `Sage 200 has no ${label.replace(/^(From|To) /, '').toLowerCase()} with ${by} "${shown}"`;
}

/** A key of one's own is called so in the form, wherever Sage keeps it; Sage's own keys have Sage's words. */
function byWords(keys: Identity['keys'], field: string): string {
	const label = keys.find((key) => key.field === field)?.label;
	return (label === 'Key' ? label : labelOf(field)).toLowerCase();
}
