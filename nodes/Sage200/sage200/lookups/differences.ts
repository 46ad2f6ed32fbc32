/** What of a wanted state differs from what Sage has, so that only that is sent. */
import { rowMeant } from './childRows';
import { isUnset, readDate } from '../values/values';

type Values = Record<string, unknown>;

/**
 * The fields of `wanted` whose value in `current` is another. Nested records are compared field by field and sent
 * with what differs. Of lists, rows that are there are sent with their ID and what differs, others as new; rows that are
 * not named stay as they are, for Sage removes a row only when `is_to_delete` says so.
 */
export function changesBetween(current: Values, wanted: Values): Values {
	return Object.fromEntries(
		Object.entries(wanted).flatMap(([name, value]) => {
			if (isRecord(value)) {
				const nested = changesBetween(
					isRecord(current[name]) ? (current[name] as Values) : {},
					value,
				);
				return Object.keys(nested).length > 0 ? [[name, nested]] : [];
			}
			if (Array.isArray(value)) {
				const rows = changedRows(
					name,
					Array.isArray(current[name]) ? (current[name] as unknown[]) : [],
					value,
				);
				return rows.length > 0 ? [[name, rows]] : [];
			}
			return same(current[name], value) ? [] : [[name, value]];
		}),
	);
}

function changedRows(list: string, current: unknown[], wanted: unknown[]): unknown[] {
	return wanted.flatMap((row) => {
		const before = isRecord(row) ? rowMeant(list, current.filter(isRecord), row) : undefined;
		if (!before || !isRecord(row)) return [row];
		const changes = changesBetween(before, row);
		return Object.keys(changes).length > 0 ? [{ id: before.id, ...changes }] : [];
	});
}

/** Sage writes an unset id as 0, an unset text as "", leaves out an unset date, and trims texts. */
function same(current: unknown, wanted: unknown): boolean {
	if (typeof wanted === 'string' && typeof current === 'string') {
		return current === wanted || current === wanted.trim() || sameMoment(current, wanted);
	}
	if (isUnset(current) || current === 0 || current === false)
		return isUnset(wanted) || wanted === 0 || wanted === false;
	return current === wanted;
}

/** Old sites leave the Z out of what they send. */
function sameMoment(current: string, wanted: string): boolean {
	const [before, after] = [current, wanted].map(readDate);
	return before !== undefined && before.moment.getTime() === after?.moment.getTime();
}

function isRecord(value: unknown): value is Values {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
