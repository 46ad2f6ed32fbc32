/** Which line of an order is meant: by its ID, by its number, or by what it sells. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { normalKey } from '../../lookups/lookups';

export interface LineName {
	/** `Line 3`, counted as the user counts. */
	label: string;
	id?: number;
	/** Sage's own number of the line in its order. */
	number?: number;
	/** Sage's type of line; any when left out. */
	type?: string;
	code?: string;
	/** Counts where there is no code. */
	description?: string;
}

/**
 * The line that each name means; undefined where the order has no such line yet. Lines of the same code are told apart
 * by their place: the first name means the first of them, and so on.
 * @param problems gets IDs and numbers that the order does not have, and lines that are meant twice
 */
export function matchLines(
	names: LineName[],
	lines: SageRecord[],
	problems: Problem[],
): Array<SageRecord | undefined> {
	const free = new Set(lines);
	const matches = new Map<LineName, SageRecord | undefined>();
	const take = (name: LineName, fits: (line: SageRecord) => boolean): SageRecord | undefined => {
		const line = [...free].find(fits);
		if (line) free.delete(line);
		matches.set(name, line);
		return line;
	};
	const exact = names.filter(isExact);
	for (const name of exact) {
		const fits = (line: SageRecord) =>
			name.id === undefined ? line.line_number === name.number : line.id === name.id;
		if (take(name, fits)) continue;
		const named = name.id === undefined ? `line number ${name.number}` : `line with ID ${name.id}`;
		problems.push({
			field: name.label,
			message: lines.some(fits) ? `names ${named} a second time` : `the order has no ${named}`,
			remedy: 'Get the order to see its lines.',
		});
	}
	for (const name of names.filter((each) => !isExact(each)))
		take(name, (line) => sells(line, name));
	return names.map((name) => matches.get(name));
}

function isExact({ id, number }: LineName): boolean {
	return id !== undefined || number !== undefined;
}

function sells(line: SageRecord, { type, code, description }: LineName): boolean {
	if (type !== undefined && line.line_type !== type) return false;
	if (code !== undefined) return sameText(line.code, code);
	return description !== undefined && sameText(line.description, description);
}

function sameText(stored: unknown, given: string): boolean {
	return normalKey(String(stored ?? '')) === normalKey(given);
}
