/** Shop prices turned into Sage's, without a line to Sage. */
import fc from 'fast-check';

import type { SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';
import type { Problem } from '../../../nodes/Sage200/sage200/protocol/failures';
import { readLines, type OrderLine } from '../../../nodes/Sage200/sage200/lines/orderLines';
import {
	codeForRate,
	destinationOf,
	taxCodeOf,
	type Taxed,
} from '../../../nodes/Sage200/sage200/lines/taxCodes';
import { compareTotals } from '../../../nodes/Sage200/sage200/orders/totals';
import { comparedLine } from '../../../nodes/Sage200/sage200/orders/prices/compare';
import { Pennies } from '../../../nodes/Sage200/sage200/orders/prices/pennies';
import { SagePrices } from '../../../nodes/Sage200/sage200/orders/prices/sagePrices';
import {
	spreadDiscount,
	withoutTax,
	withShare,
	type PricedLine,
} from '../../../nodes/Sage200/sage200/orders/prices/shopPrices';
import { spread } from '../../../nodes/Sage200/sage200/orders/prices/spread';
import { round } from '../../../nodes/Sage200/sage200/values/numbers';
import { MemorySage } from '../../support/memorySage';

function line(values: object): OrderLine {
	const problems: Problem[] = [];
	const [read] = readLines([{ code: 'A', quantity: 1, ...values }], problems);
	expect(problems).toEqual([]);
	return read;
}

const priced = (values: object, share = 0): PricedLine => ({
	line: line(values),
	references: {},
	share,
});

describe('an order discount', () => {
	it('is spread so that the shares add up to it, each within a penny of its proportion', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 100_000 }),
				fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 }),
				(pennies, weights) => {
					const total = weights.reduce((sum, each) => sum + each, 0);
					const shares = spread(pennies / 100, weights);
					const sum = shares.reduce((all, share) => all + Math.round(share * 100), 0);
					expect(sum).toBe(total === 0 ? 0 : pennies);
					shares.forEach((share, at) =>
						expect(
							Math.abs(share * 100 - (total === 0 ? 0 : (pennies * weights[at]) / total)),
						).toBeLessThan(1),
					);
				},
			),
		);
	});

	it('comes off the lines to the penny, on top of their own discounts', () => {
		const problems: Problem[] = [];
		const lines = [
			priced({ quantity: 3, unitPrice: 3.33 }),
			priced({ quantity: 7, unitPrice: 1.1, discountPercent: 10 }),
			{ ...priced({ unitPrice: 5 }), line: line({ type: 'charge', unitPrice: 5 }) },
		];
		const settled = spreadDiscount(lines, { kind: 'value', amount: 5 }, problems).map((each) =>
			withShare(each),
		);
		const net = settled
			.slice(0, 2)
			.map(({ unitPrice, discountValue, quantity }) =>
				round((unitPrice! - discountValue!) * quantity!, 2),
			);
		expect(problems).toEqual([]);
		expect(round(net[0] + net[1], 2)).toBe(round(9.99 + 6.93 - 5, 2));
		expect(settled[2].discountValue).toBeUndefined();
	});

	it('is refused beyond the goods, and where a line has no price', () => {
		const problems: Problem[] = [];
		spreadDiscount([priced({ unitPrice: 4 })], { kind: 'value', amount: 5 }, problems);
		spreadDiscount([priced({})], { kind: 'percent', amount: 5 }, problems);
		expect(problems.map(({ field, message }) => `${field} ${message}`)).toEqual([
			'Order Discount 5 is more than the goods are worth (4)',
			'Line 1: Unit Price is empty, so the order discount cannot be spread over the lines',
		]);
	});
});

