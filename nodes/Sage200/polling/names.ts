/** Names in the form that Sage has to know: one that is mistyped would be waited for in vain. */
import type { Company } from '../core/company';
import { normalKey } from '../sage200/lookups/lookups';
import { InvalidInput, onSageFailure } from '../sage200/protocol/failures';
import { nearestTo } from '../sage200/values/nearness';

/** As many names as an error offers instead. */
const MOST_OFFERED = 3;

export interface Names {
	/** Field of the form. */
	label: string;
	/** List in which Sage has them. */
	list: 'price_bands' | 'warehouses';
	given: string[];
}

/**
 * Asks the companies for the names, each for those only that none before it has. One that cannot be asked may have them
 * all, and fails in its poll.
 * @throws InvalidInput for names that no company has, with those that are nearest to them
 */
export async function refuseUnknown(
	{ label, list, given }: Names,
	companies: Company[],
): Promise<void> {
	let unknown = given;
	for (const { lookups } of companies) {
		if (unknown.length === 0) return;
		const found = await lookups
			.byKeys({ resource: list, field: 'name', select: ['name'] }, unknown)
			.catch(onSageFailure(() => undefined));
		if (!found) return;
		unknown = unknown.filter((name) => (found.get(normalKey(name)) ?? []).length === 0);
	}
	if (unknown.length === 0) return;
	const [first] = companies;
	const rows = await first.lookups.all(list, { $select: 'name' });
	const known = rows.map(({ name }) => String(name));
	throw new InvalidInput(
		unknown.map((name) => ({
			field: label,
			message: `"${name}" is not among Sage's ${list.replaceAll('_', ' ')}`,
			remedy: offer(nearestTo(name, known, MOST_OFFERED)),
		})),
	);
}

function offer(nearest: string[]): string {
	return nearest.length === 0
		? 'Sage 200 has none: leave the field empty.'
		: `The nearest are: ${nearest.map((name) => `"${name}"`).join(', ')}.`;
}
