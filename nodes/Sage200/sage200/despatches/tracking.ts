/** What a consignment that is there has otherwise than the push: it is told and left as it is. */
import { normalKey } from '../lookups/lookups';

import type { Despatch } from './despatch';

/** Fields of the tracking, with those of the despatch lines. */
const FIELDS = [
	['pieces', 'sop_despatch_pieces'],
	['weight', 'sop_despatch_weight'],
	['notes', 'sop_despatch_notes'],
] as const;

/** A note for each detail of the consignment that Sage has otherwise than it is given. */
export function trackingNotes({ known: [row], tracking, date }: Despatch): string[] {
	if (row === undefined) return [];
	const number = String(tracking.consignment_no);
	const told = (what: string, sage: unknown, given: unknown) =>
		`Consignment "${number}" has ${what} ${String(sage)} in Sage 200, given was ${String(given)}; it was left as it is.`;
	const others = FIELDS.filter(
		([name, seen]) =>
			tracking[name] !== undefined &&
			row[seen] !== undefined &&
			normalKey(String(tracking[name])) !== normalKey(String(row[seen])),
	).map(([name, seen]) => told(name, row[seen], tracking[name]));
	const day = String(row.sop_despatch_date ?? '').slice(0, 10);
	const given = date?.slice(0, 10);
	return given && day && given !== day ? [...others, told('date', day, given)] : others;
}
