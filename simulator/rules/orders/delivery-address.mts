/** Where an order goes: an address sent with it, a stored one of the customer, or the customer's own. */
import { SageRefusal, type Body } from '../../world.mts';
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

/** Sets the document's delivery address from what was sent. @throws SageRefusal for an unknown address, country or tax code */
export function applyDeliveryAddress(entry: Entry, sent: Body): void {
	const { document } = entry;
	const inline = pick(objectOf(sent.delivery_address), SETTABLE);
	if (Object.keys(inline).length > 0) {
		checkReference(entry.call.company, 'country_codes', inline.country_code_id, 'country code');
		checkReference(entry.call.company, 'tax_codes', inline.tax_code_id, 'tax code');
		setAddress(document, inline, false);
	} else if (numberOf(sent.customer_delivery_address_id) !== 0) {
		setAddress(document, storedAddress(entry, sent.customer_delivery_address_id), false);
	} else if (sent.use_invoice_address === true || document.delivery_address === undefined) {
		setAddress(document, ...ownAddress(entry, sent.use_invoice_address));
	}
}

function setAddress(document: Body, address: Body, isInvoiceAddress: boolean): void {
	const kept =
		document.use_invoice_address === isInvoiceAddress ? objectOf(document.delivery_address) : {};
	document.delivery_address = { ...kept, ...address };
	document.use_invoice_address = isInvoiceAddress;
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

/** The default delivery address; the invoice address for a customer without one. */
function ownAddress(entry: Entry, asInvoice: unknown): [Body, boolean] {
	const stored = entry.call.company
		.table('customer_delivery_addresses')
		.where(entry.kind.trader.key, entry.trader.id);
	const own =
		asInvoice === true ? undefined : first(stored, (address) => address.is_default === true);
	if (own) return [fromStored(own), false];
	const { trader } = entry;
	const main = objectOf(trader.main_address);
	return [
		{
			...pick(main, LINES),
			postal_name: textOf(trader.name),
			contact: textOf(main.contact_name),
			country_code_id: numberOf(main.address_country_code_id) || numberOf(trader.country_code_id),
			tax_number: textOf(trader.vat_number),
			tax_code_id: numberOf(trader.default_tax_code_id),
		},
		true,
	];
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
