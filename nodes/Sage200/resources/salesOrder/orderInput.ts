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
	const { [otherFields.name]: others, ...header } = item.fields(HEADER_BOX);
	// They are looked up by the names that the site gave them.
	delete header[ANALYSIS_CODES];
	return {
		...header,
		...(Object.keys(address).length > 0 ? { delivery_address: address } : {}),
		...jsonObject(others ?? item.parameter('otherFields', '{}'), otherFields.displayName),
	};
}

/** The box of header fields. */
export const HEADER_BOX = 'additionalFields';

/** Name of the analysis codes of an order, in that box. */
export const ANALYSIS_CODES = 'analysisCodes';

/** How the forms of orders call their lines. */
export const LINES_LABEL = 'Order Lines';