describe('tax-inclusive prices', () => {
	/** Sage's way: a line to the penny, its tax to the penny. */
	const inSage = ({ unitPrice, discountValue = 0, quantity = 1 }: OrderLine, rate: number) => {
		const net = round(round((unitPrice! - discountValue) * quantity, 5), 2);
		return net + round((net * rate) / 100, 2);
	};
	const anyLine = fc.record({
		quantity: fc.integer({ min: 1, max: 12 }),
		pence: fc.integer({ min: 1, max: 20_000 }),
		rate: fc.constantFrom(20, 20, 5, 0),
	});

	it("come to the shop's total within a penny, however many lines and rates, and the discount spread", () => {
		fc.assert(
			fc.property(
				fc.array(anyLine, { minLength: 1, maxLength: 40 }),
				fc.integer({ min: 0, max: 90 }),
				(drawn, percent) => {
					const gross = drawn.map(({ quantity, pence }) =>
						priced({ quantity, unitPrice: pence / 100 }),
					);
					const shop = gross.reduce(
						(sum, { line: each }) => sum + each.unitPrice! * each.quantity!,
						0,
					);
					const off = round((round(shop, 2) * percent) / 100, 2);
					const pennies = new Pennies();
					const settled = spreadDiscount(gross, { kind: 'value', amount: off }, []).map(
						(each, at) => {
							const tax = { id: 1, tax_rate: drawn[at].rate };
							return withShare(pennies.settled(withoutTax(each, tax), each, drawn[at].rate));
						},
					);
					const sage = settled.reduce((sum, each, at) => sum + inSage(each, drawn[at].rate), 0);
					expect(Math.abs(round(sage - shop + off, 2))).toBeLessThanOrEqual(0.01);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('stay as they are where no other would be nearer', () => {
		const gross = priced({ unitPrice: 9.99 });
		const net = withoutTax(gross, { id: 1, tax_rate: 20 });
		expect(new Pennies().settled(net, gross, 20).line.unitPrice).toBe(8.325);
	});
});

it('takes tax out of a price to five decimals, and sends the tax code it took out', () => {
	const {
		line: net,
		references,
		share,
	} = withoutTax(priced({ quantity: 3, unitPrice: 9.99, discountValue: 1.2 }, 0.6), {
		id: 7,
		tax_rate: 20,
	});
	expect([net.unitPrice, net.discountValue, share, references.taxCodeId]).toEqual([
		8.325, 1, 0.5, 7,
	]);
	expect(round(net.unitPrice! * 3 * 1.2, 2)).toBe(29.97);
});

describe('tax codes', () => {
	const code = (id: number, name: string, tax_rate: number, terms = 'NotApplicable') => ({
		id,
		code: id,
		name,
		tax_rate,
		terms: `EcTerms${terms}`,
	});
	const [standard, zero, exempt, goods, purchases, reverse, reduced] = [
		code(1, 'Standard rate', 20),
		code(2, 'Zero rated', 0),
		code(3, 'Exempt', 0),
		code(4, 'EC sales of goods', 0, 'SalesGoods'),
		code(5, 'EC purchases of goods', 20, 'PurchasesGoods'),
		code(6, 'Domestic reverse charge', 20),
		code(7, 'Reduced rate', 5),
	];
	const codes = [reverse, purchases, exempt, zero, goods, standard, reduced];
	const found = (rate: number, taxed: Taxed = {}, site = codes) => {
		const result = codeForRate(site, rate, taxed);
		return 'code' in result ? result.code.name : result.candidates.map(({ name }) => name);
	};

	it("are the goods' or the customer's own if they have the rate, wherever the goods go", () => {
		for (const destination of ['home', 'export', 'unclear'] as const) {
			expect(found(0, { goods: 3, destination })).toBe('Exempt');
			expect(found(20, { goods: 6, destination })).toBe('Domestic reverse charge');
			expect(found(0, { goods: 1, customer: { default_tax_code_id: 4 }, destination })).toBe(
				'EC sales of goods',
			);
		}
		const customer = { default_tax_code_id: 6, use_tax_code_as_default: true };
		expect(found(20, { goods: 1, customer })).toBe('Domestic reverse charge');
	});

	it('are the one for ordinary sales at home, never one for purchases', () => {
		expect(found(20)).toBe('Standard rate');
		expect(found(20, { goods: 5 })).toBe('Standard rate');
		expect(found(20, { destination: 'unclear' })).toBe('Standard rate');
		expect(found(0)).toBe('Zero rated');
		expect(found(5)).toBe('Reduced rate');
		expect(found(8)).toEqual([]);
	});

	it('tell which codes were passed over for their names', () => {
		expect(codeForRate(codes, 0)).toEqual({ code: zero, passedOver: [exempt] });
		expect(codeForRate(codes, 5)).toEqual({ code: reduced, passedOver: [] });
	});

	it('are not guessed where several may be meant', () => {
		expect(found(20, {}, [...codes, code(9, 'Standard rate services', 20)])).toHaveLength(3);
		expect(found(0, { destination: 'unclear' })).toEqual([
			'Exempt',
			'Zero rated',
			'EC sales of goods',
		]);
		expect(found(0, { destination: 'export' })).toBe('Zero rated');
		const exporting = [...codes, code(10, 'Zero rated exports', 0)];
		expect(found(0, { destination: 'export' }, exporting)).toBe('Zero rated exports');
		expect(found(0, { destination: 'unclear' }, exporting)).toHaveLength(4);
		expect(found(0, {}, exporting)).toBe('Zero rated');
		const two = [...exporting, code(11, 'Export, outside the scope', 0)];
		expect(found(0, { destination: 'export' }, two)).toHaveLength(4);
	});

	it('know where goods go, and from where', () => {
		const britain = { address: { postcode: 'LS1 1AA' } };
		const ulster = { address: { postcode: 'BT1 5GS' } };
		const going = (given: string, record?: object, company?: object) =>
			destinationOf({ given, record: record as SageRecord }, company as SageRecord);
		expect(going('GB', { code: 'GB', eu_member: true }, ulster)).toBe('home');
		expect(going('United Kingdom')).toBe('home');
		expect(going('12', { code: 'GB' })).toBe('home');
		expect(going('US', { code: 'US', eu_member: false })).toBe('export');
		expect(going('SA')).toBe('export');
		expect(going('Atlantis')).toBe('unclear');
		const germany = { code: 'DE', eu_member: true };
		expect(going('DE', germany, britain)).toBe('export');
		expect(going('DE', undefined, britain)).toBe('export');
		expect(going('Luxembourg', undefined, britain)).toBe('export');
		expect(going('DE', germany, ulster)).toBe('unclear');
		expect(going('DE', germany, { address: { postcode: 'D02 AF30' } })).toBe('unclear');
		expect(going('DE', germany)).toBe('unclear');
	});

	it("follow Sage's order: the line's, the account's if it says so, the goods', the account's", () => {
		const customer = { default_tax_code_id: 3, use_tax_code_as_default: false };
		const of = (sources: Parameters<typeof taxCodeOf>[1]) => taxCodeOf(codes, sources)?.id;
		expect(of({ line: 1, customer, goods: 5 })).toBe(1);
		expect(of({ customer, goods: 5 })).toBe(5);
		expect(of({ customer: { ...customer, use_tax_code_as_default: true }, goods: 5 })).toBe(3);
		expect(of({ customer, goods: 0 })).toBe(3);
	});
});

describe("the shop's price beside Sage's", () => {
	const compare = (shop: number, ifDiffers: 'fail' | 'sage' | 'shop') => {
		const notes: string[] = [];
		const problems: Problem[] = [];
		const { unitPrice } = comparedLine(
			line({ unitPrice: shop }),
			{ unitPrice: 10, discount: 1 },
			{ tolerancePence: 1, ifDiffers },
			notes,
			problems,
		);
		return { unitPrice, notes: notes.length, problems: problems.length };
	};

	it('is replaced by it within the tolerance, and refused, replaced or kept beyond', () => {
		expect(compare(9.01, 'fail')).toEqual({ unitPrice: undefined, notes: 0, problems: 0 });
		expect(compare(9.02, 'fail')).toEqual({ unitPrice: 9.02, notes: 0, problems: 1 });
		expect(compare(8, 'sage')).toEqual({ unitPrice: undefined, notes: 1, problems: 0 });
		expect(compare(8, 'shop')).toEqual({ unitPrice: 8, notes: 1, problems: 0 });
	});

	it('comes with one call for an order, or where lines are left out of the answer, one for each product and quantity', async () => {
		const body = {
			customer_id: 1,
			lines: [5, 6, 5].map((product_id) => ({
				line_type: 'EnumLineTypeStandard',
				product_id,
				line_quantity: 2,
			})),
		};
		const whole = new MemorySage({}, () => ({
			lines: body.lines.map(() => ({ selling_unit_price: 8, unit_discount_value: 1 })),
		}));
		expect(await new SagePrices(whole).of(body)).toEqual(
			body.lines.map(() => ({ unitPrice: 8, discount: 1 })),
		);
		expect(whole.calls).toHaveLength(1);
		const customerOnly = new MemorySage({}, ({ path }) =>
			path === '/sop_orders_new'
				? { customer_id: 1, lines: [] }
				: { unit_price: 8, discounted_unit_price: 7 },
		);
		expect(await new SagePrices(customerOnly).of(body)).toEqual(
			body.lines.map(() => ({ unitPrice: 8, discount: 1 })),
		);
		expect(customerOnly.calls.map(({ path }) => path)).toEqual([
			'/sop_orders_new',
			'/customer_price_enquiry',
			'/customer_price_enquiry',
		]);
	});
});

it('compares totals in pence', () => {
	expect(compareTotals(10.1, { total_gross_value: 10.12 }, 2)).toEqual({
		shop: 10.1,
		sage: 10.12,
		difference: 0.02,
		within_tolerance: true,
	});
	expect(compareTotals(10.1, { total_gross_value: 10.07 }, 2)).toMatchObject({
		difference: -0.03,
		within_tolerance: false,
	});
});
