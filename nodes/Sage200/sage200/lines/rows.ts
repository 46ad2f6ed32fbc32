/**
 * Rows of lines as people, shops and warehouses write them. This is the one reader of them: each kind of line says which
 * names its values go by, and reads them from the row.
 */
import { labelOf } from '../../catalog/labels';

import type { Problem } from '../protocol/failures';
import { numberIn, readNumber, type NumberRules } from '../values/numbers';
import { isRecord } from '../values/records';
import { shown } from '../values/shown';
import { GIVE_AS_TEXT, isWritable } from '../values/texts';
import { isUnset } from '../values/unset';

/** What a value is, by the names that people give it: those compare without case, blanks, hyphens and underscores. */
export type Aliases<Name extends string> = Readonly<Record<string, Name>>;

interface Given {
	/** As the row has it. */
	name: string;
	value: unknown;
}

/** One row, with its values by what they are. What is wrong with a value is added to the problems that it was read with. */
export class Row<Name extends string> {
	private readonly given = new Map<Name, Given>();
	private readonly blank = new Set<Name>();
	/** Values under names that the aliases do not have. */
	readonly others: Record<string, unknown> = {};

	constructor(
		/** `Line 3`, counted as the user counts. */
		readonly label: string,
		row: Record<string, unknown>,
		aliases: Aliases<Name>,
		private readonly problems: Problem[],
	) {
		for (const [name, value] of Object.entries(row)) {
			const plain = plainName(name);
			const known = Object.hasOwn(aliases, plain) ? aliases[plain] : undefined;
			if (isUnset(value)) {
				if (known !== undefined) this.blank.add(known);
			} else if (known !== undefined) this.take(known, { name, value });
			else this.others[name] = value;
		}
	}

	has(name: Name): boolean {
		return this.given.has(name);
	}

	/** Whether the row has a place for the value, given or not. */
	names(name: Name): boolean {
		return this.has(name) || this.blank.has(name);
	}

	/** The value as it was given. */
	value(name: Name): unknown {
		return this.given.get(name)?.value;
	}

	/** The value's field in a message, by the name that the row has for it: `Line 3: Unit Price`. */
	fieldOf(name: Name): string {
		return this.named(this.given.get(name)?.name ?? name);
	}

	/** The same of any name of the row. */
	named(name: string): string {
		return `${this.label}: ${labelOf(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase())}`;
	}

	/** A text without outer blanks; undefined where nothing is left of it. */
	text(name: Name): string | undefined {
		const value = this.value(name);
		if (typeof value === 'object' || !isWritable(value)) {
			const lost = typeof value !== 'object';
			this.problems.push({
				field: this.fieldOf(name),
				message: lost ? `${shown(value)} is a number that has lost digits` : 'must be text',
				remedy: lost ? GIVE_AS_TEXT : 'Check the expression that gives it.',
			});
			return undefined;
		}
		const text = String(value ?? '').trim();
		return text === '' ? undefined : text;
	}

	number(name: Name, rules: NumberRules): number | undefined {
		if (!this.has(name)) return undefined;
		return numberIn(this.value(name), rules, this.fieldOf(name), this.problems);
	}

	/** Two names for one thing may both be given, but only with one value. */
	private take(known: Name, given: Given): void {
		const before = this.given.get(known);
		if (before === undefined) this.given.set(known, given);
		else if (!isSame(before.value, given.value))
			this.problems.push({
				field: this.named(given.name),
				message: `is given twice: ${before.name} is ${shown(before.value)}, ${given.name} is ${shown(given.value)}`,
				remedy: 'Leave one of them out.',
			});
	}
}

/**
 * Reads rows; what is no row is added to the problems under its place.
 * @param labels of the rows, where they are not called by their places
 */
export function readRows<Name extends string>(
	rows: unknown[],
	aliases: Aliases<Name>,
	problems: Problem[],
	labels: string[] = [],
): Array<Row<Name>> {
	return rows.flatMap((row, at) => {
		const label = labels[at] ?? `Line ${at + 1}`;
		if (isRecord(row)) return [new Row(label, row, aliases, problems)];
		problems.push({
			field: label,
			message: 'is not an object',
			remedy: 'Give lines as [{"code": "BOARD001", "quantity": 2}].',
		});
		return [];
	});
}

/** `Unit Price`, `unit_price` and `unit-price` are one name. */
export function plainName(name: string): string {
	return name.toLowerCase().replace(/[\s_-]/g, '');
}

function isSame(one: unknown, other: unknown): boolean {
	const [first, second] = [one, other].map((value) => {
		const read = readNumber(value, { decimals: 9 });
		if ('value' in read) return read.value;
		return typeof value === 'string' ? value.trim().toLowerCase() : JSON.stringify(value);
	});
	return first === second;
}
