/** The unique reference number that every posting answers: a number in captures, a text of 20 in Sage's schema. */
import type { Company } from '../../world.mts';

export interface Urn {
	urn: number;
}

/** The next reference of the company. */
export function nextUrn(company: Company): number {
	return company.next('urn');
}
