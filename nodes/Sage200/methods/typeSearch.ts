/** Searching the kinds of records by what a person types of their names. */
import { labelOf, singularLabelOf } from '../catalog/labels';
import { alphabetically } from '../core/alphabet';

/** A kind of record in a list. */
export interface RecordKind {
	/** `Sales: Customer Contacts of Customer` */
	name: string;
	/** Its path: `customers/{customerId}/customer_contacts`. */
	value: string;
	/** `customer_contacts` */
	resource: string;
}

/**
 * The kinds whose name has the text: first those that it names as a whole, then those that have it as whole words at the
 * beginning, then anywhere, then as a part of a word. Of equal ones those come first that belong to no other record.
 */
export function kindsFound<Kind extends RecordKind>(kinds: Kind[], text: string): Kind[] {
	const wanted = lettersOf(text);
	const ranked = kinds
		.map((kind) => ({ kind, rank: rankOf(kind, wanted), depth: kind.value.split('{').length }))
		.filter(({ rank }) => rank !== undefined)
		.sort(alphabetically(({ kind }) => kind.name));
	if (wanted === '') return ranked.map(({ kind }) => kind);
	return ranked
		.sort((left, right) => left.rank! - right.rank! || left.depth - right.depth)
		.map(({ kind }) => kind);
}

/** The place of a kind among those found; undefined for one that is not. */
function rankOf({ name, value, resource }: RecordKind, wanted: string): number | undefined {
	const names = [resource, labelOf(resource), singularLabelOf(resource)].map(lettersOf);
	if (names.includes(wanted)) return 0;
	if (names.some((each) => each.startsWith(`${wanted} `))) return 1;
	const all = lettersOf(`${name} ${value}`);
	if (` ${all} `.includes(` ${wanted} `)) return 2;
	return all.includes(wanted) ? 3 : undefined;
}

/** `customer_contacts` and `Customer Contacts` are one. */
function lettersOf(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}
