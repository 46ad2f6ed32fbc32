/** A shop's refund as a sales return: what came back of the order, delivery and goodwill as lines of their own. */
import { codeWithoutTax } from '../../lines/lineReferences';
import { LINE_TYPES, type LineKind } from '../../lines/orderLines';
import type { RequestedLine } from '../../lines/requestedLines';
import { normalKey } from '../../lookups/lookups';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { RefundedLine, ShopRefund } from '../../shops/refund';
import { money } from '../../shops/totals';
import { Decimal } from '../../values/decimal';
import { returnOf } from '../derived/returns';
import { book, type Booking } from '../prices/booking';
import { owedOrder, type OwedShopLine } from '../prices/owedOrder';
import type { Portion } from '../prices/portions';

import { remarksOn, type BookingSite } from './settle';

export interface ReturnRules {
	/** Code or name of the additional charge that refunded delivery is credited as. */
	deliveryCharge?: string;
	/** How money that was given without goods is credited. */
	extras: Exclude<LineKind, 'standard' | 'comment'>;
	extraCharge?: string;
	/** Tax code, by its code, name or ID, for amounts without tax. */
	untaxedCode?: string;
	allowedPence: number;
}

const KEPT_BACK =
	'It was kept back. Only from goods of the same rate of tax can it be taken off: credit this refund by hand.';

/** The site, with the tax code that is named for amounts without tax. */
interface CreditingSite extends BookingSite {
	untaxed?: SageRecord;
}

/** A line that is credited, with the order's line that it gives back. */
interface Credited extends OwedShopLine {
	returned?: SageRecord;
}

/**
 * The body of the return.
 * @param order with its lines, as Sage has it
 * @param refund gets remarks on what was done so that the sums agree
 * @returns undefined, with the reason added to `problems`, for a refund that cannot be credited to the penny
 */
export function shopReturn(
	order: SageRecord,
	refund: ShopRefund,
	site: BookingSite,
	rules: ReturnRules,
	problems: Problem[],
): SageRecord | undefined {
	const known = site.taxCodes.flatMap((row) => Decimal.read(row.tax_rate) ?? []);
	const owed = owedOrder(
		asOrder(refund),
		{ known, negativeLines: false, allowedPence: rules.allowedPence, remedy: KEPT_BACK },
		problems,
	);
	const untaxed = codeWithoutTax(site.taxCodes, rules.untaxedCode, problems);
	const goods = owed.lines.filter(isGoods);
	const requested = goods.map(requestedLineOf);
	if (problems.length > 0) return undefined;
	const { lines: all, ...header } = returnOf(
		requested.length > 0 ? order : { ...order, lines: [] },
		requested,
		{ prices: false, charges: false },
		requested.length > 0 ? problems : [],
	);
	if (problems.length > 0) {
		tellCancelled(goods, problems);
		return undefined;
	}
	const left = new Map((all as SageRecord[]).map((line) => [line, quantityOf(line)]));
	const lines = owed.lines.flatMap((line) => (isGoods(line) ? sharedOver(line, left) : [line]));
	const booking = book(
		{ ...owed, lines },
		{
			unitDecimals: 2,
			pricesIncludeTax: site.pricesIncludeTax,
			allowedPence: rules.allowedPence,
			taxRounding: owed.taxRounding,
			roundingLine: true,
		},
	);
	problems.push(...(booking.fits ? owed.otherwiseTaxed : [misfit(refund, booking)]));
	if (problems.length > 0) return undefined;
	refund.remarks.push(...owed.remarks, ...remarksOn({ ...owed, lines }, booking));
	const crediting = { ...site, untaxed };
	const bodies = lines.flatMap((line, at) =>
		booking.lines[at].portions.map((portion) => lineBody(line, portion, crediting, rules)),
	);
	// What an account takes off orders is in these prices.
	return {
		...header,
		document_discount_percent: 0,
		lines: [...bodies, ...roundingBody(booking, crediting, rules)],
	};
}

/** What was never sent is no return: the order is to be less. */
function tellCancelled(goods: OwedShopLine[], problems: Problem[]): void {
	const lines = goods.filter(({ line }: { line: RefundedLine }) => line.cancelled);
	for (const problem of problems)
		if (lines.some(({ label }) => problem.field.startsWith(`${label}:`)))
			problem.remedy =
				'The shop cancelled it before it was sent: push the order again with If It Exists set to update it, instead of a return.';
}

