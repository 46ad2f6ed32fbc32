/** Header and lines of an order as the form holds them. */
import type { IDataObject } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { withOtherFields } from '../../core/form/otherFields';
import type { Item } from '../../core/item';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import type { Problem } from '../../sage200/protocol/failures';

/** How the forms of orders call their lines. */
export const LINES_LABEL = 'Order Lines';

/**
 * Header fields, delivery address and other fields, checked against the catalog.
 * @param places what the form calls the fields that it asks for elsewhere, by Sage's names
 */
export function readHeader(
	item: Item,
	places: Readonly<Record<string, string>>,
	problems: Problem[],
): SageRecord {
	return bodyOf('sop_order', headerValues(item, places), item.rules, problems);
}

/**
 * The same as the form has them.
 * @param places what the form calls the fields that it asks for elsewhere, by Sage's names
 * @throws InvalidInput for JSON that is none, or that says one of these fields or another field otherwise
 */
export function headerValues(item: Item, places: Readonly<Record<string, string>>): IDataObject {
	const address = item.fields('deliveryAddress');
	const { [otherFields.name]: others, ...header } = item.fields(HEADER_BOX);
	// They are looked up by the names that the site gave them.
	delete header[ANALYSIS_CODES];
	const form = {
		...header,
		...(Object.keys(address).length > 0 ? { delivery_address: address } : {}),
	};
	return withOtherFields(item, { form, places, others });
}

/** The box of header fields. */
export const HEADER_BOX = 'additionalFields';

/** Name of the analysis codes of an order, in that box. */
export const ANALYSIS_CODES = 'analysisCodes';
