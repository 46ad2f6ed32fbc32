/** Sorts rows as `$orderby` asks for: a list that changes is read by its key, and put in order afterwards. */
import type { SageRecord } from '../sage200/protocol/api';

interface SortField {
	/** `customer/name` → its steps. */
	path: string[];
	/** 1 or -1. */
	direction: number;
}

/** An `$orderby` that names fields. */
export class Sorting {
	private constructor(
		private readonly fields: SortField[],
		/** The fields as they stand in `$orderby`. */
		readonly names: string[],
	) {}

	/** Undefined for an `$orderby` that holds more than names of fields. */
	static of(orderBy: string): Sorting | undefined {
		const parts = orderBy.split(',').map((part) => part.trim().split(/\s+/));
		if (!parts.every(isFieldWithDirection)) return undefined;
		const fields = parts.map(([name, direction]) => ({
			path: name.split(/[./]/),
			direction: direction?.toLowerCase() === 'desc' ? -1 : 1,
		}));
		return new Sorting(
			fields,
			parts.map(([name]) => name),
		);
	}

	/** Whether these rows show what they are sorted by. */
	canSort(rows: SageRecord[]): boolean {
		return this.fields.every(({ path }) => rows.some((row) => valueAt(row, path) !== undefined));
	}

	/** What a row is sorted by, as text. */
	placeOf(row: SageRecord): string {
		return JSON.stringify(this.fields.map(({ path }) => valueAt(row, path) ?? null));
	}

	/** The rows in order; equals stay in the order in which they come. */
	sorted(rows: SageRecord[]): SageRecord[] {
		const places = rows.map((row) => ({
			row,
			values: this.fields.map(({ path }) => comparable(valueAt(row, path))),
		}));
		places.sort((left, right) => {
			for (let at = 0; at < this.fields.length; at++) {
				const order = compare(left.values[at], right.values[at]);
				if (order !== 0) return order * this.fields[at].direction;
			}
			return 0;
		});
		return places.map(({ row }) => row);
	}
}

/** `name`, `name asc` or `customer/name desc`. */
function isFieldWithDirection([name, direction = 'asc', ...more]: string[]): boolean {
	return /^[\w./]+$/.test(name) && /^(asc|desc)$/i.test(direction) && more.length === 0;
}

/** Texts compare as in Sage's database, which does not mind capitals (api.md l, inferred). */
const TEXTS = new Intl.Collator('en-GB', { sensitivity: 'accent' });
const MOMENT = /^\d{4}-\d{2}-\d{2}T/;

function valueAt(row: SageRecord, path: string[]): unknown {
	return path.reduce<unknown>(
		(value, step) =>
			typeof value === 'object' && value !== null ? (value as SageRecord)[step] : undefined,
		row,
	);
}

/** Stamps drop trailing zeros (api.md g), so that as texts they are not in the order of time. */
function comparable(value: unknown): unknown {
	if (typeof value === 'boolean') return Number(value);
	return typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : (value ?? undefined);
}

/** What is not set comes first, as null does in SQL Server. */
function compare(left: unknown, right: unknown): number {
	if (left === undefined || right === undefined)
		return Number(left !== undefined) - Number(right !== undefined);
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	return TEXTS.compare(String(left), String(right));
}
