/** Ids of children that live in their parent's row. They come from one series, well apart from those of tables. */
import type { Company } from '../../world.mts';

const FIRST = 500_000;

/** A new id for a nested row. */
export function childId(company: Company): number {
	return FIRST + company.next('child ids');
}
