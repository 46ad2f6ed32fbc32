/** Lines that an order should have, from rows as people and shops write them. */
import type { SageRecord } from '../../protocol/api';
import { InvalidInput, type Problem } from '../../protocol/failures';
import { normalKey } from '../../lookups/lookups';
import { LINE_TYPES, readLines, valueNamed, type OrderLine } from '../../lines/orderLines';
import { readRows, type Aliases, type Row as LineRow } from '../../lines/rows';
import { readNumber, WHOLE } from '../../values/numbers';

import { matchLines } from './matching';
import type { Removal } from './steps';

/** A row that was read against the order that it is about. */
export interface ReadLine {
	/** What the row asks for. What it does not say of a line that is there is taken from that line. */
	line: OrderLine;
	/** The line that is there; undefined for one to be added. */
	current?: SageRecord;
	/** Set when the line is to go. */
	removal?: Removal;
}

interface Row {
	id?: number;
	number?: number;
	removal?: Removal;
	/** What the row says of the line itself. */
	rest: Record<string, unknown>;
}

type Role = 'id' | 'number' | 'action';

/** Names of a row that say which line is meant and what becomes of it. */
const ROLES: Aliases<Role> = {
	id: 'id',
	lineid: 'id',
	linenumber: 'number',
	lineno: 'number',
	action: 'action',
	change: 'action',
};

const ACTIONS: Record<string, Removal | undefined> = {
	cancel: 'cancel',
	delete: 'delete',
	remove: 'delete',
	set: undefined,
};

/**
 * Reads rows against the order's lines.
 * @param removal what becomes of a line whose quantity is given as 0
 */
export function readWantedLines(
	rows: unknown[],
	order: SageRecord,
	removal: Removal,
	problems: Problem[],
): ReadLine[] {
	const lines = (order.lines as SageRecord[] | undefined) ?? [];
	const read = rowsOf(rows, problems).map((row) => readRow(row, removal, problems));
	// Read without complaint: a row that names its line need not say what else a new line needs.
	const sketches = readLines(
		read.map(({ rest }) => rest),
		[],
	);
	const names = sketches.map(({ label, kind, code, description }, at) => ({
		label,
		id: read[at].id,
		number: read[at].number,
		type: code === undefined && description === undefined ? undefined : LINE_TYPES[kind],
		code,
		description,
	}));
	const matches = matchLines(names, lines, problems);
	const wanted = readLines(
		read.map((row, at) => completed(row, matches[at])),
		problems,
	);
	return wanted.map((line, at) => {
		const current = matches[at];
		const { removal: going, id, number } = read[at];
		if (!current && going && id === undefined && number === undefined) {
			problems.push({
				field: line.label,
				message: 'the order has no such line to remove',
				remedy: 'Get the order to see its lines.',
			});
		}
		if (!current) return { line, removal: going };
		checkProduct(line, current, problems);
		// The product of a line stays what it is, so it need not be looked up.
		return {
			line: { ...line, code: line.kind === 'charge' ? line.code : undefined, productId: undefined },
			current,
			removal: going,
		};
	});
}

/** @throws InvalidInput for what is no row: without its place the rows after it cannot be told apart */
function rowsOf(rows: unknown[], problems: Problem[]): Array<LineRow<Role>> {
	const before = problems.length;
	const read = readRows(rows, ROLES, problems);
	if (read.length < rows.length) throw new InvalidInput(problems.splice(before));
	return read;
}

function readRow(row: LineRow<Role>, removal: Removal, problems: Problem[]): Row {
	const entries = Object.entries(row.others);
	const rest = entries.filter(([name, value]) => !isZeroQuantity(name, value));
	return {
		id: row.number('id', WHOLE),
		number: row.number('number', WHOLE),
		removal: readAction(row, problems) ?? (rest.length < entries.length ? removal : undefined),
		rest: Object.fromEntries(rest),
	};
}

function isZeroQuantity(name: string, value: unknown): boolean {
	const read = readNumber(value, WHOLE);
	return valueNamed(name) === 'quantity' && 'value' in read && read.value === 0;
}

function readAction(row: LineRow<Role>, problems: Problem[]): Removal | undefined {
	const action = row.text('action')?.toLowerCase();
	if (action === undefined) return undefined;
	if (Object.hasOwn(ACTIONS, action)) return ACTIONS[action];
	problems.push({
		field: `${row.label}: action`,
		message: `"${action}" is not an action`,
		remedy: 'Use set, cancel or delete.',
	});
	return undefined;
}

/** The row with what it leaves out of a line that is there. */
function completed(
	{ rest, removal, id, number }: Row,
	current: SageRecord | undefined,
): Record<string, unknown> {
	// A row that names a missing line is refused for that; what else it lacks is no news.
	if (!current)
		return id === undefined && number === undefined && removal === undefined
			? rest
			: { type: 'comment', description: '-' };
	const type = String(current.line_type);
	const hasCode =
		type === LINE_TYPES.standard || (type === LINE_TYPES.charge && current.code !== '');
	const defaults = {
		type,
		...(hasCode ? { code: current.code } : {}),
		...(type === LINE_TYPES.standard ? {} : { description: current.description }),
		...(type === LINE_TYPES.standard || type === LINE_TYPES.freeText
			? { quantity: current.line_quantity }
			: {}),
	};
	const given = new Set(Object.keys(rest).map(valueNamed));
	const missing = Object.entries(defaults).filter(([name]) => !given.has(valueNamed(name)));
	return { ...Object.fromEntries(missing), ...rest };
}

function checkProduct(line: OrderLine, current: SageRecord, problems: Problem[]): void {
	if (LINE_TYPES[line.kind] !== current.line_type) {
		problems.push({
			field: line.label,
			message: 'cannot become another type of line',
			remedy: 'Delete the line and add another.',
		});
	}
	const otherCode =
		line.code !== undefined &&
		line.kind !== 'comment' &&
		normalKey(line.code) !== normalKey(String(current.code ?? ''));
	const otherId = line.productId !== undefined && line.productId !== current.product_id;
	if (line.kind === 'standard' && (otherCode || otherId)) {
		problems.push({
			field: `${line.label}: Product`,
			message: `line ${String(current.line_number)} of the order is of ${String(current.code)}`,
			remedy: 'The product of a line cannot be changed: delete the line and add another.',
		});
	}
}
