/** Settings that can be read and have no such field are of an older release, whether or not orders can be read. */
import { readSitePrices } from '../../nodes/Sage200/sage200/orders/create/siteSettings';
import type { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import { SageFailure, type FailureKind } from '../../nodes/Sage200/sage200/protocol/failures';

it.each<FailureKind>(['forbidden', 'notFound', 'crashed'])(
	'views of orders that are %s refuse no shop order',
	async (kind) => {
		const failure = new SageFailure({ kind, method: 'GET', path: '/sop_order_return_views' });
		const lookups = {
			all: async () => await Promise.resolve([{ id: 1, auto_generate_order_return_numbers: true }]),
			newest: async () => await Promise.reject(failure),
		};
		const { problems } = await readSitePrices(lookups as unknown as Lookups);
		expect(problems).toEqual([]);
	},
);
