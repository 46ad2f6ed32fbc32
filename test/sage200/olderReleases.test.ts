import { readSitePrices } from '../../nodes/Sage200/sage200/orders/create/siteSettings';
import { checkCurrency } from '../../nodes/Sage200/sage200/orders/create/currency';
import type { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import { SageFailure } from '../../nodes/Sage200/sage200/protocol/failures';
import type { Problem } from '../../nodes/Sage200/sage200/protocol/failures';

const NONE = new SageFailure({ kind: 'notFound', method: 'GET', path: '/sop_order_return_views' });

it('a release of before July 2021 has settings without the field and no view of documents: without tax', async () => {
	const lookups = {
		all: async () => await Promise.resolve([{ id: 1, allow_cash_orders: true }]),
		newest: async () => await Promise.reject(NONE),
	};
	const { includeTax, problems } = await readSitePrices(lookups as unknown as Lookups);
	expect([includeTax, problems]).toEqual([false, []]);
});

it('euro that nobody marked as such and without an ISO code is told, not refused', () => {
	const problems: Problem[] = [];
	const notes: string[] = [];
	// Sage knows GBP by its code; the customer's currency 2 ("Euro") has neither code nor mark.
	checkCurrency(['EUR'], { reference: 'EU001', currency_id: 2 }, new Map([[1, 'GBP']]), {
		problems,
		notes,
	});
	expect(problems).toEqual([]);
	expect(notes).toHaveLength(1);
});
