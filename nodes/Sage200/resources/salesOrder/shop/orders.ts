/** The shop's orders that items hold, each as an item of its own: one item may hold a list of them. */
import { parsedJson } from '../../../core/form/fields';
import type { Item } from '../../../core/item';
import { SHOPS } from '../../../sage200/shops';
import { InvalidInput, invalid, type Problem } from '../../../sage200/protocol/failures';
import { objectsIn } from '../../../sage200/shops/envelope';
import type { ReadShopOrder } from '../../../sage200/shops/states';
import type { ReadOptions, Shop } from '../../../sage200/shops/shop';

import { SHOP_ORDER } from './form';

/** One order of an item, and what is wrong with it. */
export interface HeldOrder extends ReadShopOrder {
	/** Stands for the order in all that is done with it. */
	item: Item;
}

export interface HeldOrders {
	/** The orders of each item, in their order. */
	held: Map<Item, HeldOrder[]>;
	/** Items in which no order could be found. */
	refused: Map<Item, unknown>;
}

/** The orders that each item holds; items in which none could be found are refused. */
export function ordersIn(items: Item[]): HeldOrders {
	const held = new Map<Item, HeldOrder[]>();
	const refused = new Map<Item, unknown>();
	for (const item of items) {
		try {
			held.set(item, heldBy(item));
		} catch (error) {
			refused.set(item, error);
		}
	}
	return { held, refused };
}

/**
 * The orders that an item holds.
 * @throws InvalidInput where it holds none
 */
export function heldBy(item: Item): HeldOrder[] {
	const shop = shopOf(item);
	const label = SHOP_ORDER.displayName;
	const missing: Problem[] = [];
	const given = parsedJson(item.parameter(SHOP_ORDER.name, ''), label);
	const records = objectsIn(given, { fields: shop.orderFields, what: label }, missing);
	if (missing.length > 0) throw new InvalidInput(missing);
	return records.map((record) => {
		const problems: Problem[] = [];
		const order = shop.readOrder(record, readOptions(item), problems);
		return { item: item.twin(), order, problems };
	});
}

/** @throws InvalidInput for a shop that the list does not have */
export function shopOf(item: Item): Shop {
	const value = item.text('shop');
	const shop = SHOPS.find((each) => each.value === value);
	if (!shop)
		throw invalid(
			'Shop',
			`"${value}" is not a shop that is known`,
			`Use ${SHOPS.map((each) => each.value).join(', ')}.`,
		);
	return shop;
}

/** Whose money the order is read in: the shop's own unless the form says the buyer's. */
export function readOptions(item: Item): ReadOptions {
	return { moneyOf: item.collection('shopRules').moneyOf === 'buyer' ? 'buyer' : 'shop' };
}
