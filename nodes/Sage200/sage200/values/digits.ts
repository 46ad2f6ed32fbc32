/**
 * A fraction's digits without the zeros at their end, which say nothing. Character by character: a pattern would start
 * again at every zero of a long text.
 */
export function withoutTrailingZeros(digits: string): string {
	let end = digits.length;
	while (digits[end - 1] === '0') end--;
	return digits.slice(0, end);
}
