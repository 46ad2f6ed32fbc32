/** Finds a shop's orders in what n8n hands on: webhooks, triggers, HTTP requests, lists. */
import type { Problem } from '../protocol/failures';

import { isRecord } from '../values/records';
import { shown } from '../values/shown';
import type { ShopRecord } from './source';

/** Names under which orders come wrapped: n8n's webhook and HTTP Request nodes, and the shops' own APIs. */
const WRAPPERS = [
	'body',
	'data',
	'order',
	'orders',
	'refund',
	'refunds',
	'credit_memo',
	'items',
	'result',
];
/** Wrappers within wrappers: the webhook's body, a list in it, an object of that list, an array within. */
const DEEPEST = 5;

/**
 * The objects in a value that have all these fields, in their order. JSON text is read as what it stands for.
 * @param what they are called in the problem that is added where there are none
 */
export function objectsIn(
	value: unknown,
	{ fields, what }: { fields: string[]; what: string },
	problems: Problem[],
): ShopRecord[] {
	const found = search(value, fields, DEEPEST);
	if (found !== undefined) return found;
	const has = isRecord(value) ? Object.keys(value).slice(0, 8).join(', ') : shown(value);
	problems.push({
		field: what,
		message: `is not one: it needs ${fields.map((field) => `"${field}"`).join(' and ')}, and there is ${has || 'nothing'}`,
		remedy: 'Check that the right shop is chosen, and give the order as the shop sends it.',
	});
	return [];
}

/** Undefined where there is none; an empty list is an answer of its own. */
function search(value: unknown, fields: string[], depth: number): ShopRecord[] | undefined {
	if (depth === 0) return undefined;
	if (typeof value === 'string') return search(parsed(value), fields, depth - 1);
	if (Array.isArray(value)) {
		const rows = value.map((row) => search(row, fields, depth - 1));
		return rows.every((row) => row !== undefined) ? rows.flat() : undefined;
	}
	if (!isRecord(value)) return undefined;
	if (fields.every((field) => field in value)) return [value];
	for (const name of WRAPPERS) {
		const within = name in value ? search(value[name], fields, depth - 1) : undefined;
		if (within !== undefined) return within;
	}
	return undefined;
}

/** Texts that are no JSON hold no order. */
function parsed(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
