import type { Company, Row } from '../world.mts';

/**
 * A row by the value of one field.
 * @throws Error if the seed forgot it: a mistake of ours
 */
export function seeded(company: Company, resource: string, field: string, value: unknown): Row {
	const [found] = company.table(resource).where(field, value);
	if (!found) throw new Error(`The seed has no ${resource} with ${field} ${String(value)}`);
	return found;
}
