/** Header and lines of an order as the form holds them. */
import type { IDataObject } from 'n8n-workflow';

import { jsonObject, otherFields, parsedJson } from '../../core/fields';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/api';
import { bodyOf } from '../../sage200/body';
import { collecting, invalid, type Problem } from '../../sage200/failures';

/** Header fields, delivery address and other fields, checked against the catalog. */
export function readHeader(item: Item, problems: Problem[]): SageRecord {
	return bodyOf('sop_order', headerValues(item), item.rules, problems);
}

/** The same as the form has them. @throws InvalidInput for JSON that is none */
export function headerValues(item: Item): IDataObject {
	const address = item.fields('deliveryAddress');
	return {
		...item.fields('additionalFields'),
		...(Object.keys(address).length > 0 ? { delivery_address: address } : {}),
		...jsonObject(item.parameter('otherFields', '{}'), otherFields.displayName),
	};
}

export const LINES_LABEL = 'Order Lines';

/** Rows of the form, or of the JSON; an expression may give an array, text, or an array of n8n items. */
export function lineRows(item: Item, problems: Problem[]): unknown[] {
	if (item.parameter('linesInput', 'form') === 'form')
		return (item.collection('lines').line as IDataObject[] | undefined) ?? [];
	return collecting(problems, () => jsonRows(item)) ?? [];
}

function jsonRows(item: Item): unknown[] {
	const rows = parsedJson(item.parameter('linesJson', '[]'), LINES_LABEL);
	if (Array.isArray(rows)) return rows;
	throw invalid(LINES_LABEL, 'must be a JSON array: [{"code": "BOARD001", "quantity": 2}]');
}
