/** Lines to despatch or return as people and warehouses write them: which line, how much, from which batches or bins. */
import type { SageRecord } from '../protocol/api';
import type { Problem } from '../protocol/failures';
import { normalKey } from '../lookups/lookups';
import { numberIn, QUANTITY, WHOLE } from '../values/numbers';
import { isRecord } from '../values/records';
import { isUnset } from '../values/unset';

import { readRows, type Aliases, type Row } from './rows';

/** A quantity of a batch, serial number or bin that is known by name. */
export interface Portion {
	name: string;
	/** In selling units; as much as fits when left out. */
	quantity?: number;
}

export interface RequestedLine {
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

type RequestedValue = Exclude<keyof RequestedLine, 'label'>;

const NAMES: Aliases<RequestedValue> = {
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
export function readRequestedLines(rows: unknown[], problems: Problem[]): RequestedLine[] {
	return readRows(rows, NAMES, problems).map((row) => readLine(row, problems));
}

/** The lines of an order that fit all that a requested line says of them: of a code there may be several. */
export function meantLines(
	{ id: wantedId, number: wantedNumber, code: wantedCode }: RequestedLine,
	lines: SageRecord[],
): SageRecord[] {
	return lines.filter(
		({ id, line_number: number, code }) =>
			(wantedId === undefined || id === wantedId) &&
			(wantedNumber === undefined || number === wantedNumber) &&
			(wantedCode === undefined || normalKey(String(code ?? '')) === normalKey(wantedCode)),
	);
}

/** How a requested line names the line of the order, for a message. */
export function nameOf({ id, number, code }: RequestedLine): string {
	const place = number === undefined ? 'line' : `line number ${number}`;
	const named = id === undefined ? place : `${place} with ID ${id}`;
	return code === undefined ? named : `${named} of "${code}"`;
}

function readLine(row: Row<RequestedValue>, problems: Problem[]): RequestedLine {
	for (const name of Object.keys(row.others))
		problems.push({
			field: `${row.label}: ${name}`,
			message: 'is not known of a line',
			remedy: 'Use code, lineNumber, lineId, quantity, batches, serialNumbers or bins.',
		});
	if (!row.has('code') && !row.has('id') && !row.has('number'))
		problems.push({
			field: row.label,
			message: 'names no line',
			remedy: 'Give its product code, line number or line ID.',
		});
	return {
		label: row.label,
		code: row.text('code'),
		id: row.number('id', WHOLE),
		number: row.number('number', WHOLE),
		quantity: row.number('quantity', QUANTITY),
		identified: readPortions(row, 'identified', problems),
		bins: readPortions(row, 'bins', problems),
	};
}

/** `"A1, A2"`, `["A1", "A2"]` or `[{"name": "A1", "quantity": 2}]`. */
function readPortions(
	row: Row<RequestedValue>,
	name: 'identified' | 'bins',
	problems: Problem[],
): Portion[] {
	const value = row.value(name);
	const field = row.fieldOf(name);
	const entries: unknown[] =
		typeof value === 'object' ? [value].flat() : String(value ?? '').split(',');
	return entries.flatMap((entry) => readPortion(entry, field, problems));
}

function readPortion(entry: unknown, field: string, problems: Problem[]): Portion[] {
	if (!isRecord(entry)) {
		const name = String(entry ?? '').trim();
		return name === '' ? [] : [{ name }];
	}
	const { name, number, quantity, ...others } = entry;
	for (const other of Object.keys(others))
		problems.push({
			field,
			message: `"${other}" is not known of an entry`,
			remedy: 'Use name (or number) and quantity.',
		});
	const named = String(name ?? number ?? '').trim();
	if (named === '')
		problems.push({
			field,
			message: 'has an entry without a name',
			remedy: 'Name it, or leave it out.',
		});
	return [
		{
			name: named,
			quantity: isUnset(quantity) ? undefined : numberIn(quantity, QUANTITY, field, problems),
		},
	];
}
