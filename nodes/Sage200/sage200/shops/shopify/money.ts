/** Shopify has every amount in two currencies, and in shapes that changed over the years. */
import type { Decimal } from '../../values/decimal';
import type { MoneyOf } from '../shop';
import type { Source } from '../source';

/** `price` beside `price_set: { shop_money: { amount }, presentment_money: { amount } }`. */
export class ShopifyMoney {
	constructor(private readonly moneyOf: MoneyOf) {}

	/** An amount by its plain name; undefined where the object has none. */
	of(source: Source, name: string): Decimal | undefined {
		const within = this.inSet(source, `${name}_set`);
		// The plain field is in the shop's currency and is there in every release.
		return this.moneyOf === 'shop'
			? (source.amount(name) ?? within)
			: (within ?? source.amount(name));
	}

	/** An amount of an object that holds both currencies itself, as duties do. */
	inSet(source: Source, name: string): Decimal | undefined {
		const set = source.part(name);
		return set && this.within(set);
	}

	within(set: Source): Decimal | undefined {
		return set.part(this.moneyOf === 'shop' ? 'shop_money' : 'presentment_money')?.amount('amount');
	}

	/** An amount of a transaction, which is in one currency only; undefined where that is another one. */
	moved(transaction: Source, currency: string | undefined): Decimal | undefined {
		const own = transaction.text('currency');
		return own === undefined || currency === undefined || own === currency
			? transaction.amount('amount')
			: undefined;
	}

	currency(order: Source): string | undefined {
		return this.moneyOf === 'shop'
			? order.text('currency')
			: order.text('presentment_currency', 'currency');
	}
}
