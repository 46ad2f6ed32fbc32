/** Reads what an item gives for the fields of a record: filled in, matched from the input, or as JSON. */
import type { IDataObject, ResourceMapperValue } from 'n8n-workflow';

import { schema, type CatalogOperation } from '../../catalog';
import { parsedFields, parsedJson } from '../../core/form/fields';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/protocol/api';
import { InvalidInput, invalid } from '../../sage200/protocol/failures';
import { isUnset } from '../../sage200/values/unset';

import { fieldsFor, nested } from './fieldTree';

const BODY_LABEL = 'Body (JSON)';
/** What this node adds to the records of its results, which may come in again. */
const RESULT_FIELDS = ['outcome', 'event', 'notes'];

/** The values as the user gave them, one record a row. A body that is no list has one row. */
export function rowsGiven(item: Item, operation: CatalogOperation): SageRecord[] {
	const shape = operation.request;
	if (item.parameter<string>('input', 'fields') === 'json') return rowsOfJson(item, shape);
	const mapped = item.parameter<Partial<ResourceMapperValue> | undefined>('fields', {}) ?? {};
	const values =
		mapped.mappingMode === 'autoMapInputData'
			? matchedInput(item, operation)
			: ((mapped.value ?? {}) as SageRecord);
	const record = nested(values) as IDataObject;
	return [shape ? parsedFields(shape.schema, record) : record];
}

/** The field that the user matches records on; undefined when left to us. */
export function matchField(item: Item): string | undefined {
	if (item.parameter<string>('input', 'fields') === 'json')
		return item.text('matchField') || undefined;
	return item.parameter<Partial<ResourceMapperValue> | undefined>('fields', {})
		?.matchingColumns?.[0];
}

function rowsOfJson(item: Item, shape: CatalogOperation['request']): SageRecord[] {
	const list = shape?.list ?? false;
	const given = parsedJson(item.parameter('bodyJson', '{}'), BODY_LABEL) ?? {};
	const rows = list && Array.isArray(given) ? (given as unknown[]) : [given];
	if (!rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) {
		throw invalid(
			BODY_LABEL,
			list ? 'must be a JSON array of objects' : 'must be a JSON object',
			'Write it as {"field": "value"}.',
		);
	}
	return rows.map((row) => withoutResult(row as SageRecord, shape));
}

/** Fields of the input item that the record has. What Sage itself writes (IDs, stamps, totals) is passed over. */
function matchedInput(item: Item, operation: CatalogOperation): SageRecord {
	const shape = operation.request;
	const json = withoutResult(item.json, shape);
	if (!shape || schema(shape.schema).open) return json;
	const { fields } = schema(shape.schema);
	const writable = new Set(
		fieldsFor(operation, shape.schema).flatMap(({ path }) => [path, path.split('.')[0]]),
	);
	const unknown = Object.keys(json).filter(
		(name) => !writable.has(name) && !fields.has(name) && !isUnset(json[name]),
	);
	if (unknown.length > 0 && item.parameter('unknownFields', 'refuse') === 'refuse') {
		const remedy =
			'Rename or remove it before this node, or choose to ignore unknown input fields.';
		throw new InvalidInput(
			unknown.map((name) => ({ field: name, message: 'is not a field of this record', remedy })),
		);
	}
	return Object.fromEntries(Object.entries(json).filter(([name]) => writable.has(name)));
}

/** The record without what an earlier node of this package said of it, unless Sage has a field of that name. */
function withoutResult(record: SageRecord, shape: CatalogOperation['request']): SageRecord {
	const isOwn = (name: string) =>
		RESULT_FIELDS.includes(name) && !(shape && schema(shape.schema).fields.has(name));
	return Object.fromEntries(Object.entries(record).filter(([name]) => !isOwn(name)));
}
