/** What lines of an order that is there should hold, by the same rules as the lines of a new one. */
import { CUSTOMER_FIELDS } from '../../customers/finder';
import { lineBody } from '../../lines/lineBody';
import { OrderReferences } from '../../lines/lineReferences';
import type { OrderLine } from '../../lines/orderLines';
import { normalKey, type Lookups } from '../../lookups/lookups';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import type { ValueRules } from '../../values/convert';

import { AnalysisCodes, readAnalysisCodes } from '../create/analysisCodes';
import { checkCurrency, readCurrencyCodes, type CurrencyCodes } from '../create/currency';
import { NO_PRICES, readSitePrices, type SitePrices } from '../create/siteSettings';
import {
	atGivenPrice,
	hasPrice,
	taxOfPrice,
	withoutTax,
	withTax,
	type PricedLine,
} from '../prices/shopPrices';
import type { ReadLine } from './wanted';

/** Lines that are wanted of one order. */
export interface AmendedOrder {
	order: SageRecord;
	lines: ReadLine[];
	rules: ValueRules;
	/** Whether the prices that are given contain tax. */
	taxInclusive: boolean;
	problems: Problem[];
}

export class LineValues {
	private constructor(
		private readonly references: OrderReferences,
		private readonly analysis: AnalysisCodes,
		private readonly customers: Map<string, SageRecord[]>,
		private readonly currencies: CurrencyCodes,
		private readonly sitePrices: SitePrices,
	) {}

	/** Reads what the lines of all the orders refer to: nothing that no line asks for. */
	static async read(lookups: Lookups, orders: AmendedOrder[]): Promise<LineValues> {
		const kept = orders.flatMap(({ order, lines, taxInclusive }) =>
			lines
				.filter(({ removal }) => !removal)
				.map(({ line }) => ({ line: located(line, order), taxInclusive })),
		);
		const asks = (of: (line: OrderLine) => unknown) => kept.some(({ line }) => of(line));
		const sitePrices = asks(hasPrice) ? await readSitePrices(lookups) : NO_PRICES;
		const converts = kept.some(
			({ line, taxInclusive }) => hasPrice(line) && taxInclusive !== sitePrices.includeTax,
		);
		const asksForCustomer =
			converts || asks(({ taxRate }) => taxRate !== undefined) || asks(({ currency }) => currency);
		const [references, analysis, customers, currencies] = await Promise.all([
			OrderReferences.read(
				lookups,
				kept.map(({ line }) => line),
				{ taxCodes: converts },
			),
			asks(({ analysisCodes }) => analysisCodes)
				? readAnalysisCodes(lookups)
				: new AnalysisCodes([]),
			lookups.byKeys(
				{ resource: 'customers', field: 'id', select: CUSTOMER_FIELDS },
				asksForCustomer ? orders.map(({ order }) => String(order.customer_id)) : [],
			),
			asks(({ currency }) => currency) ? readCurrencyCodes(lookups) : new Map<unknown, string>(),
		]);
		return new LineValues(references, analysis, customers, currencies, sitePrices);
	}

	/** The values of each line as Sage takes them; none of a line that is to go. What is wrong is added to the problems. */
	of(amended: AmendedOrder): SageRecord[] {
		const { order, lines, problems } = amended;
		const customer = this.customers.get(normalKey(String(order.customer_id)))?.[0];
		const given = lines.flatMap(({ line }) => line.currency?.toUpperCase() ?? []);
		const notes: string[] = [];
		checkCurrency([...new Set(given)], customer, this.currencies, { problems, notes });
		notes.forEach((note) => amended.rules.tell?.(note));
		if (lines.some(({ line, removal }) => !removal && hasPrice(line))) {
			problems.push(...this.sitePrices.problems);
			this.sitePrices.notes.forEach((note) => amended.rules.tell?.(note));
		}
		return lines.map((each) => (each.removal ? {} : this.valuesOf(each, amended, customer)));
	}

	private valuesOf(
		{ line: read, current }: ReadLine,
		{ order, rules, taxInclusive, problems }: AmendedOrder,
		customer: SageRecord | undefined,
	): SageRecord {
		// A line that is there keeps its discount where none is given.
		const priced = current ? read : atGivenPrice(read);
		const line = this.analysed(located(priced, order), problems);
		const notes: string[] = [];
		const about = { customer, notes, taxCodeId: current?.tax_code_id };
		const references = this.references.of(line, problems, about);
		notes.forEach((note) => rules.tell?.(note));
		const settled = this.priced({ line, references, share: 0 }, current, {
			taxInclusive,
			customer,
			problems,
		});
		return lineBody(settled.line, settled.references, rules, problems);
	}

	/** Prices with or without tax, as the site keeps them. A line that is there has the tax that it is booked with. */
	private priced(
		line: PricedLine,
		current: SageRecord | undefined,
		{
			taxInclusive,
			customer,
			problems,
		}: Pick<AmendedOrder, 'taxInclusive' | 'problems'> & { customer?: SageRecord },
	): PricedLine {
		if (taxInclusive === this.sitePrices.includeTax) return line;
		const { taxCodeId = current?.tax_code_id } = line.references;
		const references = { ...line.references, taxCodeId: taxCodeId as number | undefined };
		const tax = taxOfPrice({ ...line, references }, this.references.taxCodes, customer, problems);
		if (!tax) return line;
		return taxInclusive ? withoutTax(line, tax) : withTax(line, tax);
	}

	private analysed(line: OrderLine, problems: Problem[]): OrderLine {
		if (!line.analysisCodes) return line;
		const codes = this.analysis.fields('line', line.analysisCodes, `${line.label}: `, problems);
		return { ...line, fields: { ...codes, ...line.fields } };
	}
}

/** The line with the country that its order goes to. */
function located(line: OrderLine, { delivery_address: address }: SageRecord): OrderLine {
	const { country_code_id: id, country } = (address ?? {}) as SageRecord;
	const named = [Number(id ?? 0) > 0 ? `id:${String(id)}` : '', country].find(Boolean);
	return { ...line, taxCountry: line.taxCountry ?? (named as string | undefined) };
}
