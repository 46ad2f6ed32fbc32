/** Magento has every amount in the shop's base currency and in the one that the buyer paid in. */
import { Decimal } from '../../values/decimal';
import type { MoneyOf } from '../shop';
import type { Source } from '../source';

/** `base_row_total` beside `row_total`. */
export class MagentoMoney {
	constructor(private readonly moneyOf: MoneyOf) {}

	/** An amount by its plain name; 0 where it is missing. Adobe Commerce keeps some among the extension attributes. */
	of(source: Source, name: string): Decimal {
		return this.find(source, name) ?? Decimal.ZERO;
	}

	find(source: Source, name: string): Decimal | undefined {
		const field = this.moneyOf === 'shop' ? `base_${name}` : name;
		return source.amount(field) ?? source.part('extension_attributes')?.amount(field);
	}

	currency(order: Source): string | undefined {
		return this.moneyOf === 'shop'
			? order.text('base_currency_code', 'order_currency_code')
			: order.text('order_currency_code');
	}
}
