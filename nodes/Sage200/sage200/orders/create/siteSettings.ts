/** How the site has set up its sales orders, and what the login's user may do. Read once an execution, only if needed. */
import type { SageRecord } from '../../protocol/api';
import { isNotOffered, onSageFailure } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';

/** The site's settings of sales orders; empty where they cannot be read, so that nothing is refused on a guess. */
export async function readSettings(lookups: Lookups, notes: string[] = []): Promise<SageRecord> {
	return await firstOf(lookups, 'sop_settings', 'the settings of sales orders', notes);
}

/** What the user may do in sales orders; empty where it cannot be read. */
export async function readPermissions(lookups: Lookups, notes: string[] = []): Promise<SageRecord> {
	const what = 'what the Sage 200 user may do';
	return await firstOf(lookups, 'current_user_sop_user_permissions', what, notes);
}

async function firstOf(
	lookups: Lookups,
	resource: string,
	what: string,
	notes: string[],
): Promise<SageRecord> {
	return await ifOffered(async () => (await lookups.all(resource))[0] ?? {}, {}, what, notes);
}

/**
 * What a read gives, or `otherwise` where the site does not offer it: its release is older, the user has no right to it.
 * @param what was to be read, for the note that says so
 */
export async function ifOffered<T>(
	read: () => Promise<T>,
	otherwise: T,
	what: string,
	notes: string[],
): Promise<T> {
	return await read().catch(
		onSageFailure((failure) => {
			if (!isNotOffered(failure)) throw failure;
			notes.push(`Not checked: ${what}. ${failure.message}`);
			return otherwise;
		}),
	);
}
