/** Header and lines of an order as the form holds them. */
import type { IDataObject } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { withOtherFields } from '../../core/form/otherFields';
import type { Item } from '../../core/item';
import type { ItemProblems } from '../../core/problems';
import { resolveReferences } from '../../sage200/lookups/references';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import { groupBy } from '../../sage200/values/grouping';

const SCHEMA = 'sop_order';

/** How the forms of orders call their lines. */
export const LINES_LABEL = 'Order Lines';

/** What a form calls the fields that it asks for elsewhere, by Sage's names. */
type Places = Readonly<Record<string, string>>;

/** Header fields, delivery address and other fields of each item: names replaced by IDs, checked against the catalog. */
export async function readHeaders(
	forms: ReadonlyMap<Item, Places>,
	problems: ItemProblems,
): Promise<Map<Item, SageRecord>> {
	const headers = new Map<Item, SageRecord>();
	for (const [{ lookups }, group] of groupBy([...forms], ([{ company }]) => company)) {
		const given = group.map(([item, places]) => ({
			schema: SCHEMA,
			values: problems.collect(item, () => headerValues(item, places)) ?? {},
			problems: problems.of(item),
		}));
		const resolved = await resolveReferences(lookups, given);
		for (const [at, [item]] of group.entries())
			headers.set(item, bodyOf(SCHEMA, resolved[at], item.rules, problems.of(item)));
	}
	return headers;
}

/**
 * The same as the form has them.
 * @throws InvalidInput for JSON that is none, or that says one of these fields or another field otherwise
 */
export function headerValues(item: Item, places: Places): IDataObject {
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
