/**
 * The rate between two currencies on a date.
 * Fields: the schema. That both rates are against the base currency, and the cross rate between two others, are inferred
 * from the captured currencies.
 */
import type { Body, Call } from '../../world.mts';
import { today } from '../foundation/dates.mts';
import { decimal, money } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import { bodyOf, referred } from '../foundation/records.mts';

/** Rule of `POST /currency_exchange_rates`. */
export function exchangeRate(call: Call): Body {
	const body = bodyOf(call);
	const from = referred(call.company, 'currencies', body.currency_from_id, 'currency');
	const to = referred(call.company, 'currencies', body.currency_to_id, 'currency');
	const rate = decimal(to.core_currency_rate).div(decimal(from.core_currency_rate));
	return {
		...body,
		currency_from_rate: from.core_currency_rate,
		currency_to_rate: to.core_currency_rate,
		currency_to_value: money(decimal(body.currency_from_value).times(rate)),
		exchange_rate: rate.toDecimalPlaces(6).toNumber(),
		exchange_rate_type: from.exchange_rate_type,
		transaction_date: textOf(body.transaction_date) || today(call.clock),
	};
}
