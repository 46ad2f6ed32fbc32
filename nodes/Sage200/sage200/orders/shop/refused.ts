/** What to do where Sage refuses a shop's order: not every site takes free text lines, or lines below 0 (api.md §n). */
import { onSageFailure, type SageFailure } from '../../protocol/failures';

/** Lines that a site may not take, as they are called in messages. */
export interface DoubtfulLines {
	freeText: string[];
	negative: string[];
	/** The form enters unknown products as free text. */
	unknownAsText: boolean;
}

/**
 * What was sent, with a refusal that names the options that send such lines otherwise.
 * @throws what `sent` throws
 */
export async function withRemedy<T>(sent: Promise<T>, lines: DoubtfulLines): Promise<T> {
	return await sent.catch(
		onSageFailure((failure): T => {
			throw explained(failure, lines);
		}),
	);
}

function explained(failure: SageFailure, lines: DoubtfulLines): SageFailure {
	const ways = [...freeTextWay(lines), ...negativeWay(lines)];
	if (failure.kind !== 'refused' || ways.length === 0) return failure;
	return failure.explained(`${ways.join(' ')} Otherwise correct what Sage 200 complains of.`);
}

function freeTextWay({ freeText, unknownAsText }: DoubtfulLines): string[] {
	if (freeText.length === 0) return [];
	const other = unknownAsText ? ', and Fail as Unknown Product' : '';
	return [
		`If this site takes no free text lines (${freeText.join(', ')}), choose Charges as Extras Are in the rules${other}.`,
	];
}

function negativeWay({ negative }: DoubtfulLines): string[] {
	if (negative.length === 0) return [];
	return [
		`If it takes no lines below 0 (${negative.join(', ')}), turn off Negative Lines in the rules.`,
	];
}
