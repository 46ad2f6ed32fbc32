/** A shop's address as Sage keeps one: four street lines of 60 characters, and what does not fit is told. */
import { schema } from '../../../catalog';
import { labelOf } from '../../../catalog/labels';
import { countryOf, englishName } from '../../lookups/countries';
import type { SageRecord } from '../../protocol/api';
import { isPlace } from '../../shops/address';
import type { ShopAddress, ShopBuyer, ShopOrder } from '../../shops/order';
import { cutText } from '../../values/texts';

const SCHEMA = 'sop_order.delivery_address';
const STREET_LINES = ['address_1', 'address_2', 'address_3', 'address_4'];

/**
 * Where the order goes: the address of the invoice where the other is missing or less of an address. Where neither tells
 * more, it is at least known for which country the order is.
 */
export function goesTo({
	delivery,
	invoice,
}: Pick<ShopOrder, 'delivery' | 'invoice'>): ShopAddress | undefined {
	const addresses = [delivery, invoice].flatMap((address) => address ?? []);
	const inStreet = ({ street, city }: ShopAddress) => street.length > 0 || city !== undefined;
	return addresses.find(inStreet) ?? addresses.find(isPlace) ?? addresses[0];
}

/** That an order which is delivered goes to where its invoice goes, since it names no other address. */
export function addressRemarks(order: ShopOrder): string[] {
	const { delivery, lines } = order;
	const address = goesTo(order);
	const isDelivered = lines.some(({ kind }) => kind === 'delivery');
	return isDelivered && address && address !== delivery
		? ['The order names no address of delivery: it goes to the address of the invoice']
		: [];
}

/**
 * The delivery address of an order.
 * @param countries that Sage has
 * @param remarks gets what was cut or left out
 */
export function deliveryAddress(
	address: ShopAddress | undefined,
	buyer: ShopBuyer,
	countries: SageRecord[],
	remarks: string[],
): SageRecord | undefined {
	if (!address || !isPlace(address)) return undefined;
	const values: SageRecord = {
		postal_name: address.company ?? address.name ?? buyer.name,
		contact: address.name ?? buyer.name,
		...streetLines(address.street, remarks),
		city: address.city,
		county: address.county,
		postcode: address.postcode,
		telephone_number: address.phone ?? buyer.phone,
		email_address: address.email ?? buyer.email,
		...countryFields(address.country, countries, remarks),
	};
	return Object.fromEntries(
		Object.entries(values).flatMap(([field, value]) =>
			value === undefined ? [] : [[field, fitted(field, value, remarks)]],
		),
	);
}

/** Lines that are too long go on in the next one, between words. */
function streetLines(street: string[], remarks: string[]): SageRecord {
	const limit = limitOf('address_1');
	const lines = street.flatMap((line) => wrapped(line, limit));
	const left = lines.slice(STREET_LINES.length);
	if (left.length > 0) remarks.push(`Left out of the delivery address: ${left.join(', ')}`);
	return Object.fromEntries(STREET_LINES.map((field, at) => [field, lines[at]]));
}

function wrapped(line: string, limit: number): string[] {
	const lines: string[] = [];
	let rest = line;
	while (rest.length > limit) {
		const space = rest.lastIndexOf(' ', limit);
		const line = cutText(rest, space > 0 ? space : limit);
		lines.push(line);
		rest = rest.slice(line.length).trim();
	}
	return [...lines, rest];
}

/** A country that Sage lacks stays in the address as text. */
function countryFields(
	named: string | undefined,
	countries: SageRecord[],
	remarks: string[],
): SageRecord {
	if (named === undefined) return {};
	const country = countryOf(countries, named);
	const name = englishName(named) ?? named;
	if (country) return { country: country.name ?? name, country_code_id: country.id };
	remarks.push(`Sage 200 has no country "${named}": the address keeps it as text`);
	return { country: name };
}

function fitted(field: string, value: unknown, remarks: string[]): unknown {
	const limit = limitOf(field);
	if (typeof value !== 'string' || value.length <= limit) return value;
	remarks.push(`${labelOf(field)} was cut to ${limit} characters: ${value}`);
	return cutText(value, limit);
}

function limitOf(field: string): number {
	return schema(SCHEMA).fields.get(field)?.maxLength ?? Infinity;
}
