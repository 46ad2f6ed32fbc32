/**
 * What Sage books is what the buyer owed. Sage rounds every line by itself, so a price with tax often has no net price
 * that brings it back: 9.99 at 20 % comes to 9.98 or 10.00. Over a whole order the pence even out, if each line's net
 * is chosen among its neighbours with the others in view. That choice is a dynamic programme over the sums of gross and
 * tax so far. Where no choice reaches the gross, a rounding line of the missing penny closes it.
 */
import { Decimal } from '../../values/decimal';

import { portionsOf, type Portion } from './portions';
import { bookedLine, HUNDRED, type SageRounding } from './sageRounding';

/** A line as the buyer owes it. */
export interface OwedLine {
	quantity: Decimal;
	/** With tax; below 0 for a credit. */
	gross: Decimal;
	/** In percent: the rate of the tax code that the line is booked with. */
	rate: Decimal;
}

export interface Owed {
	lines: OwedLine[];
	/** Whole pence. */
	gross: number;
	/** Whole pence. */
	tax: number;
}

export interface BookingRules extends SageRounding {
	/** Pence that the gross may be off. */
	allowedPence: number;
	/** Pence that the tax may be off because the shop rounds it otherwise than by line. */
	taxRounding: number;
	/** A line without tax may be added, to close a gross that is out of reach. */
	roundingLine: boolean;
}

export interface BookedOwed {
	portions: Portion[];
	net: number;
	tax: number;
}

/** Amounts in whole pence. */
export interface Booking {
	/** In the order of the owed lines. */
	lines: BookedOwed[];
	/** What the rounding line adds; 0 where there is none. */
	rounding: number;
	gross: number;
	tax: number;
	/** Whether gross and tax are near enough to what is owed to be sent. */
	fits: boolean;
}

/** Pence by which sums on the way may be off their share of the whole. */
const GROSS_WINDOW = 3;
const TAX_WINDOW = 6;
/** Pence that the tax may be off wherever the gross is right. */
const TAX_PENCE = 1;
/** A portion more is a line more in Sage: worth ten pence of evenness. */
const PORTION_COST = 10;
/** A price that needs no rounding is changed where no other will do. */
const WHOLE_COST = 3;

/** Chooses each line's net. The booking always has a way for every line, the nearest one where none fits. */
export function book(owed: Owed, rules: BookingRules): Booking {
	const ways = owed.lines.map((line) => waysOf(line, rules));
	const contained = Math.round(sum(owed.lines.map(exactTax)));
	const asShop = choose(owed, ways, owed.tax, rules);
	if (asShop?.fits) return asShop;
	// The shop's tax is out of reach of what Sage makes of each line; the tax that the amounts contain is not.
	const near = choose({ ...owed, tax: contained }, ways, contained, rules);
	const fits =
		near !== undefined &&
		near.fits &&
		Math.abs(contained - owed.tax) <= rules.taxRounding + TAX_PENCE;
	return near ? { ...near, fits } : nearest(ways);
}

/** One way to book a line. */
interface Way extends BookedOwed {
	cost: number;
}

/** The line at its own net and a penny to either side. A line that is free stays free. */
function waysOf(line: OwedLine, rounding: SageRounding): Way[] {
	const { unitDecimals, pricesIncludeTax } = rounding;
	const exact = pricesIncludeTax ? line.gross : line.gross.times(100).over(line.rate.plus(HUNDRED));
	const middle = exact.pence;
	const around =
		line.gross.sign === 0 ? [0] : [middle, middle - 1, middle + 1, middle - 2, middle + 2];
	const pence = exact.times(100).toNumber();
	const weight = Number.isInteger(pence) ? WHOLE_COST : 1;
	return around
		.filter((entered) => entered * line.gross.sign >= 0)
		.map((entered) => {
			const portions = portionsOf(entered, line.quantity, unitDecimals);
			const booked = portions.map((portion) =>
				bookedLine({ ...portion, rate: line.rate }, rounding),
			);
			return {
				portions,
				net: sum(booked.map(({ net }) => net)),
				tax: sum(booked.map(({ tax }) => tax)),
				cost: weight * Math.abs(entered - pence) + PORTION_COST * (portions.length - 1),
			};
		});
}

