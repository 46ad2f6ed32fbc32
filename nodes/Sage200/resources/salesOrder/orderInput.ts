/** Header and lines of an order as the form holds them. */
import type { IDataObject } from 'n8n-workflow';

import { jsonObject, otherFields } from '../../core/form/fields';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import type { Problem } from '../../sage200/protocol/failures';

/** Header fields, delivery address and other fields, checked against the catalog. */
export function readHeader(item: Item, problems: Problem[]): SageRecord {
	return bodyOf('sop_order', headerValues(item), item.rules, problems);
}

/**
 * The same as the form has them.
 * @throws InvalidInput for JSON that is none
 */
export function headerValues(item: Item): IDataObject {
	const address = item.fields('deliveryAddress');
	return {
		...item.fields('additionalFields'),
		...(Object.keys(address).length > 0 ? { delivery_address: address } : {}),
		...jsonObject(item.parameter('otherFields', '{}'), otherFields.displayName),
	};
}

/** How the forms of orders call their lines. */
export const LINES_LABEL = 'Order Lines';
