/** GET of a generic request: one record as Sage gives it, or a list of as many rows as are wanted. */
import { findOperation } from '../../catalog';
import type { Query, SageApi } from '../../sage200/protocol/api';
import { rowsIn } from '../../sage200/protocol/rows';

import { rowCount } from './query';

/** No site cuts a page that is shorter. */
const NEVER_CUT = 25;
/** What is asked for at once where it is not known whether the address gives a list. */
const FIRST_PAGE = 1000;
/** They ask for something else than rows; what Sage answers is not known (api.md d). */
const NO_ROWS = ['$count', '$metadata'];

/**
 * What an address gives: a list as rows, anything else as it came.
 * @param limit how many rows are wanted; all when undefined. A $top of the query is a limit too.
 */
export async function read(
	api: SageApi,
	path: string,
	query: Query,
	limit = Infinity,
): Promise<unknown> {
	const { $top, ...asked } = query;
	const most = Math.min(limit, rowCount({ $top }, '$top', 1) ?? Infinity);
	const list = NO_ROWS.some((option) => option in asked) ? undefined : isList(path);
	if (list === true) return await api.list({ path, query: asked, limit: most });
	if (list === false) return await api.send({ method: 'GET', path, query });
	return await readUnknown(api, path, asked, most);
}

/** Where the catalog does not know what comes, one page shows it. */
async function readUnknown(
	api: SageApi,
	path: string,
	query: Query,
	limit: number,
): Promise<unknown> {
	const $top = Math.min(limit, FIRST_PAGE);
	const reply = await api.send({ method: 'GET', path, query: { ...query, $top } });
	const rows = rowsIn(reply);
	if (!rows) return reply;
	if (rows.length >= limit) return rows.slice(0, limit);
	return rows.length < NEVER_CUT ? rows : await api.list({ path, query, limit });
}

/** Whether an address gives a list, as the catalog says, or by its look; undefined where neither tells. */
function isList(path: string): boolean | undefined {
	const reply = findOperation('GET', path)?.reply;
	if (reply) return reply.list;
	return /\/-?\d+$/.test(path) ? false : undefined;
}
