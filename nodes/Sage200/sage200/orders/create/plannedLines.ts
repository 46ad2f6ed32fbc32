/** The lines of a planned order: their references, and their prices as the site keeps them. */
import type { OrderLine } from '../../lines/orderLines';
import type { OrderReferences } from '../../lines/lineReferences';
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';
import { Pennies } from '../prices/pennies';
import {
	atGivenPrice,
	hasPrice,
	spreadDiscount,
	taxOfPrice,
	withoutShopPrice,
	withoutTax,
	withTax,
	type PricedLine,
} from '../prices/shopPrices';

import type { AnalysisCodes } from './analysisCodes';
import type { OrderRequest } from './request';
import type { SitePrices } from './siteSettings';
import { settleUnknownProducts } from './unknownProducts';

/** What was looked up for the lines of all orders. */
export interface LineLookups {
	references: OrderReferences;
	analysis: AnalysisCodes;
	/** Empty where no price has tax to take out or to add. */
	taxCodes: SageRecord[];
	sitePrices: SitePrices;
}

/** Lines with or without tax as the site keeps prices, with their shares of the order's discount. */
export function pricedLines(
	request: OrderRequest,
	customer: SageRecord | undefined,
	{ references, analysis, taxCodes, sitePrices }: LineLookups,
	notes: string[],
): PricedLine[] {
	const { problems, prices, unknownProduct } = request;
	if (hasShopPrices(request)) {
		problems.push(...sitePrices.problems);
		notes.push(...sitePrices.notes);
	}
	const wanted = settleUnknownProducts(request.lines, references, unknownProduct, notes).map(
		(line) => withAnalysis(line, analysis, problems),
	);
	if (request.lines.length > 0 && wanted.length === 0)
		problems.push({
			field: 'Order Lines',
			message: 'all were left out: Sage 200 has none of their products',
			remedy: 'Add them to Sage 200, or correct their codes in the shop.',
		});
	const own = (prices.use === 'sage' ? wanted.map(withoutShopPrice) : wanted).map(atGivenPrice);
	const lines = own.map(
		(line): PricedLine => ({
			line,
			references: references.of(line, problems, { customer, notes }),
			share: 0,
		}),
	);
	const shared =
		prices.discount && prices.use !== 'sage'
			? spreadDiscount(lines, prices.discount, problems)
			: lines;
	if (prices.taxInclusive === sitePrices.includeTax) return shared;
	const pennies = new Pennies();
	return shared.map((each) => {
		// A line without a price of the shop's has nothing to take out or to add.
		const tax = taxOfPrice(each, taxCodes, customer, problems);
		if (!tax) return each;
		if (sitePrices.includeTax) return withTax(each, tax);
		const net = withoutTax(each, tax);
		// Where prices are compared with Sage's, a penny more would be a difference.
		return prices.use === 'shop' ? pennies.settled(net, each, Number(tax.tax_rate ?? 0)) : net;
	});
}

function withAnalysis(line: OrderLine, analysis: AnalysisCodes, problems: Problem[]): OrderLine {
	if (!line.analysisCodes) return line;
	return {
		...line,
		fields: {
			...analysis.fields('line', line.analysisCodes, `${line.label}: `, problems),
			...line.fields,
		},
	};
}

/** Free text and charges keep the shop's prices in any case, and so do products that are entered as free text. */
export function hasShopPrices({ prices, lines, unknownProduct }: OrderRequest): boolean {
	if (prices.use !== 'sage') return prices.discount !== undefined || lines.some(hasPrice);
	const kept = unknownProduct === 'freeText' ? lines : lines.map(withoutShopPrice);
	return kept.some(hasPrice);
}
