/** Turns what n8n gives (texts from expressions, Luxon dates, empty fields) into what Sage 200 takes, field by field. */
import type { Field } from '../../catalog';
import { valueLabels } from '../../catalog/labels';

import { booleanIn } from './booleans';
import { dayOf, holdsMoment, momentOf, readDate } from './dates';
import { readNumber } from './numbers';
import { isRecord } from './records';
import { shown } from './shown';
import {
	cutText,
	GIVE_AS_TEXT,
	isWritable,
	keyText,
	limitOf,
	mayBeCut,
	REMOVE_UNSEEN,
	unseenIn,
} from './texts';

export interface ValueRules {
	/** IANA name of the workflow's time zone. */
	timeZone: string;
	/** What to do with words that are longer than Sage stores. */
	overlongText: 'refuse' | 'cut';
	/** Field by which the record is looked up, if it is: never cut. */
	keyField?: string;
	/** Is told what was cut, in a sentence for the item. */
	tell?: (remark: string) => unknown;
}

export const STRICT: ValueRules = { timeZone: 'UTC', overlongText: 'refuse' };

/** A value as Sage takes it, with what was done to it, or what is wrong with it: clauses that follow the field's name. */
export type Converted = { value: unknown; note?: string } | { problem: string; remedy: string };

const INTEGER_LIMITS: Record<string, number> = {
	int16: 2 ** 15 - 1,
	int32: 2 ** 31 - 1,
	int64: Number.MAX_SAFE_INTEGER,
};
/** Places of a decimal for which Sage names none. */
const DEFAULT_DECIMALS = 5;

/**
 * A value as Sage takes it for a scalar field.
 * Returns the problem instead of throwing, so that all problems of an item can be told at once.
 */
export function convert(field: Field, value: unknown, rules: ValueRules = STRICT): Converted {
	switch (field.type) {
		case 'string':
			return convertText(field, value, rules);
		case 'boolean':
			return convertBoolean(value);
		case 'datetime':
			return convertDate(field, value, rules.timeZone);
		case 'object':
			return isRecord(value)
				? { value }
				: { problem: 'must be a JSON object', remedy: 'Write it as {"field": "value"}.' };
		case 'list':
			return Array.isArray(value)
				? { value }
				: { problem: 'must be a JSON array', remedy: 'Write it as [{"field": "value"}].' };
		case 'decimal':
			return convertDecimal(field, value);
		default:
			return convertInteger(value, INTEGER_LIMITS[field.type]);
	}
}

function convertText(field: Field, value: unknown, rules: ValueRules): Converted {
	if (typeof value === 'object')
		return { problem: 'must be text', remedy: 'Check the expression that gives it.' };
	if (!isWritable(value))
		return { problem: `${shown(value)} is a number that has lost digits`, remedy: GIVE_AS_TEXT };
	const isKey = field.name === rules.keyField && CODES.has(field.name);
	const text = isKey ? keyText(String(value)) : String(value);
	const unseen = isKey ? unseenIn(text) : undefined;
	if (unseen) return { problem: unseen, remedy: REMOVE_UNSEEN };
	if (field.values && !field.values.includes(text)) return convertChoice(field.values, text);
	const limit = limitOf(field);
	if (limit === undefined || text.length <= limit) return { value: text };
	if (rules.overlongText === 'cut' && mayBeCut(field) && field.name !== rules.keyField)
		return {
			value: cutText(text, limit),
			note: `was cut from ${text.length} to ${limit} characters`,
		};
	return {
		problem: `is ${text.length} characters long; Sage 200 stores at most ${limit}`,
		remedy: 'Shorten it.',
	};
}

/** Keys that are no words for people. */
const CODES = new Set(['reference', 'code']);

/** A choice by the name that the form shows: `On Hold` for `AccountStatusOnHold`. */
function convertChoice(values: string[], given: string): Converted {
	const wanted = given.trim().toLowerCase();
	const labels = valueLabels(values);
	const [value, ...others] = values.filter((_, at) => labels[at].toLowerCase() === wanted);
	if (value !== undefined && others.length === 0) return { value };
	return {
		problem: `${shown(given)} is none of its choices`,
		remedy: `Give one of: ${values.map((each, at) => `${labels[at]} (${each})`).join(', ')}.`,
	};
}

function convertBoolean(value: unknown): Converted {
	const read = booleanIn(value);
	return read === undefined
		? { problem: `${shown(value)} is neither true nor false`, remedy: 'Give true or false.' }
		: { value: read };
}

/** A number that a form or an AI agent left alone is 0, which no rate can be: it is left out, and that is told. */
function convertDecimal({ name, decimals = DEFAULT_DECIMALS }: Field, value: unknown): Converted {
	const range = SHARE.test(name) ? { least: 0, most: 100 } : {};
	const read = readNumber(value, { decimals, ...range });
	if ('problem' in read || read.value > 0 || !EXCHANGE_RATE.test(name)) return read;
	if (read.value === 0)
		return { value: undefined, note: 'of 0 was not sent: Sage 200 takes its own rate' };
	return {
		problem: `${shown(value)} is no exchange rate`,
		remedy: 'Give a rate above 0, or remove the field: Sage 200 then takes its own.',
	};
}

const EXCHANGE_RATE = /exchange_rate$/;
/** What is taken off in percent: no more than all, and nothing is put on. */
const SHARE = /discount_percent$/;

function convertInteger(value: unknown, limit: number): Converted {
	const read = readNumber(value, { decimals: 0 });
	if ('problem' in read || Math.abs(read.value) <= limit) return read;
	return {
		problem: `${shown(value)} is more than Sage 200 keeps`,
		remedy: `Give at most ${limit}.`,
	};
}

/** Days go out as midnight in UTC, for Sage rejects the bare form (api.md §g); moments in UTC. */
function convertDate(field: Field, value: unknown, timeZone: string): Converted {
	const date = readDate(value);
	if (!date)
		return {
			problem: `${shown(value)} is not a date`,
			remedy: 'Write it as year, month and day, such as 2026-05-24.',
		};
	return holdsMoment(field.name)
		? { value: momentOf(date, timeZone).toISOString() }
		: { value: `${dayOf(date, timeZone)}T00:00:00Z` };
}