/** A refund's lines are owed to the buyer as an order's are by the buyer. */
function asOrder({ lines, totals }: ShopRefund): Parameters<typeof owedOrder>[0] {
	return {
		key: '',
		state: 'paid',
		status: '',
		buyer: {},
		lines: lines.map((line) => ({ ...line, discount: Decimal.ZERO })),
		payments: [],
		notes: [],
		totals,
		taxRoundedBy: 'unit',
		remarks: [],
	};
}

function isGoods({ line }: OwedShopLine): boolean {
	return line.kind === 'goods' && line.sku !== undefined && line.quantity.sign > 0;
}

function requestedLineOf({ label, line }: OwedShopLine): RequestedLine {
	const quantity = line.quantity.toNumber();
	return { label, code: line.sku, quantity, identified: [], bins: [] };
}

/**
 * An order may have several lines of a product: each takes its part of what is given back for it.
 * @param returned what is left of each line that is returned, for this and the lines after it
 */
function sharedOver(owed: OwedShopLine, returned: Map<SageRecord, Decimal>): Credited[] {
	const code = normalKey(owed.line.sku ?? '');
	let wanted = owed.quantity;
	return [...returned].flatMap(([line, left]) => {
		const isMeant = normalKey(String(line.code ?? '')) === code;
		const quantity = isMeant ? wanted.atMost(left) : Decimal.ZERO;
		if (quantity.sign <= 0) return [];
		wanted = wanted.minus(quantity);
		returned.set(line, left.minus(quantity));
		const gross = owed.gross.times(quantity).over(owed.quantity);
		return [{ ...owed, quantity, gross, returned: line }];
	});
}

function quantityOf({ line_quantity: quantity }: SageRecord): Decimal {
	return Decimal.read(quantity) ?? Decimal.ZERO;
}

function lineBody(
	{ line, rate, returned }: Credited,
	portion: Portion,
	site: CreditingSite,
	rules: ReturnRules,
): SageRecord {
	const selling_unit_price = portion.unitPrice.toNumber();
	if (returned)
		return {
			...returned,
			line_quantity: portion.quantity.toNumber(),
			selling_unit_price,
			unit_discount_percent: 0,
			...taxCodeFields(rate, site, returned.tax_code_id),
		};
	return {
		...extraLine(line, rules),
		...(line.kind === 'delivery' || rules.extras === 'charge'
			? {}
			: { line_quantity: portion.quantity.toNumber() }),
		selling_unit_price,
		...taxCodeFields(rate, site),
	};
}

function extraLine({ kind, description }: RefundedLine, rules: ReturnRules): SageRecord {
	const isCharge = kind === 'delivery' || rules.extras === 'charge';
	const code = kind === 'delivery' ? rules.deliveryCharge : rules.extraCharge;
	return {
		line_type: LINE_TYPES[isCharge ? 'charge' : 'freeText'],
		description,
		...(isCharge && code !== undefined ? { code } : {}),
	};
}

/** The order's own code where it has the rate, else the one that is named for no tax, else the lowest of the rate. */
function taxCodeFields(
	rate: Decimal,
	{ taxCodes, untaxed }: CreditingSite,
	own?: unknown,
): SageRecord {
	const ofRate = taxCodes
		.filter((row) => Decimal.read(row.tax_rate)?.equals(rate))
		.sort((one, other) => Number(one.code) - Number(other.code));
	const chosen =
		ofRate.find(({ id }) => id === own) ?? (rate.sign === 0 ? untaxed : undefined) ?? ofRate[0];
	return chosen ? { tax_code_id: chosen.id } : {};
}

function roundingBody(
	{ rounding }: Booking,
	site: CreditingSite,
	rules: ReturnRules,
): SageRecord[] {
	if (rounding === 0) return [];
	const line: RefundedLine = {
		kind: 'fee',
		description: 'Rounding',
		quantity: Decimal.of(1),
		gross: Decimal.ofPence(rounding),
		tax: Decimal.ZERO,
	};
	const portion = { quantity: line.quantity, unitPrice: line.gross };
	return [
		lineBody(
			{
				label: 'Rounding',
				line: { ...line, discount: Decimal.ZERO },
				...line,
				rate: Decimal.ZERO,
				discount: Decimal.ZERO,
			},
			portion,
			site,
			rules,
		),
	];
}

function misfit({ totals }: ShopRefund, { gross, tax }: Booking): Problem {
	const told = (pence: number) => money(Decimal.ofPence(pence));
	return {
		field: 'Refund',
		message: `Sage 200 would credit another sum: gross ${money(totals.gross)} in the shop, ${told(gross)} in Sage 200; tax ${money(totals.tax)} in the shop, ${told(tax)} in Sage 200`,
		remedy:
			'Check the rates of tax of the shop and of Sage 200, or raise Refund Rules: Allow Difference (Pence).',
	};
}
