/** Addresses, as shops write them. */
import type { ShopAddress } from './order';

/** The texts that are set, trimmed; a street line that a shop repeats is kept once. */
export function streetOf(lines: Array<string | undefined>): string[] {
	const set = lines.flatMap((line) => (line ?? '').split(/\r?\n/)).map((line) => line.trim());
	return [...new Set(set.filter((line) => line !== ''))];
}

/** Shops send addresses in which nothing is filled in, or the country alone, where nothing is delivered. */
export function setAddress(address: ShopAddress): ShopAddress | undefined {
	return isPlace(address) || address.country !== undefined ? address : undefined;
}

/** Whether the address tells more of a place than its country. */
export function isPlace({ street, city, postcode }: ShopAddress): boolean {
	return street.length > 0 || city !== undefined || postcode !== undefined;
}

/** First and last name as one; undefined where both are missing. */
export function fullName(...parts: Array<string | undefined>): string | undefined {
	const name = parts.filter((part) => part !== undefined).join(' ');
	return name === '' ? undefined : name;
}

/** The address that an order goes to: Sage has one for an order. Others that goods go to are told. */
export function firstAddress(
	addresses: Array<ShopAddress | undefined>,
	remarks: string[],
): ShopAddress | undefined {
	const [first, ...others] = new Map(
		addresses.flatMap((address) => (address ? [[written(address), address] as const] : [])),
	);
	if (others.length > 0)
		remarks.push(
			`Goods go to ${others.length + 1} addresses, and the order to the first of them. Left out: ${others.map(([text]) => text).join('; ')}`,
		);
	return first?.[1];
}

function written({ name, company, street, city, postcode, country }: ShopAddress): string {
	const parts = [name, company, ...street, city, postcode, country];
	return parts.filter((part) => part !== undefined).join(', ');
}
