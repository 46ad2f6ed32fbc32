/** What only some users may change on a line (api.md k 5; the permissions: the schema). */
import type { Body } from '../../world.mts';
import { demand } from '../foundation/permissions.mts';
import type { Entry } from './kind.mts';

/** Prices and discounts of goods, costs and fulfilment are changed with permission only (api.md §k 5). */
export function guardOverrides(entry: Entry, line: Body, fields: Body): void {
	if (!entry.kind.guardsPrices || line.line_type !== 'EnumLineTypeStandard') return;
	const changes = (name: string) => fields[name] !== undefined && fields[name] !== line[name];
	if (
		[
			entry.kind.line.price,
			'unit_discount_percent',
			'unit_discount_value',
			'discounted_unit_price',
		].some(changes)
	) {
		demand(entry.call, 'override_prices_discounts', 'set prices and discounts');
	}
	if (changes('cost_price')) demand(entry.call, 'override_cost_price', 'set the cost price');
	if (changes('fulfilment_method'))
		demand(entry.call, 'override_fulfilment_method', 'set the fulfilment method');
	if (line.confirmation_intent_type !== undefined && changes('confirmation_intent_type')) {
		demand(entry.call, 'override_confirmation_method', 'set the confirmation method');
	}
}
