/** What there is to say of a shop: how its orders are told from other things, and how they are read. */
import type { Problem } from '../protocol/failures';
import type { ShopOrder } from './order';
import type { ShopRefund } from './refund';
import type { ShopRecord } from './source';

/** Whose money the amounts are in, where a shop has them in two currencies. */
export type MoneyOf = 'shop' | 'buyer';

export interface ReadOptions {
	moneyOf: MoneyOf;
}

export interface Shop {
	/** As the parameter keeps it. */
	value: string;
	/** As people call it. */
	name: string;
	/** Fields that every order of the shop has; they tell one from what it comes wrapped in. */
	orderFields: string[];
	/** Reads an order as far as it goes. What is wrong with it is added to `problems`. */
	readOrder(order: ShopRecord, options: ReadOptions, problems: Problem[]): ShopOrder;
	/** Left out where the shop has no refunds of its own. */
	refunds?: ShopRefunds;
}

export interface ShopRefunds {
	/** Fields that every refund of the shop has. */
	refundFields: string[];
	/** Reads a refund as far as it goes. What is wrong with it is added to `problems`. */
	readRefund(refund: ShopRecord, options: ReadOptions, problems: Problem[]): ShopRefund;
}
