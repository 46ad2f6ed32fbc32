/**
 * OData text for Sage 200: the subset its query guide names.
 * Texts are quoted with embedded quotes doubled, dates are not quoted, enum values are quoted.
 */
import type { FieldType } from '../catalog';

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'contains' | 'startswith' | 'endswith';

const FIELD_NAME = /^[a-z][a-z0-9_]*(?:[./][a-z][a-z0-9_]*)*$/i;
const INTEGER_TYPES: ReadonlySet<FieldType> = new Set(['int16', 'int32', 'int64']);

/** `O'Brien` → `'O''Brien'`. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A value as OData text for a field of a type.
 * @throws RangeError when the value cannot be of that type, so that nothing but a literal ever gets into a filter
 */
export function literal(value: unknown, type: FieldType): string {
	if (type === 'string') return quoted(String(value));
	if (type === 'boolean') return booleanLiteral(value);
	if (type === 'datetime') return dateLiteral(value);
	if (type === 'decimal' || INTEGER_TYPES.has(type)) return numberLiteral(value);
	throw new RangeError('fields that hold other records cannot be compared');
}

/** One comparison. @throws RangeError for a field name or value that does not belong into a filter */
export function condition(field: string, operator: Operator, value: unknown, type: FieldType = 'string'): string {
	if (!FIELD_NAME.test(field)) throw new RangeError(`"${field}" is not a field name`);
	if (operator === 'contains' || operator === 'startswith' || operator === 'endswith') {
		return `${operator}(${field},${quoted(String(value))})`;
	}
	return `${field} ${operator} ${literal(value, type)}`;
}

/** Joins the conditions that are there; undefined when there is none. */
export function allOf(conditions: Array<string | undefined>): string | undefined {
	const given = conditions.filter((text): text is string => text !== undefined && text.trim() !== '');
	if (given.length < 2) return given[0];
	return given.map((text) => `(${text})`).join(' and ');
}

/** Joins alternatives; undefined when there is none. */
export function anyOf(conditions: string[]): string | undefined {
	return conditions.length === 0 ? undefined : conditions.join(' or ');
}

/**
 * Splits alternatives into filters short enough for one URL each.
 * Sage names no limit; the gateway's default is some 2,000 characters, measured after encoding.
 */
export function filtersOf(alternatives: string[], maximumLength: number): string[] {
	const filters: string[][] = [];
	let length = Infinity;
	for (const alternative of alternatives) {
		const added = encodeURIComponent(` or ${alternative}`).length;
		if (length + added > maximumLength) {
			filters.push([]);
			length = 0;
		}
		filters[filters.length - 1].push(alternative);
		length += added;
	}
	return filters.map((group) => group.join(' or '));
}

function numberLiteral(value: unknown): string {
	const text = String(value).trim();
	if (text === '' || !Number.isFinite(Number(text))) throw new RangeError(`"${text}" is not a number`);
	return String(Number(text));
}

function booleanLiteral(value: unknown): string {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === '1' || text === 'yes') return 'true';
	if (text === 'false' || text === '0' || text === 'no') return 'false';
	throw new RangeError(`"${text}" is neither true nor false`);
}

/** A date stays a date; with a time part Sage wants UTC with a Z. */
function dateLiteral(value: unknown): string {
	const text = value instanceof Date ? value.toISOString() : String(value).trim();
	if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
	const time = Date.parse(text);
	if (Number.isNaN(time) || !/^\d{4}-\d{2}-\d{2}T/.test(text)) throw new RangeError(`"${text}" is not a date`);
	return new Date(time).toISOString();
}
