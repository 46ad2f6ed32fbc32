/** Whole numbers among a command's options. */
import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number of at least so much. */
export function wholeNumberFrom(least: number): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
		throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
	};
}
