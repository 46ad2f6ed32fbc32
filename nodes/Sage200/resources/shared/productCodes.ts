/** Products that an item names by their codes. */
import type { INodeProperties } from 'n8n-workflow';

import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import type { SageRecord } from '../../sage200/protocol/api';
import { listIn } from '../../sage200/values/lists';
import { normalKey } from '../../sage200/lookups/lookups';

export const PRODUCT_CODES: INodeProperties = {
	displayName: 'Product Codes',
	name: 'products',
	type: 'string',
	default: '',
	placeholder: 'e.g. BOARD001, PAINT001',
	description: 'One code or several, separated by commas; an expression may give an array',
};

/** The products of each item's codes, all items' codes in one look-up. */
export async function productsOf(
	items: Item[],
	problems: ItemProblems,
): Promise<Map<Item, SageRecord[]>> {
	const asked = items.map((item) => ({
		item,
		codes: listIn(item.parameter(PRODUCT_CODES.name, '')),
	}));
	const products = new Map<Item, SageRecord[]>();
	for (const [company, group] of groupBy(asked, ({ item }) => item.company)) {
		const found = await company.lookups.byKeys(
			{ resource: 'products', field: 'code', select: ['id', 'code', 'name'], inCapitals: true },
			group.flatMap(({ codes }) => codes),
		);
		for (const { item, codes } of group) {
			const unknown = codes.filter((code) => !found.get(normalKey(code))?.length);
			for (const code of unknown)
				problems.of(item).push({
					field: PRODUCT_CODES.displayName,
					message: `Sage 200 has no product with code "${code}"`,
					remedy: 'Add it to Sage 200, or correct the code.',
				});
			products.set(
				item,
				codes.flatMap((code) => (found.get(normalKey(code)) ?? []).slice(0, 1)),
			);
		}
	}
	return products;
}
