/** Currencies by ISO code: an order is in its customer's currency, whatever the shop's prices are in. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';

/** ISO codes of the company's currencies, by ID; read once an execution. */
export async function readCurrencyCodes(lookups: Lookups): Promise<Map<unknown, string>> {
	const rows = await lookups.all('currencies', { $expand: 'currency_iso_code' });
	return new Map(
		rows.flatMap(({ id, currency_iso_code: iso }) =>
			iso ? [[id, String((iso as SageRecord).code)] as const] : [],
		),
	);
}

/** Prices in several currencies, or in another than the customer's, would be booked as if they were in the customer's. */
export function checkCurrency(
	given: string[],
	customer: SageRecord | undefined,
	codes: Map<unknown, string>,
	problems: Problem[],
): void {
	const shop = [...new Set(given.map((code) => code.trim().toUpperCase()))];
	if (shop.length > 1) {
		problems.push({
			field: 'Currency',
			message: `the order has prices in ${shop.join(' and ')}`,
			remedy: 'An order has one currency: split it.',
		});
	}
	const own = codes.get(customer?.currency_id);
	if (shop.length !== 1 || own === undefined || own === shop[0]) return;
	problems.push({
		field: 'Currency',
		message: `the shop's prices are in ${shop[0]}, but customer ${String(customer!.reference)} trades in ${own}`,
		remedy: `Push the order to a customer that trades in ${shop[0]}.`,
	});
}
