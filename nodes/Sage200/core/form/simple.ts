/** The few fields that Simplify shows of a record of any kind. */
import type { Field, Schema } from '../../catalog';

const MOST = 10;

/** Slots that most companies leave empty, and what only the form of a write has. */
const LEFT_OUT = /^(analysis_code_|spare_|is_to_|lock_id$|is_editing$)/;

/** Parts of the names of fields that tell most of a record, best first; what has none of them comes after. */
const TELLING = [
	/^id$/,
	/^(reference|code|document_no|urn)$/,
	/^name$/,
	/(^|_)name$/,
	/(^|_)(date|status|type)$/,
	/_?(value|balance|quantity|price)$/,
];

/** At most ten flat fields; none, which means all, where Sage publishes no fields. */
export function simpleFields({ fields, open }: Schema): string[] {
	if (open) return [];
	const flat = [...fields.values()].filter(
		({ name, type }) => type !== 'object' && type !== 'list' && !LEFT_OUT.test(name),
	);
	// Sorting keeps the catalog's order among fields of one rank.
	const best = [...flat].sort((left, right) => rank(left) - rank(right)).slice(0, MOST);
	return flat.filter((field) => best.includes(field)).map(({ name }) => name);
}

function rank({ name }: Field): number {
	const at = TELLING.findIndex((pattern) => pattern.test(name));
	return at < 0 ? TELLING.length : at;
}
