/**
 * Countries of orders' addresses: by ISO code, by English name or by the name that the site keeps. A country that Sage has
 * not got stays in the address as text, for the parcel goes there all the same.
 */
import { countryOf, englishName } from '../../lookups/countries';
import type { Lookups } from '../../lookups/lookups';
import { namingOf } from '../../lookups/named';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { isRecord } from '../../values/records';
import { isUnset } from '../../values/unset';

import type { OrderRequest } from './request';

/** Where an address names its country: Sage has two kinds of address. */
const DELIVERY_FIELD = 'country_code_id';
const ACCOUNT_FIELD = 'address_country_code_id';

/** The values of an order with the countries of its addresses replaced by their IDs. */
export interface Placed {
	header: SageRecord;
	/** The main address of the account that comes with the order. */
	accountAddress: SageRecord;
	/** What Sage has not got. */
	notes: string[];
}

/** The requests with their countries; the site's list is read where one is named. */
export async function placeCountries(
	lookups: Lookups,
	requests: OrderRequest[],
): Promise<Placed[]> {
	const named = requests.some(
		(request) =>
			textIn(deliveryOf(request), DELIVERY_FIELD) ?? textIn(accountOf(request), ACCOUNT_FIELD),
	);
	const countries = named ? await lookups.all('country_codes') : [];
	return requests.map((request) => {
		const notes: string[] = [];
		const delivery = deliveryOf(request);
		const place = (address: SageRecord, field: string, label: string) =>
			placed(address, { field, label, countries, notes, problems: request.problems });
		return {
			header: {
				...request.header,
				...(Object.keys(delivery).length > 0
					? { delivery_address: place(delivery, DELIVERY_FIELD, 'Delivery') }
					: {}),
			},
			accountAddress: place(accountOf(request), ACCOUNT_FIELD, 'Customer Details'),
			notes: [...new Set(notes)],
		};
	});
}

function deliveryOf({ header }: OrderRequest): SageRecord {
	return isRecord(header.delivery_address) ? header.delivery_address : {};
}

function accountOf({ account }: OrderRequest): SageRecord {
	return account?.details.address ?? {};
}

/** What names the country; undefined where it is an ID, or none is given. */
function textIn(address: SageRecord, field: string): string | undefined {
	const value = isUnset(address[field]) ? address.country : address[field];
	const given = String(value ?? '').trim();
	return given === '' || /^\d+$/.test(given) || namingOf(given).as !== 'either' ? undefined : given;
}

interface Place {
	field: string;
	label: string;
	countries: SageRecord[];
	notes: string[];
	problems: Problem[];
}

function placed(
	address: SageRecord,
	{ field, label, countries, notes, problems }: Place,
): SageRecord {
	const named = textIn(address, field);
	if (named === undefined) return address;
	const country = countryOf(countries, named);
	if (country) return { ...address, [field]: country.id };
	const { [field]: given, ...rest } = address;
	const name = englishName(named);
	if (!isUnset(given) && name === undefined) {
		problems.push({
			field: `${label}: Country`,
			message: `"${named}" is no country`,
			remedy: 'Give its ISO code of two letters, such as GB, or its English name.',
		});
		return rest;
	}
	notes.push(`Sage 200 has no country "${named}": the address keeps it as text`);
	// An account's address has no text for it.
	return field === DELIVERY_FIELD
		? { ...rest, country: isUnset(rest.country) ? name : rest.country }
		: rest;
}
