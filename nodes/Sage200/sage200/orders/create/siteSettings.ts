/** How the site has set up its sales orders, and what the login's user may do. Read once an execution, only if needed. */
import type { SageRecord } from '../../protocol/api';
import { isNotOffered, onSageFailure, type Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';

/** The site's settings of sales orders; empty where they cannot be read, so that nothing is refused on a guess. */
export async function readSettings(lookups: Lookups, notes: string[]): Promise<SageRecord> {
	return await firstOf(lookups, 'sop_settings', 'the settings of sales orders', notes);
}

/** Whether a site keeps prices with tax, and how that is known. */
export interface SitePrices {
	includeTax: boolean;
	/** What keeps amounts from being sent: nobody can tell what Sage would make of them. */
	problems: Problem[];
	/** What to tell where amounts are sent. */
	notes: string[];
}

const WITH_TAX = 'are_prices_tax_inclusive';

/**
 * The settings tell it; where they do not, the newest document of sales orders does. An older release has no such setting:
 * what can be read does not show it, and prices are kept without tax.
 */
export async function readSitePrices(lookups: Lookups): Promise<SitePrices> {
	const unread: string[] = [];
	const told = (await readSettings(lookups, unread))[WITH_TAX];
	if (typeof told === 'boolean') return { includeTax: told, problems: [], notes: [] };
	// The view of documents came with the setting, so an older release has neither.
	const wereRead = unread.length === 0;
	const reading = async () => await lookups.newest('sop_order_return_views', `id,${WITH_TAX}`);
	const document = await ifOffered(reading, undefined, 'the newest sales order', unread);
	const shown = document?.[WITH_TAX];
	if (typeof shown === 'boolean')
		return {
			includeTax: shown,
			problems: [],
			notes: [
				`The settings of sales orders do not tell it: prices were taken to be kept ${shown ? 'with' : 'without'} tax, as in the newest order`,
			],
		};
	const isOlderRelease = wereRead || document !== undefined;
	if (isOlderRelease)
		return {
			includeTax: false,
			problems: [],
			notes: [
				'Sage 200 does not tell whether it keeps prices with tax: they were taken to be without',
			],
		};
	return {
		includeTax: false,
		problems: [
			{
				field: 'Prices',
				message:
					`Sage 200 does not tell whether it keeps prices with tax. ${unread.join(' ')}`.trim(),
				remedy:
					'Give the Sage 200 user of the login the right to read SOP settings, or the right to read sales orders, of which there must be one.',
			},
		],
		notes: [],
	};
}

/** Prices that the site is not asked about. */
export const NO_PRICES: SitePrices = { includeTax: false, problems: [], notes: [] };

/** What the user may do in sales orders; empty where it cannot be read. */
export async function readPermissions(lookups: Lookups, notes: string[]): Promise<SageRecord> {
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
 * @throws SageFailure for any other failure
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
