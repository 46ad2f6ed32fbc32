/**
 * Where an order goes: an address sent with it, a stored one of the customer, or the customer's own.
 * Fields: the schema; what is not shown again: api.md n. Which of several goes first is the simulator's choice.
 */
import { SageRefusal, type Body } from '../../world.mts';
import { childId } from '../foundation/child-ids.mts';
import { pick } from '../foundation/fields.mts';
import { numberOf, objectOf, textOf } from '../foundation/read.mts';
import { checkReference, first, referred } from '../foundation/records.mts';
import type { Entry } from './kind.mts';

const LINES = [
	'address_1',
	'address_2',
	'address_3',
	'address_4',
	'city',
	'county',
	'country',
	'postcode',
];
const SETTABLE = [
	...LINES,
	'postal_name',
	'contact',
	'telephone_number',
	'fax_number',
	'email_address',
	'tax_number',
	'tax_code_id',
	'country_code_id',
];

/**
 * Sets the document's delivery address from what was sent.
 * @throws SageRefusal for an unknown address, country or tax code
 */
export function applyDeliveryAddress(entry: Entry, sent: Body): void {
	const { document } = entry;
	const inline = pick(objectOf(sent.delivery_address), SETTABLE);
	if (Object.keys(inline).length > 0) {
		checkReference(entry.call.company, 'country_codes', inline.country_code_id, 'country code');
		checkReference(entry.call.company, 'tax_codes', inline.tax_code_id, 'tax code');
		deliverTo(entry, inline);
	} else if (numberOf(sent.customer_delivery_address_id) !== 0) {
		deliverTo(entry, storedAddress(entry, sent.customer_delivery_address_id));
	} else if (isAskedFor(document, sent.use_invoice_address)) {
		deliverToOwn(entry, sent.use_invoice_address);
	}
}

/** Gives the address of a stored document an id of its own; an unsaved one has none. */
export function storeAddress({ document, call }: Entry): void {
	const address = document.delivery_address as Body | undefined;
	if (address) address.id ??= childId(call.company);
}

/** A new document needs an address; an old one keeps its own until it is told otherwise. */
function isAskedFor(document: Body, useInvoiceAddress: unknown): boolean {
	const isNew = document.use_invoice_address === undefined;
	const goesElsewhere = useInvoiceAddress === false && document.use_invoice_address === true;
	return isNew || useInvoiceAddress === true || goesElsewhere;
}

function deliverTo({ document }: Entry, address: Body): void {
	const kept = document.use_invoice_address === false ? objectOf(document.delivery_address) : {};
	document.use_invoice_address = false;
	document.delivery_address = { ...kept, ...address };
}

/** A document that goes to the invoice address has no delivery address of its own (captures); a switch gives it one. */
function deliverToInvoiceAddress({ document, call }: Entry, address: Body): void {
	const kept = document.use_invoice_address === true ? objectOf(document.delivery_address) : {};
	document.use_invoice_address = true;
	document.delivery_address =
		call.company.behaviour.invoiceAddresses === 'leftOut' ? undefined : { ...kept, ...address };
}

function storedAddress(entry: Entry, id: unknown): Body {
	const stored = referred(
		entry.call.company,
		'customer_delivery_addresses',
		id,
		'customer delivery address',
	);
	if (stored.customer_id !== entry.trader.id) {
		throw new SageRefusal(`The delivery address ${stored.id} belongs to another customer.`);
	}
	return fromStored(stored);
}

/** The default delivery address; for a customer without one the invoice address, or a copy of it where it was declined. */
function deliverToOwn(entry: Entry, asInvoice: unknown): void {
	const stored = entry.call.company
		.table('customer_delivery_addresses')
		.where(entry.kind.trader.key, entry.trader.id);
	const own =
		asInvoice === true ? undefined : first(stored, (address) => address.is_default === true);
	if (own) return deliverTo(entry, fromStored(own));
	const { trader } = entry;
	const main = objectOf(trader.main_address);
	const invoiceAddress = {
		...pick(main, LINES),
		postal_name: textOf(trader.name),
		contact: textOf(main.contact_name),
		country_code_id: numberOf(main.address_country_code_id) || numberOf(trader.country_code_id),
		tax_number: textOf(trader.vat_number),
		tax_code_id: numberOf(trader.default_tax_code_id),
	};
	if (asInvoice === false) deliverTo(entry, invoiceAddress);
	else deliverToInvoiceAddress(entry, invoiceAddress);
}

function fromStored(stored: Body): Body {
	return {
		...pick(stored, [...LINES, 'postal_name', 'contact', 'tax_number', 'tax_code_id']),
		telephone_number: textOf(stored.telephone),
		fax_number: textOf(stored.fax),
		email_address: textOf(stored.email),
		country_code_id: numberOf(stored.country_code_id) || numberOf(stored.address_country_code_id),
	};
}
