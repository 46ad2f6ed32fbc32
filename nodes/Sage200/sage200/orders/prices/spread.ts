/** Spreads an amount over parts so that the shares add up to it, to the penny. */
import { round } from '../../values/numbers';

/**
 * Shares in proportion to the weights, by largest remainder: each share is cut to whole pennies, and the pennies left
 * over go to the parts that lost most.
 */
export function spread(amount: number, weights: number[]): number[] {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	if (total <= 0) return weights.map(() => 0);
	const pennies = round(amount * 100, 0);
	const exact = weights.map((weight) => (pennies * weight) / total);
	const shares = exact.map(Math.floor);
	const left = pennies - shares.reduce((sum, share) => sum + share, 0);
	const byLoss = exact
		.map((each, at) => ({ at, loss: each - shares[at] }))
		.sort((one, other) => other.loss - one.loss || one.at - other.at);
	for (const { at } of byLoss.slice(0, left)) shares[at]++;
	return shares.map((share) => share / 100);
}
