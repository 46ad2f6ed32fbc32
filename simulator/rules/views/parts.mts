/** Records that many views take fields from, with the names that views use for them. */
import type { Body, Company } from '../../world.mts';
import { objectOf, rowsOf, textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

/** A currency with its ISO code. */
export function currencyPart(company: Company, id: unknown): Body {
	const currency = optional(company, 'currencies', id);
	const iso = optional(company, 'currency_iso_codes', currency?.currency_iso_code_id);
	return { ...currency, iso_code_id: iso?.id, iso_code: iso?.code, iso_code_name: iso?.name };
}

/** A tax code with its rate under the name of the views. */
export function taxPart(company: Company, id: unknown): Body | undefined {
	const tax = optional(company, 'tax_codes', id);
	return tax && { ...tax, rate: tax.tax_rate };
}

/** A delivery address of a document. */
export function addressPart(document: Body): Body {
	const address = objectOf(document.delivery_address);
	return {
		...address,
		post_code: address.postcode,
		telephone: address.telephone_number,
		fax: address.fax_number,
		email: address.email_address,
	};
}

/** The contact that is taken when none is named. */
export function contactPart(trader: Body): Body {
	const contacts = rowsOf(trader.contacts);
	const contact = contacts.find((each) => each.is_default === true) ?? contacts[0] ?? {};
	return {
		...contact,
		default_telephone_number: contact.default_telephone,
		default_email_address: contact.default_email,
	};
}

/** The main address of an account. */
export function locationPart(company: Company, trader: Body): Body {
	const address = objectOf(trader.main_address);
	const country = optional(company, 'country_codes', address.address_country_code_id);
	const lines = [1, 2, 3, 4].map((number) => textOf(address[`address_${number}`]));
	const whole = [...lines, address.city, address.county, address.postcode].map(textOf);
	return {
		...address,
		...Object.fromEntries(lines.map((line, at) => [`address_line_${at + 1}`, line])),
		post_code: address.postcode,
		full_address: whole.filter((part) => part !== '').join(', '),
		country_code_id: country?.id,
		country_code: country?.code,
		country_code_name: country?.name,
		address_country_code_id: country?.id,
		address_country_code: country?.code,
		address_country_code_name: country?.name,
		type: 'TraderLocationMain',
	};
}
