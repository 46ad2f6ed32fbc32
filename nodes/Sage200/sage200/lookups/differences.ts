/** Compares a wanted state with what Sage has, so that only what differs is sent. */
import { rowMeant } from './childRows';
import { isCommand, isInstruction } from './instructions';
import { momentOf, readDate } from '../values/dates';
import { isUnset } from '../values/unset';
import { isRecord } from '../values/records';

type Values = Record<string, unknown>;

/**
 * The fields of `wanted` whose value in `current` is another. Nested records are compared field by field and sent
 * with what differs. Of lists, rows that are there are sent with their ID and what differs, others as new, unless a row
 * that nothing else means says the same; rows that are not named stay as they are, for Sage removes a row only when `is_to_delete` says so. Instructions are not compared.
 */
export function changesBetween(current: Values, wanted: Values): Values {
	const entries = Object.entries(wanted);
	const compared = entries.filter(([name]) => !isInstruction(name));
	const changes = compared.flatMap(([name, value]) => {
		const change = changeOf(name, current[name], value);
		return change === undefined ? [] : [[name, change] as const];
	});
	const instructions = entries.filter(([name]) => isInstruction(name));
	const onlyInstructions = entries.every(([name]) => name === 'id' || isInstruction(name));
	const isAsked = changes.length > 0 || isCommand(wanted) || onlyInstructions;
	return Object.fromEntries(isAsked ? [...changes, ...instructions] : []);
}

/** What is to be sent of one field; undefined when Sage has it already. */
function changeOf(name: string, current: unknown, wanted: unknown): unknown {
	if (isRecord(wanted)) {
		const nested = changesBetween(isRecord(current) ? current : {}, wanted);
		return Object.keys(nested).length > 0 ? nested : undefined;
	}
	if (Array.isArray(wanted)) {
		const rows = changedRows(name, Array.isArray(current) ? current : [], wanted);
		return rows.length > 0 ? rows : undefined;
	}
	return same(current, wanted) ? undefined : wanted;
}

function changedRows(list: string, current: unknown[], wanted: unknown[]): unknown[] {
	const rows = current.filter(isRecord);
	const meant = wanted.map((row) => (isRecord(row) ? rowMeant(list, rows, row) : undefined));
	const free = new Set(rows.filter((row) => !meant.includes(row)));
	return wanted.flatMap((row, at) => {
		if (!isRecord(row)) return [row];
		const before = meant[at] ?? [...free].find((each) => saysAll(each, row));
		if (!before) return [row];
		free.delete(before);
		const changes = changesBetween(before, row);
		return Object.keys(changes).length > 0 ? [{ id: before.id, ...changes }] : [];
	});
}

function saysAll(row: Values, wanted: Values): boolean {
	return Object.keys(changesBetween(row, wanted)).length === 0;
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
	const [before, after] = [current, wanted].map((text) => {
		const date = readDate(text);
		return date && momentOf(date, 'UTC').getTime();
	});
	return before !== undefined && before === after;
}
