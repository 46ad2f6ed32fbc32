/** The header of a planned order: what the form says by names, and what it says by Sage's own fields. */
import { labelOf } from '../../../catalog/labels';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { agree } from '../../values/agreement';
import { shown } from '../../values/shown';
import { isUnset } from '../../values/unset';
import { hasAllPrices } from '../prices/shopPrices';

import type { AnalysisCodes } from './analysisCodes';
import { paymentFields } from './payment';
import type { OrderRequest } from './request';
import type { StoredAddresses } from './storedAddresses';

/** What was looked up for the headers of all orders. */
export interface HeaderLookups {
	addresses: StoredAddresses;
	analysis: AnalysisCodes;
	/** Payment methods; empty where no order has a payment. */
	methods: SageRecord[];
}

/**
 * The values of the header, not checked against Sage's fields yet.
 * @param header what the form gives by Sage's own fields, with IDs of other records
 */
export function headerValues(
	request: OrderRequest,
	customer: SageRecord | undefined,
	header: SageRecord,
	{ addresses, analysis, methods }: HeaderLookups,
): SageRecord {
	const { problems, payment, analysisCodes } = request;
	const named = {
		...(payment ? paymentFields(payment, methods, problems) : {}),
		...documentDiscount(request),
		...analysis.fields('order', analysisCodes, '', problems),
		...storedAddress(request, customer, addresses),
	};
	refuseSaidTwice(named, header, problems);
	return { ...ownDocumentDiscount(request, header), ...named, ...header };
}

/** What the form says by names, and its fields otherwise: one of the two would be lost. */
function refuseSaidTwice(named: SageRecord, header: SageRecord, problems: Problem[]): void {
	for (const [name, value] of Object.entries(named)) {
		if (isUnset(value) || isUnset(header[name]) || agree(value, header[name])) continue;
		problems.push({
			field: labelOf(name),
			message: `is given twice, as ${shown(value)} and ${shown(header[name])}`,
			remedy: 'Leave one of them out.',
		});
	}
}

function storedAddress(
	{ storedAddress: name, account, problems }: OrderRequest,
	customer: SageRecord | undefined,
	addresses: StoredAddresses,
): SageRecord {
	if (!name) return {};
	if (customer) return { customer_delivery_address_id: addresses.idOf(name, customer, problems) };
	if (account?.create)
		problems.push({
			field: 'Stored Address Name',
			message: `a new account has no stored address "${name}" yet`,
			remedy: 'Give the address itself.',
		});
	return {};
}

/** On prices that only Sage knows, an order discount is Sage's to work out, which it does by percentage. */
function documentDiscount({ prices: { use, discount }, problems }: OrderRequest): SageRecord {
	if (use !== 'sage' || !discount) return {};
	if (discount.kind === 'percent' && discount.amount < 100)
		return { document_discount_percent: discount.amount };
	problems.push({
		field: 'Order Discount',
		message: 'cannot be an amount, or all of them, where only Sage 200 knows the prices',
		remedy: 'Give a percentage, or use or compare the prices of the shop.',
	});
	return {};
}

/** An account's own discount takes nothing off prices that are all given, unless what it may take is asked for. */
function ownDocumentDiscount(
	{ prices: { use }, lines }: OrderRequest,
	{ apply_available_document_discount_percent: applies }: SageRecord,
): SageRecord {
	const isAsked = String(applies).trim().toLowerCase() === 'true';
	return use === 'shop' && hasAllPrices(lines) && !isAsked ? { document_discount_percent: 0 } : {};
}

/** The key would take the place of what else the order is to have there. */
export function checkKeyField(key: SageRecord, values: SageRecord, problems: Problem[]): void {
	for (const field of Object.keys(key)) {
		if (values[field] === undefined || values[field] === key[field]) continue;
		problems.push({
			field: 'Key Field',
			message: `the order key goes to ${labelOf(field)}, which is given "${String(values[field])}" as well`,
			remedy: 'Keep the key in another field.',
		});
	}
}
