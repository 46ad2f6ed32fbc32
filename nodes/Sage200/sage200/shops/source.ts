/** Reads what a shop sent, field by field; what cannot be read is collected under the shop's own names. */
import type { Problem } from '../protocol/failures';
import { Decimal } from '../values/decimal';
import { isRecord } from '../values/records';
import { shown } from '../values/shown';
import { GIVE_AS_TEXT, isWritable } from '../values/texts';

/** What to do where a field is missing that every record of a shop has. */
export const WHOLE_RECORD = 'Send the whole record, as the shop gives it.';

const FLAGS = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
	['', false],
]);

export type ShopRecord = Record<string, unknown>;

/** One object of what the shop sent. */
export class Source {
	constructor(
		readonly record: ShopRecord,
		readonly problems: Problem[],
		/** What it is part of, in problems: `Line 3: `. */
		private readonly label = '',
	) {}

	/** The first of these fields that holds text, trimmed; numbers are taken as text. */
	text(...names: string[]): string | undefined {
		for (const name of names) {
			const value = this.record[name];
			if (typeof value !== 'string' && typeof value !== 'number') continue;
			if (!isWritable(value)) {
				this.refuse(name, `${shown(value)} is a number that has lost digits`, GIVE_AS_TEXT);
				continue;
			}
			const text = String(value).trim();
			if (text !== '') return text;
		}
		return undefined;
	}

	/**
	 * The number of an order: the first of these fields. By another than the usual one the order could be pushed twice, so
	 * that is told; an order without any is a problem.
	 */
	number([usual, ...others]: string[], remarks: string[]): string {
		const named = this.text(usual);
		if (named !== undefined) return named;
		const other = others.find((name) => this.text(name) !== undefined);
		if (other === undefined) {
			this.refuse(usual, 'is missing: the order has no number', WHOLE_RECORD);
			return '';
		}
		remarks.push(`The order has no "${usual}": "${other}" was taken for its number`);
		return this.text(other) ?? '';
	}

	/** The first of these fields that is set, as a number. One that is none is a problem. */
	amount(...names: string[]): Decimal | undefined {
		for (const name of names) {
			const value = this.record[name];
			if (value === undefined || value === null || value === '') continue;
			const amount = Decimal.read(value);
			if (amount) return amount;
			this.refuse(name, `"${String(value)}" is not a number`, 'Correct it in what the shop sends.');
		}
		return undefined;
	}

	/** As `amount`, 0 where none of them is set. */
	amountOrZero(...names: string[]): Decimal {
		return this.amount(...names) ?? Decimal.ZERO;
	}

	/** False where the field is not set. A word that is neither true nor false is a problem. */
	flag(name: string): boolean {
		const value = this.record[name] ?? '';
		const word = isRecord(value) ? '' : String(value).trim().toLowerCase();
		if (!FLAGS.has(word))
			this.refuse(name, `${shown(value)} is neither true nor false`, 'Give true or false.');
		return FLAGS.get(word) ?? false;
	}

	/** An object within; undefined where there is none. */
	part(name: string, label = name): Source | undefined {
		const value = this.record[name];
		return isRecord(value) ? this.within(value, `${label}: `) : undefined;
	}

	/**
	 * The objects of a list within; none where the field is missing.
	 * @param label `Line` makes them `Line 1`, `Line 2`
	 */
	rows(name: string, label = name): Source[] {
		const value = this.record[name];
		if (!Array.isArray(value)) return [];
		return value.flatMap((row, at) =>
			isRecord(row) ? [this.within(row, `${label} ${at + 1}: `)] : [],
		);
	}

	/**
	 * The goods that were ordered. A shop lists them in every order, so what cannot be read of the list is a problem: the
	 * total of an order that was given away would not show that they are missing.
	 * @param remedy what to do where there is no list
	 */
	goods(name: string, remedy = WHOLE_RECORD): Source[] {
		const value = this.record[name];
		if (!Array.isArray(value) || value.length === 0)
			this.refuse(name, 'does not list what was ordered', remedy);
		else if (!value.every(isRecord))
			this.refuse(name, 'has a line that is no object', WHOLE_RECORD);
		return this.rows(name, 'Line');
	}

	/** How much was ordered of a line: 0 is nothing, and anything less or nothing said is a problem. */
	ordered(name: string): Decimal {
		const ordered = this.amount(name);
		if (ordered && ordered.sign >= 0) return ordered;
		this.refuse(name, 'does not say how much was ordered', WHOLE_RECORD);
		return Decimal.ZERO;
	}

	refuse(name: string, message: string, remedy: string): void {
		this.problems.push({ field: `${this.label}${name}`, message, remedy });
	}

	/** `Line 3`, for messages. */
	get place(): string {
		return this.label.replace(/: $/, '');
	}

	private within(record: ShopRecord, label: string): Source {
		return new Source(record, this.problems, `${this.label}${label}`);
	}
}
