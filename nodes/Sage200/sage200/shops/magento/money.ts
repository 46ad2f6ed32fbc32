/** Magento has every amount in the shop's base currency and in the one that the buyer paid in. */
import { Decimal } from '../../values/decimal';
import type { MoneyOf } from '../shop';
import type { Source } from '../source';

/** `base_row_total` beside `row_total`. */
export class MagentoMoney {
	/** Requests that choose their fields often leave one of the two out; where both are one currency, either will do. */
	private readonly isOneCurrency: boolean;

	/** @param document the order or credit memo, which names its currencies */
	constructor(
		private readonly moneyOf: MoneyOf,
		document: Source,
	) {
		const base = document.text('base_currency_code');
		const own = document.text('order_currency_code');
		this.isOneCurrency = base === undefined || own === undefined || base === own;
	}

	/** An amount by its plain name; 0 where it is missing. Adobe Commerce keeps some among the extension attributes. */
	of(source: Source, name: string): Decimal {
		return this.find(source, name) ?? Decimal.ZERO;
	}

	find(source: Source, name: string): Decimal | undefined {
		const fields = this.fieldsOf(name);
		return source.amount(...fields) ?? source.part('extension_attributes')?.amount(...fields);
	}

	private fieldsOf(name: string): string[] {
		const base = `base_${name}`;
		const [wanted, other] = this.moneyOf === 'shop' ? [base, name] : [name, base];
		return this.isOneCurrency ? [wanted, other] : [wanted];
	}

	currency(order: Source): string | undefined {
		return this.moneyOf === 'shop'
			? order.text('base_currency_code', 'order_currency_code')
			: order.text('order_currency_code');
	}
}
