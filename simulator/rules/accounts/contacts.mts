/**
 * A contact's name and its default ways to be reached follow from its parts.
 * The name is its first, middle and last name together: the schema. How a full number is put together, and which of
 * several defaults stands, is the simulator's choice.
 */
import type { Body } from '../../world.mts';
import { rowsOf, textOf } from '../foundation/read.mts';

/** Works out the name, full numbers and defaults of a contact. */
export function finishContact(contact: Body): void {
	const parts = [contact.first_name, contact.middle_name, contact.last_name]
		.map(textOf)
		.filter((part) => part !== '');
	if (parts.length > 0) contact.name = parts.join(' ');
	for (const field of ['telephones', 'mobiles', 'faxes']) {
		for (const number of rowsOf(contact[field])) {
			number.full_number = [number.country_code, number.area_code, number.subscriber_number]
				.map(textOf)
				.filter((part) => part !== '')
				.join(' ');
		}
	}
	contact.default_telephone = textOf(preferred(contact.telephones)?.full_number);
	contact.default_email = textOf(preferred(contact.emails)?.email);
}

/** The last of several defaults stands, as among delivery addresses. */
function preferred(list: unknown): Body | undefined {
	const rows = rowsOf(list);
	const chosen = rows.findLast((row) => row.is_default === true);
	for (const row of rows) if (row.is_default === true && row !== chosen) row.is_default = false;
	return chosen ?? rows[0];
}
