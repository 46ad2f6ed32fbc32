/** How an order's lines are booked, where the rule shows best. */
import {
	book,
	type BookingRules,
	type OwedLine,
} from '../../nodes/Sage200/sage200/orders/prices/booking';
import { portionsOf } from '../../nodes/Sage200/sage200/orders/prices/portions';
import { Decimal } from '../../nodes/Sage200/sage200/values/decimal';

const RULES: BookingRules = {
	unitDecimals: 2,
	pricesIncludeTax: false,
	allowedPence: 0,
	taxRounding: 0,
	roundingLine: true,
};

const line = (gross: string, rate = 20, quantity = 1): OwedLine => ({
	quantity: Decimal.of(quantity),
	gross: Decimal.of(gross),
	rate: Decimal.of(rate),
});

const portions = (entered: number, quantity: string, decimals: 2 | 5 = 2) =>
	portionsOf(entered, Decimal.of(quantity), decimals).map((portion) =>
		[portion.quantity, portion.unitPrice].join(' at '),
	);

it('parts a quantity by price where one price would miss', () => {
	expect(portions(166_500, '200')).toEqual(['100 at 8.32', '100 at 8.33']);
	expect(portions(166_500, '200', 5)).toEqual(['200 at 8.325']);
	expect(portions(9_999, '7000')).toEqual(['4001 at 0.01', '2999 at 0.02']);
	expect(portions(2_400, '3')).toEqual(['3 at 8']);
});

it('parts broken quantities too, and gives one price to less than a piece', () => {
	expect(portions(2_081, '2.5')).toEqual(['1 at 8.32', '1 at 8.33', '0.5 at 8.32']);
	expect(portions(555, '0.333')).toEqual(['0.333 at 16.67']);
});

it('has as many prices below as above over twelve lines of 9.99', () => {
	const lines = Array.from({ length: 12 }, () => line('9.99'));
	const booking = book({ lines, gross: 11_988, tax: 1_998 }, RULES);
	expect(booking).toMatchObject({ gross: 11_988, tax: 1_998, rounding: 0, fits: true });
	expect(booking.lines.filter(({ net }) => net === 832)).toHaveLength(6);
});

it('closes a single 9.99 with a rounding line of a penny', () => {
	const booking = book({ lines: [line('9.99')], gross: 999, tax: 167 }, RULES);
	expect(booking).toMatchObject({ gross: 999, tax: 166, rounding: 1, fits: true });
});

it('does not fit without that line, unless a penny is allowed', () => {
	const owed = { lines: [line('9.99')], gross: 999, tax: 167 };
	expect(book(owed, { ...RULES, roundingLine: false })).toMatchObject({ fits: false });
	const allowed = book(owed, { ...RULES, roundingLine: false, allowedPence: 1 });
	expect(allowed).toMatchObject({ fits: true, rounding: 0 });
	expect(Math.abs(allowed.gross - 999)).toBe(1);
});

it('has a way for every line where nothing fits, to be told beside the sums of the shop', () => {
	const booking = book({ lines: [line('120')], gross: 12_000, tax: 400 }, RULES);
	expect(booking).toMatchObject({ gross: 12_000, tax: 2_000, fits: false });
	expect(book({ lines: [line('120')], gross: 13_000, tax: 2_000 }, RULES)).toMatchObject({
		gross: 12_000,
		fits: false,
		lines: [{ net: 10_000, tax: 2_000 }],
	});
});

it('takes the tax that the amounts contain where the shop rounded it by unit', () => {
	const owed = { lines: [line('2000', 20, 200)], gross: 200_000, tax: 33_400 };
	expect(book(owed, RULES)).toMatchObject({ fits: false });
	expect(book(owed, { ...RULES, taxRounding: 100 })).toMatchObject({
		fits: true,
		gross: 200_000,
		tax: 33_333,
	});
});

it('leaves free lines free and books credits below 0', () => {
	const lines = [line('0'), line('24'), line('-6')];
	const booking = book({ lines, gross: 1_800, tax: 300 }, RULES);
	expect(booking).toMatchObject({ gross: 1_800, tax: 300, fits: true });
	expect(booking.lines.map(({ net }) => net)).toEqual([0, 2_000, -500]);
	expect(booking.lines[2].portions[0].unitPrice.toNumber()).toBe(-5);
});

it('enters prices with tax where the site keeps them so', () => {
	const lines = Array.from({ length: 12 }, () => line('9.99'));
	const booking = book({ lines, gross: 11_988, tax: 1_992 }, { ...RULES, pricesIncludeTax: true });
	expect(booking).toMatchObject({ gross: 11_988, tax: 1_992, fits: true });
	expect(
		booking.lines.every(({ portions: [{ unitPrice }] }) => unitPrice.toNumber() === 9.99),
	).toBe(true);
});