/** Sums so far, and how they were come by. */
interface State {
	gross: number;
	tax: number;
	cost: number;
	way?: Way;
	before?: State;
}

/** @returns undefined where the sums stray from what they should be whatever is chosen */
function choose(owed: Owed, ways: Way[][], tax: number, rules: BookingRules): Booking | undefined {
	const course = courseOf(owed, tax);
	let states: State[] = [{ gross: 0, tax: 0, cost: 0 }];
	for (const [at, choices] of ways.entries()) {
		const next = new Map<string, State>();
		for (const before of states) {
			for (const way of choices) {
				const state = {
					gross: before.gross + way.net + way.tax,
					tax: before.tax + way.tax,
					cost: before.cost + way.cost,
					way,
					before,
				};
				if (Math.abs(state.gross - course[at].gross) > GROSS_WINDOW) continue;
				if (Math.abs(state.tax - course[at].tax) > TAX_WINDOW) continue;
				const key = `${state.gross}|${state.tax}`;
				const other = next.get(key);
				if (!other || state.cost < other.cost) next.set(key, state);
			}
		}
		states = [...next.values()];
	}
	return best(states, { gross: owed.gross, tax }, rules);
}

/** What the sums should be after each line: the lines' own amounts, and the order's rest spread over them. */
function courseOf({ lines, gross }: Owed, tax: number): Array<{ gross: number; tax: number }> {
	const grosses = lines.map((line) => line.gross.times(100).toNumber());
	const taxes = lines.map(exactTax);
	const rest = { gross: gross - sum(grosses), tax: tax - sum(taxes) };
	let [grossSoFar, taxSoFar] = [0, 0];
	return lines.map((_line, at) => {
		const part = (at + 1) / lines.length;
		grossSoFar += grosses[at];
		taxSoFar += taxes[at];
		return { gross: grossSoFar + rest.gross * part, tax: taxSoFar + rest.tax * part };
	});
}

/** The tax in a line, in pence. */
function exactTax({ gross, rate }: OwedLine): number {
	return gross.times(rate).over(rate.plus(HUNDRED)).times(100).toNumber();
}

function best(
	states: State[],
	owed: { gross: number; tax: number },
	rules: BookingRules,
): Booking | undefined {
	const ranked = states
		.map((state) => {
			const short = owed.gross - state.gross;
			const rounding = rules.roundingLine && short > 0 && short <= GROSS_WINDOW ? short : 0;
			return {
				state,
				rounding,
				off: Math.abs(short - rounding),
				taxOff: Math.abs(state.tax - owed.tax),
			};
		})
		.sort(
			(one, other) =>
				one.off - other.off ||
				Number(one.taxOff > TAX_PENCE) - Number(other.taxOff > TAX_PENCE) ||
				one.rounding - other.rounding ||
				one.taxOff - other.taxOff ||
				one.state.cost - other.state.cost,
		);
	const [first] = ranked;
	if (!first) return undefined;
	return {
		lines: waysTo(first.state),
		rounding: first.rounding,
		gross: first.state.gross + first.rounding,
		tax: first.state.tax,
		fits: first.off <= rules.allowedPence && first.taxOff <= TAX_PENCE + rules.allowedPence,
	};
}

function waysTo(last: State): BookedOwed[] {
	const ways: BookedOwed[] = [];
	for (let state: State | undefined = last; state?.way; state = state.before)
		ways.unshift(state.way);
	return ways;
}

/** Each line by itself: what is told beside the shop's sums where nothing fits. */
function nearest(ways: Way[][]): Booking {
	const lines = ways.map(([middle]) => middle);
	const tax = sum(lines.map((line) => line.tax));
	return { lines, rounding: 0, gross: tax + sum(lines.map(({ net }) => net)), tax, fits: false };
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
