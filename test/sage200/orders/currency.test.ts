import { checkCurrency } from '../../../nodes/Sage200/sage200/orders/create/currency';
import type { Problem } from '../../../nodes/Sage200/sage200/protocol/failures';

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
