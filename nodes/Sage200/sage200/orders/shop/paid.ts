/** What was paid for a shop's order, and by which method, as far as the order tells it. */
import { normalKey } from '../../lookups/lookups';
import type { ShopOrder, ShopPayment } from '../../shops/order';
import { Decimal } from '../../values/decimal';

/**
 * The payments by method, each with its amount. A shop may name a method without an amount: what the others leave of the
 * total is paid by it. Of two such methods nobody can tell which paid how much, and both stay without.
 */
export function paidBy({
	payments,
	totals,
}: Pick<ShopOrder, 'payments' | 'totals'>): ShopPayment[] {
	const methods = byMethod(payments);
	const open = methods.filter(({ amount }) => amount === undefined);
	const rest = totals.gross
		.rounded(2)
		.minus(Decimal.sum(methods.flatMap(({ amount }) => amount ?? [])));
	return methods
		.map((payment) =>
			payment.amount === undefined && open.length === 1 ? { ...payment, amount: rest } : payment,
		)
		.filter(({ amount }) => amount === undefined || amount.sign > 0);
}

/** A method may have paid in several parts, and given some back. */
function byMethod(payments: ShopPayment[]): ShopPayment[] {
	const methods = new Map<string, ShopPayment>();
	for (const payment of payments) {
		const key = normalKey(payment.method);
		const earlier = methods.get(key);
		methods.set(key, earlier ? together(earlier, payment) : payment);
	}
	return [...methods.values()];
}

function together(one: ShopPayment, other: ShopPayment): ShopPayment {
	return { ...one, amount: one.amount && other.amount ? one.amount.plus(other.amount) : undefined };
}
