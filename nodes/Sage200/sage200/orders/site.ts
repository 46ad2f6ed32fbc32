/** How the site has set up its sales orders, and what the login's user may do. Read once an execution, only if needed. */
import type { SageRecord } from '../api';
import { onSageFailure } from '../failures';
import type { Lookups } from '../lookups';

/** The site's settings of sales orders; empty where they cannot be read, so that nothing is refused on a guess. */
export async function readSettings(lookups: Lookups): Promise<SageRecord> {
	return await firstOf(lookups, 'sop_settings');
}

/** What the user may do in sales orders; empty where it cannot be read. */
export async function readPermissions(lookups: Lookups): Promise<SageRecord> {
	return await firstOf(lookups, 'current_user_sop_user_permissions');
}

async function firstOf(lookups: Lookups, resource: string): Promise<SageRecord> {
	return await ifOffered(async () => (await lookups.all(resource))[0] ?? {}, {});
}

/** What a read gives, or `otherwise` where it is of a later release than the site's, or not for this user: Sage itself then has the last word. */
export async function ifOffered<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
	return await read().catch(
		onSageFailure((failure) => {
			if (failure.kind === 'notFound' || failure.kind === 'forbidden') return otherwise;
			throw failure;
		}),
	);
}
