/** Magento has every amount in the shop's base currency and in the one that the buyer paid in. */
import { Decimal } from '../../values/decimal';
import type { MoneyOf } from '../shop';
import type { Source } from '../source';

/** Names in the base currency that Magento shortens, or has the word `base` within. */
const BASE_NAMES = new Map([
	['weee_tax_applied_row_amount', 'base_weee_tax_applied_row_amnt'],
	['shipping_discount_tax_compensation_amount', 'base_shipping_discount_tax_compensation_amnt'],
	['rwrd_crrncy_amnt_refunded', 'base_rwrd_crrncy_amnt_refnded'],
	['gw_price', 'gw_base_price'],
	['gw_tax_amount', 'gw_base_tax_amount'],
	['gw_items_price', 'gw_items_base_price'],
	['gw_items_tax_amount', 'gw_items_base_tax_amount'],
	['gw_card_price', 'gw_card_base_price'],
	['gw_card_tax_amount', 'gw_card_base_tax_amount'],
]);

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
		const base = BASE_NAMES.get(name) ?? `base_${name}`;
		const [wanted, other] = this.moneyOf === 'shop' ? [base, name] : [name, base];
		return this.isOneCurrency ? [wanted, other] : [wanted];
	}

	currency(order: Source): string | undefined {
		return this.moneyOf === 'shop'
			? order.text('base_currency_code', 'order_currency_code')
			: order.text('order_currency_code');
	}
}
