/** Lines to despatch as people and warehouses write them: which line, how much, from which batches or bins. */
import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { normalKey } from '../lookups/lookups';
import { isUnset, numberOf } from '../values/values';

/** A quantity of a batch, serial number or bin that is known by name. */
export interface Portion {
	name: string;
	/** In selling units; as much as fits when left out. */
	quantity?: number;
}

export interface Wish {
	/** `Line 3`, counted as the user counts. */
	label: string;
	code?: string;
	id?: number;
	number?: number;
	/** In selling units; all that can go when left out. */
	quantity?: number;
	/** Batches or serial numbers. */
	identified: Portion[];
	bins: Portion[];
}

/** Names that a row's values may go by; compared without case, spaces and underscores. */
const NAMES: Record<string, 'code' | 'id' | 'number' | 'quantity' | 'identified' | 'bins'> = {
	code: 'code',
	sku: 'code',
	productcode: 'code',
	itemcode: 'code',
	id: 'id',
	lineid: 'id',
	linenumber: 'number',
	lineno: 'number',
	quantity: 'quantity',
	qty: 'quantity',
	batches: 'identified',
	serialnumbers: 'identified',
	serials: 'identified',
	bins: 'bins',
};

/** Reads rows; every problem is added under its line. */
export function readWishes(rows: unknown[], problems: Problem[]): Wish[] {
	return rows.flatMap((row, at) => {
		const label = `Line ${at + 1}`;
		if (typeof row === 'object' && row !== null && !Array.isArray(row))
			return [readWish(row as SageRecord, label, problems)];
		problems.push({
			field: label,
			message: 'is not an object',
			remedy: 'Give lines as [{"code": "BOARD001", "quantity": 2}].',
		});
		return [];
	});
}

/** The lines of an order that a wish means: of a code there may be several. */
export function meantLines(wish: Wish, lines: SageRecord[]): SageRecord[] {
	if (wish.id !== undefined) return lines.filter(({ id }) => id === wish.id);
	if (wish.number !== undefined)
		return lines.filter(({ line_number: number }) => number === wish.number);
	return lines.filter(({ code }) => normalKey(String(code ?? '')) === normalKey(wish.code ?? ''));
}

/** How a wish names its line, for a message. */
export function nameOf({ id, number, code }: Wish): string {
	if (id !== undefined) return `line with ID ${id}`;
	return number === undefined ? `line of "${code}"` : `line number ${number}`;
}

function readWish(row: SageRecord, label: string, problems: Problem[]): Wish {
	const wish: Wish = { label, identified: [], bins: [] };
	for (const [name, value] of Object.entries(row)) {
		const known = NAMES[name.toLowerCase().replace(/[\s_]/g, '')];
		const field = `${label}: ${name}`;
		if (known === undefined)
			problems.push({
				field,
				message: 'is not known of a line to despatch',
				remedy: 'Use code, lineNumber, lineId, quantity, batches, serialNumbers or bins.',
			});
		else if (isUnset(value)) continue;
		else if (known === 'code') wish.code = String(value).trim();
		else if (known === 'identified' || known === 'bins')
			wish[known] = readPortions(value, field, problems);
		else wish[known] = readNumber(value, field, problems);
	}
	if (wish.code === undefined && wish.id === undefined && wish.number === undefined) {
		problems.push({
			field: label,
			message: 'names no line',
			remedy: 'Give its product code, line number or line ID.',
		});
	}
	if (wish.quantity !== undefined && wish.quantity <= 0)
		problems.push({ field: `${label}: Quantity`, message: `${wish.quantity} is not above 0` });
	return wish;
}

/** `"A1, A2"`, `["A1", "A2"]` or `[{"name": "A1", "quantity": 2}]`. */
function readPortions(value: unknown, field: string, problems: Problem[]): Portion[] {
	const entries = Array.isArray(value) ? (value as unknown[]) : String(value).split(',');
	return entries.flatMap((entry) => {
		if (typeof entry !== 'object' || entry === null)
			return String(entry).trim() === '' ? [] : [{ name: String(entry).trim() }];
		const { name, number, quantity } = entry as SageRecord;
		if (isUnset(name ?? number)) problems.push({ field, message: 'has an entry without a name' });
		return [
			{
				name: String(name ?? number).trim(),
				quantity: isUnset(quantity) ? undefined : readNumber(quantity, field, problems),
			},
		];
	});
}

function readNumber(value: unknown, field: string, problems: Problem[]): number | undefined {
	const number = numberOf(value);
	if (number === undefined) problems.push({ field, message: `"${String(value)}" is not a number` });
	return number;
}
