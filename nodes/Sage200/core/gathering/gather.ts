/** Documents that several items make together, as rows of a spreadsheet do: those of one key are one. */
import type { INodeProperties } from 'n8n-workflow';

import type { Company } from '../company';
import { chosenCompany } from '../companyChoice';
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

/** The documents that items make, in the order of their first items. */
export async function gather(
	items: Item[],
	{ key, properties, keyOf }: Gathering,
): Promise<Gathered[]> {
	const keys = new Map(items.map((item) => [item, keyOf(item)]));
	const nameOf = (item: Item) =>
		keys.get(item) && givesLinesOnly(item)
			? `${item.company.api.scope}|${normalKey(keys.get(item) ?? '')}`
			: item;
	const compared = properties.filter(({ name }) => !LINE_PARAMETERS.includes(name));
	const lost = await lostRows(items, keyOf);
	return [...groupBy(items, nameOf).values()].map(([first, ...others]) => {
		const own = keys.get(first) ?? '';
		const without = own && givesLinesOnly(first) ? lost.filter(wouldBelong(first, own)) : [];
		return {
			item: others.length > 0 ? first.joinedBy(others, together) : first,
			key: own,
			problems: [
				...(others.length > 0 ? contradictions([first, ...others], compared) : []),
				...without.map(({ item: { index } }) => ({
					field: key.displayName,
					message: `"${own}" is the key of item ${index + 1} as well, which was refused`,
					remedy: 'Correct that item: without it the order would lack a line.',
				})),
			],
		};
	});
}

/** An item of the input that was refused before, and would have given lines. */
interface LostRow {
	item: Item;
	key: string;
	/** Undefined where it is not known. */
	company?: Company;
}

/** Whether a lost row may be one of the document that an item makes: a key names another one in another company. */
function wouldBelong({ company }: Item, own: string): (lost: LostRow) => boolean {
	return (lost) =>
		normalKey(lost.key) === normalKey(own) &&
		(lost.company === undefined || lost.company === company);
}

async function lostRows(items: Item[], keyOf: (item: Item) => string): Promise<LostRow[]> {
	const [first] = items;
	if (!first) return [];
	const there = new Set(first.fellows.map(({ index }) => index));
	const absent = first.input.filter(({ index }) => !there.has(index));
	const rows = absent.map(async (item): Promise<LostRow[]> => {
		const key = keyIn(item, first, keyOf);
		return key === '' ? [] : [{ item, key, company: await companyOf(item) }];
	});
	return (await Promise.all(rows)).flat();
}

function keyIn(item: Item, first: Item, keyOf: (item: Item) => string): string {
	try {
		const same = item.text('operation') === first.text('operation');
		return same && givesLinesOnly(item) ? keyOf(item) : '';
	} catch {
		// An item whose key cannot be read was refused for that.
		return '';
	}
}

async function companyOf(item: Item): Promise<Company | undefined> {
	try {
		return await item.run.company(chosenCompany(item));
	} catch {
		// An item may have been refused for its company.
		return undefined;
	}
}
