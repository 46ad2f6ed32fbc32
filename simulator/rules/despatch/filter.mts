/** The despatch lists can be filtered on five fields only (api.md §d); they are not fields of the rows that come back. */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { textOf } from '../foundation/read.mts';
import { GOODS } from './ready-lines.mts';

export interface DespatchFilter {
	intent: string;
	accepts(order: Row, line: Body): boolean;
}

type Test = (order: Row, line: Body) => boolean;

/** One comparison: `document_no eq '0000000012'`, `document_date ge 2026-01-01`. */
const COMPARISON = /^\(?\s*(\w+)\s+(eq|ge|le|gt|lt)\s+('(?:[^']|'')*'|[^\s')]+)\s*\)?$/;

const COMPARE: Record<string, (one: string, other: string) => boolean> = {
	eq: (one, other) => one.toLowerCase() === other.toLowerCase(),
	ge: (one, other) => one >= other,
	le: (one, other) => one <= other,
	gt: (one, other) => one > other,
	lt: (one, other) => one < other,
};

const VALUE_OF: Record<string, (order: Row, line: Body) => string> = {
	trader_id: (order) => String(order.customer_id),
	warehouse_id: (_order, line) => String(line.warehouse_id ?? 0),
	document_no: (order) => textOf(order.document_no),
	document_date: (order) => textOf(order.document_date).slice(0, 10),
};

/**
 * Reads and consumes the call's $filter.
 * @throws SageRefusal for a field that cannot be filtered on
 */
export function despatchFilter(call: Call): DespatchFilter {
	const text = call.query.$filter ?? '';
	delete call.query.$filter;
	const parts = text.split(/\s+and\s+/i).filter((part) => part.trim() !== '');
	const read = parts.map(readComparison);
	const intent = read.find(({ field }) => field === 'confirmation_intent_type')?.value ?? GOODS;
	const tests = read.filter(({ field }) => field !== 'confirmation_intent_type').map(testOf);
	return { intent, accepts: (order, line) => tests.every((test) => test(order, line)) };
}

interface Comparison {
	field: string;
	operator: string;
	value: string;
}

function readComparison(part: string): Comparison {
	const [, field, operator, value] = COMPARISON.exec(part.trim()) ?? [];
	if (field === undefined) throw new SageRefusal(`The query filter '${part}' is not valid.`);
	return {
		field,
		operator,
		value: value.startsWith("'") ? value.slice(1, -1).replace(/''/g, "'") : value,
	};
}

function testOf({ field, operator, value }: Comparison): Test {
	const read = VALUE_OF[field];
	if (!read)
		throw new SageRefusal(
			`The field '${field}' cannot be used to filter sales orders for despatch.`,
		);
	const wanted = field === 'document_date' ? value.slice(0, 10) : value;
	return (order, line) => COMPARE[operator](read(order, line), wanted);
}
