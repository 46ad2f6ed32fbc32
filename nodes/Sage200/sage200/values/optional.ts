/** Values that may be left out: undefined where a person, a shop or an expression gives nothing. */
import type { Problem } from '../protocol/failures';

import { booleanIn } from './booleans';
import { MONEY, numberIn, type NumberRules } from './numbers';
import { shown } from './shown';
import { isUnset } from './unset';

/** A number: an amount of money, unless other rules are given. What is none is added to the problems. */
export function amountIn(
	value: unknown,
	field: string,
	problems: Problem[],
	rules: NumberRules = MONEY,
): number | undefined {
	return isUnset(value) ? undefined : numberIn(value, rules, field, problems);
}

/** A choice of yes or no; an expression may give it as text. What is neither is added to the problems. */
export function flagIn(value: unknown, field: string, problems: Problem[]): boolean | undefined {
	if (isUnset(value)) return undefined;
	const flag = booleanIn(value);
	if (flag === undefined)
		problems.push({
			field,
			message: `${shown(value)} is neither true nor false`,
			remedy: 'Give true or false.',
		});
	return flag;
}

/** A text without blanks around it. */
export function textIn(value: unknown): string | undefined {
	const text = isUnset(value) ? '' : String(value).trim();
	return text === '' ? undefined : text;
}
