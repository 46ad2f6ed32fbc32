/** Account references made from a mask such as `AAANNN`: letters of the name, then the next number. */
import type { Problem } from '../protocol/failures';

/** Sage's references have at most 8 characters (api.md §k 11). */
const LONGEST = 8;
const MASK = /^([^N]*)(N+)([^N]*)$/;

/** What is wrong with a mask; undefined when references can be made by it. */
export function maskProblem(mask: string): Problem | undefined {
	const field = 'Reference Mask';
	if (mask.length > LONGEST)
		return {
			field,
			message: `"${mask}" is longer than the ${LONGEST} characters of a reference`,
			remedy: 'Use fewer letters or digits.',
		};
	if (!MASK.test(mask))
		return {
			field,
			message: `"${mask}" has no digits in one place`,
			remedy:
				'A stands for a letter of the name, N for a digit: AAANNN makes NOR001 of Northern Tools.',
		};
	return undefined;
}

/** The references that a mask can make of one name. */
export class ReferenceSeries {
	private readonly before: string;
	private readonly after: string;
	private readonly digits: number;

	constructor(mask: string, name: string) {
		const [, before, digits, after] = MASK.exec(mask)!;
		const letters = lettersOf(name);
		let at = 0;
		// A name too short for the mask is filled up.
		const fill = (part: string) => part.replace(/A/g, () => letters[at++] ?? 'X').toUpperCase();
		this.before = fill(before);
		this.after = fill(after);
		this.digits = digits.length;
	}

	/** What all references of the series begin with. */
	get stem(): string {
		return this.before;
	}

	/**
	 * The one after the highest that is taken: numbers of accounts that were deleted are not given out again, unless the
	 * series has come to its end. Undefined when all are taken.
	 */
	next(taken: string[]): string | undefined {
		const numbers = new Set(taken.flatMap((reference) => this.numberOf(reference) ?? []));
		const last = 10 ** this.digits - 1;
		const highest = Math.max(0, ...numbers);
		if (highest < last) return this.reference(highest + 1);
		for (let number = 1; number <= last; number++)
			if (!numbers.has(number)) return this.reference(number);
		return undefined;
	}

	private reference(number: number): string {
		return `${this.before}${String(number).padStart(this.digits, '0')}${this.after}`;
	}

	private numberOf(reference: string): number | undefined {
		const text = reference.trim().toUpperCase();
		const middle = text.slice(this.before.length, this.before.length + this.digits);
		const fits =
			text === `${this.before}${middle}${this.after}` &&
			/^\d+$/.test(middle) &&
			middle.length === this.digits;
		return fits ? Number(middle) : undefined;
	}
}

/** Letters and digits of a name, without accents: `Café Ö` → `CAFEO`. */
function lettersOf(name: string): string {
	return name
		.normalize('NFD')
		.replace(/[^a-z0-9]/gi, '')
		.toUpperCase();
}
