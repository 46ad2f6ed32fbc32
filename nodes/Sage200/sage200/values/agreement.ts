/** Whether what is given of one thing in two places agrees. */
import { momentOf, readDate } from './dates';
import { Decimal } from './decimal';

/** True for values that mean the same, whatever they are written as: `5`, `"5.00"`; a day and its midnight. */
export function agree(one: unknown, other: unknown): boolean {
	if (written(one) === written(other)) return true;
	const [amount, otherAmount] = [Decimal.read(one), Decimal.read(other)];
	if (amount && otherAmount) return amount.minus(otherAmount).sign === 0;
	const [moment, otherMoment] = [momentIn(one), momentIn(other)];
	return moment !== undefined && moment === otherMoment;
}

function written(value: unknown): string {
	return typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '');
}

/** Compared with each other only, so any zone does for both. */
function momentIn(value: unknown): number | undefined {
	const date = readDate(value);
	return date && momentOf(date, 'UTC').getTime();
}
