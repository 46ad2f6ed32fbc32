/** What was paid for a shop's order by each method, as far as the order tells it. */
import { paidBy } from '../../nodes/Sage200/sage200/orders/shop/paid';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';

const totals = { gross: Decimal.of('100.00'), tax: Decimal.ZERO };

function paid(...payments: Array<[method: string, amount?: string]>): string[] {
	return paidBy({
		totals,
		payments: payments.map(([method, amount]) => ({
			method,
			amount: amount === undefined ? undefined : Decimal.of(amount),
		})),
	}).map(({ method, amount }) => `${method} ${amount?.toString() ?? 'unknown'}`);
}

it.each([
	['the one method paid all', [['card']], ['card 100']],
	['the rest by what has no amount', [['gift', '30'], ['card']], ['gift 30', 'card 70']],
	['nothing by a method that had nothing to pay', [['gift', '100'], ['free']], ['gift 100']],
	['unknown where two have no amount', [['gift'], ['card']], ['gift unknown', 'card unknown']],
	[
		'captures of a method together',
		[
			['card', '40'],
			['Card', '60'],
		],
		['card 100'],
	],
	[
		'less what went back',
		[
			['card', '150'],
			['card', '-50'],
		],
		['card 100'],
	],
	[
		'nothing that went back whole',
		[
			['card', '100'],
			['card', '-100'],
			['cash', '100'],
		],
		['cash 100'],
	],
] as Array<[string, Array<[string, string?]>, string[]]>)('%s', (_what, payments, wanted) => {
	expect(paid(...payments)).toEqual(wanted);
});
