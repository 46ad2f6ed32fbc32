/** Compares a reply with the catalog: no field that it does not know, each of its type. */
import { schema, type BodyShape, type Field } from '../../nodes/Sage200/catalog';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const INTEGERS = new Set(['int16', 'int32', 'int64']);

/** Fields that captured replies have and Sage's schemas do not. */
const BEYOND_SCHEMA: Record<string, string[]> = { site: ['tenant_id'] };

/** What is wrong with a reply of a shape; empty when nothing is. */
export function wrongInReply(body: unknown, shape: BodyShape): string[] {
	if (shape.list)
		return Array.isArray(body)
			? body.flatMap((row, at) => wrongInRow(row, shape.schema, `[${at}]`))
			: ['is no list'];
	return wrongInRow(body, shape.schema, '');
}

function wrongInRow(row: unknown, name: string, path: string): string[] {
	if (typeof row !== 'object' || row === null || Array.isArray(row))
		return [`${path} is no object`];
	const { fields, open } = schema(name);
	// Sage publishes no fields of some answers.
	const isOpen = open || fields.size === 0;
	return Object.entries(row).flatMap(([key, value]) => {
		const field = fields.get(key);
		if (!field)
			return isOpen || BEYOND_SCHEMA[name]?.includes(key)
				? []
				: [`${path}.${key} is not in ${name}`];
		return wrongInValue(value, field, `${path}.${key}`);
	});
}

function wrongInValue(value: unknown, field: Field, path: string): string[] {
	if (field.type === 'list') {
		if (!Array.isArray(value)) return [`${path} is no list`];
		return field.schema === undefined
			? []
			: value.flatMap((row, at) => wrongInRow(row, field.schema!, `${path}[${at}]`));
	}
	if (field.type === 'object')
		return field.schema === undefined ? [] : wrongInRow(value, field.schema, path);
	return isOfType(value, field) ? [] : [`${path} is ${JSON.stringify(value)}, not ${field.type}`];
}

function isOfType(value: unknown, field: Field): boolean {
	const { type, decimals } = field;
	if (type === 'string') return typeof value === 'string' && value.length <= longest(field);
	if (type === 'boolean') return typeof value === 'boolean';
	if (type === 'datetime') return typeof value === 'string' && DATE_TIME.test(value);
	if (INTEGERS.has(type)) return Number.isInteger(value);
	return typeof value === 'number' && Number(value.toFixed(decimals ?? 7)) === value;
}

/** Sage's own enum texts (`TradingAccountTypeOpenItem`) are longer than its schemas say, so only entered text is measured. */
function longest({ name, maxLength, refers, readOnly }: Field): number {
	const isEnum =
		refers?.endsWith('_types') || /^(value|description|.*_(type|basis|terms))$/.test(name);
	return isEnum || readOnly ? Infinity : (maxLength ?? Infinity);
}
