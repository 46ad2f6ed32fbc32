/** Currencies by ISO code: an order is in its customer's currency, whatever the shop's prices are in. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';

import type { OrderRequest } from './request';

const FIELD = 'Currency';
/** Sage marks this currency, also where it has no ISO code of it. */
const EURO = 'EUR';

/** ISO codes of the company's currencies, by ID. */
export type CurrencyCodes = Map<unknown, string>;

/** The company's currencies; read once an execution. */
export async function readCurrencyCodes(lookups: Lookups): Promise<CurrencyCodes> {
	const rows = await lookups.all('currencies', { $expand: 'currency_iso_code' });
	return new Map(
		rows.flatMap(({ id, currency_iso_code: iso, is_euro_currency: isEuro }) => {
			if (iso) return [[id, String((iso as SageRecord).code).toUpperCase()] as const];
			return isEuro === true ? [[id, EURO] as const] : [];
		}),
	);
}

/** ISO codes of the currencies that an order's prices are in, each once. */
export function currenciesOf({ prices, lines }: Pick<OrderRequest, 'prices' | 'lines'>): string[] {
	const given = [prices.currency, ...lines.map(({ currency }) => currency)];
	return [...new Set(given.flatMap((code) => code?.trim().toUpperCase() || []))];
}

/**
 * Prices in several currencies, or in another than the customer's, would be booked as if they were in the customer's.
 * @param notes gets that it could not be checked, where both may be the same
 */
export function checkCurrency(
	given: string[],
	customer: SageRecord | undefined,
	codes: CurrencyCodes,
	{ problems, notes }: { problems: Problem[]; notes: string[] },
): void {
	if (given.length > 1) {
		problems.push({
			field: FIELD,
			message: `the order has prices in ${given.join(' and ')}`,
			remedy: 'An order has one currency: split it.',
		});
	}
	if (given.length !== 1 || !customer) return;
	const account = String(customer.reference);
	const own = codes.get(customer.currency_id);
	if (own === given[0]) return;
	if (own === undefined && ![...codes.values()].includes(given[0])) {
		notes.push(
			`The currency of customer ${account} has no ISO code in Sage 200: the prices in ${given[0]} were taken to be in it`,
		);
		return;
	}
	const other = own ?? 'a currency that has no ISO code in Sage 200 and is another';
	problems.push({
		field: FIELD,
		message: `the shop's prices are in ${given[0]}, but customer ${account} trades in ${other}`,
		remedy: `Push the order to a customer that trades in ${given[0]}.`,
	});
}

/**
 * The currency of an account that is made for an order: the order's.
 * @param asked the currency that the account's own fields ask for
 * @returns its ID; undefined where the order names none, or something is wrong with it
 */
export function accountCurrency(
	given: string[],
	asked: unknown,
	codes: CurrencyCodes,
	problems: Problem[],
): unknown {
	if (given.length !== 1) return undefined;
	const [code] = given;
	const id = [...codes].find(([, each]) => each === code)?.[0];
	if (id === undefined)
		problems.push({
			field: FIELD,
			message: `the new account needs ${code}, and Sage 200 has no such currency`,
			remedy: `It has: ${[...codes.values()].join(', ') || 'none'}.`,
		});
	else if (asked !== undefined && asked !== id)
		problems.push({
			field: FIELD,
			message: `the shop's prices are in ${code}, but the new account is to trade in ${codes.get(asked) ?? String(asked)}`,
			remedy: 'Leave the currency of the account out.',
		});
	return id;
}
