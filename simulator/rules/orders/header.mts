/**
 * The header of a document: defaults from trader and clock, then what was sent.
 * Fields, and the range of a document's discount: the schema. Which of the account's fields the defaults are taken from
 * is inferred from their names; the words of refusals are the simulator's choice.
 */
import { SageRefusal, type Body, type Call } from '../../world.mts';
import { today } from '../foundation/dates.mts';
import { omit, writable } from '../foundation/fields.mts';
import { decimal } from '../foundation/money.mts';
import { isSet, numberOf, textOf } from '../foundation/read.mts';
import { bodyOf, optional, referred, settings } from '../foundation/records.mts';
import { applyDeliveryAddress } from './delivery-address.mts';
import { INSTRUCTIONS } from './instructions.mts';
import type { DocumentKind, Entry } from './kind.mts';

/**
 * Starts a document for the trader that the body names.
 * @throws SageRefusal for a missing or unknown trader
 */
export function startEntry(kind: DocumentKind, call: Call, body: Body = bodyOf(call)): Entry {
	const { key, resource, name } = kind.trader;
	if (!isSet(body[key])) throw new SageRefusal(`A ${name} is required.`);
	const trader = referred(call.company, resource, body[key], name);
	const entry: Entry = { kind, call, trader, document: {} };
	Object.assign(entry.document, defaults(entry));
	applyHeader(entry, body);
	return entry;
}

/** Goes on with a stored document. */
export function resumeEntry(kind: DocumentKind, call: Call, document: Body): Entry {
	const trader = referred(
		call.company,
		kind.trader.resource,
		document[kind.trader.key],
		kind.trader.name,
	);
	return { kind, call, trader, document };
}

/**
 * Sets the header fields that were sent.
 * @throws SageRefusal
 */
export function applyHeader(entry: Entry, body: Body): void {
	const { kind, document } = entry;
	const sent = omit(writable(kind.schema, body), [
		...INSTRUCTIONS,
		'document_no',
		'use_invoice_address',
		'document_status',
		kind.trader.key,
	]);
	checkDocumentDiscount(sent);
	Object.assign(document, sent);
	applyStatus(entry, body.document_status);
	checkCustomerType(entry);
	applyDeliveryAddress(entry, body);
}

function defaults({ kind, call, trader }: Entry): Body {
	const date = today(call.clock);
	const currency = optional(call.company, 'currencies', trader.currency_id);
	const takesUserName =
		settings(call.company, kind.numbering.settings).user_logon_as_order_taker === true;
	return {
		[kind.trader.key]: trader.id,
		document_date: date,
		document_status: 'EnumDocumentStatusLive',
		is_draft: false,
		currency_id: numberOf(trader.currency_id),
		exchange_rate: numberOf(currency?.core_currency_rate) || 1,
		settlement_discount_days: numberOf(trader.early_settlement_discount_days),
		settlement_discount_percent: numberOf(trader.early_settlement_discount_percent),
		document_discount_percent: numberOf(trader.invoice_discount_percent),
		document_created_by: takesUserName ? textOf(call.user.name) : '',
		order_priority: textOf(trader.order_priority),
		requested_delivery_date: date,
		promised_delivery_date: date,
		lines: [],
		memos: [],
		...(kind.checksCredit
			? { customer_type: 'EnumCustomerTypeCredit', is_credit_limit_exceeded: false }
			: {}),
	};
}

function applyStatus({ kind, document }: Entry, status: unknown): void {
	if (typeof status === 'string' && kind.settableStatuses.includes(status))
		document.document_status = status;
}

function checkDocumentDiscount(sent: Body): void {
	if (decimal(sent.document_discount_percent).abs().gt(99.99)) {
		throw new SageRefusal('The document discount must be between -99.99 and 99.99 percent.');
	}
}

function checkCustomerType({ kind, call, document }: Entry): void {
	const prospects = kind.schema === 'sop_quote';
	if (document.customer_type === 'EnumCustomerTypeProspect' && !prospects) {
		throw new SageRefusal('A prospect can be given a quotation only.');
	}
	const cash = settings(call.company, 'sop_settings').allow_cash_orders === true;
	if (document.customer_type === 'EnumCustomerTypeCash' && !cash) {
		throw new SageRefusal('Cash orders are not enabled in the sales order processing settings.');
	}
}
