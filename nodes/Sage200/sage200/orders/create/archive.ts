/** Orders that Sage may have archived: whether those are still found by their key is not known (api.md), so none is posted again. */
import { InvalidInput } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';
import { readDate } from '../../values/dates';

import { readSettings } from './siteSettings';

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * The day up to which the site's orders and returns were archived, where a document of this date may be among them. The
 * settings are read once an execution, and only for documents of days that are over.
 */
async function archivedUpTo(
	lookups: Lookups,
	date: unknown,
	now = Date.now(),
): Promise<string | undefined> {
	const day = readDate(date)?.day;
	if (day === undefined || Date.parse(day) > now - MILLISECONDS_A_DAY) return undefined;
	// Where the settings cannot be read, nothing is known to be archived.
	const { orders_returns_last_archived_up_to: upTo } = await readSettings(lookups, []);
	const last = readDate(upTo)?.day;
	return last !== undefined && day <= last ? last : undefined;
}

/** @throws InvalidInput for a document that may have been archived; then nothing was sent */
export async function refuseArchived(lookups: Lookups, date: unknown): Promise<void> {
	const upTo = await archivedUpTo(lookups, date);
	if (upTo === undefined) return;
	throw new InvalidInput([
		{
			field: 'Document Date',
			message: `${String(readDate(date)?.day)} is not after ${upTo}, up to which Sage 200 has archived its orders: if this one is among them, it cannot be found by its key`,
			remedy:
				'Look for it in the archive of Sage 200. To post it, set If It May Be Archived to Post It.',
		},
	]);
}
