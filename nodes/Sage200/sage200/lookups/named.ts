/**
 * Records that people name by a code, a name or an ID. A number may be one record's code and another's ID, and either is
 * common: codes are typed, IDs are piped from Sage. So a number that is both is not taken for one of them.
 */
import type { SageRecord } from '../protocol/api';

import { normalKey } from './lookups';

/** What a value says of itself: `id:1` is an ID, `code:1` a code or name, and anything else may be either. */
export interface Naming {
	text: string;
	as: 'id' | 'code' | 'either';
}

/** What a value names: `id:7` an ID, `code:7` a code, anything else either of both. */
export function namingOf(value: unknown): Naming {
	const text = String(value).trim();
	const [, kind, rest] = /^(id|code):\s*(.+)$/is.exec(text) ?? [];
	if (kind === undefined) return { text, as: 'either' };
	return { text: rest.trim(), as: kind.toLowerCase() === 'id' ? 'id' : 'code' };
}

/** How a value that could mean two records can be made clear. */
export function eitherRemedy(text: string): string {
	return `Write id:${text} or code:${text}.`;
}

/**
 * The rows that a value names: those with it in the first of the fields that any has it in, and the one with it as its
 * ID. More than one where the value is not clear.
 * @param fields what people know such rows by, best first
 */
export function rowsNamed(rows: SageRecord[], value: unknown, fields: string[]): SageRecord[] {
	const { text, as } = namingOf(value);
	const having = (field: string) =>
		rows.filter((row) => normalKey(String(row[field] ?? '')) === normalKey(text));
	const byCode = as === 'id' ? [] : (fields.map(having).find((found) => found.length > 0) ?? []);
	const byId = as === 'code' ? [] : having('id');
	return [...new Set([...byCode, ...byId])];
}
