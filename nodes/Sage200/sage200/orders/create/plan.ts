/** Resolves requests into orders that are ready to be sent: every kind of look-up in one batch over all of them. */
import type { SageRecord } from '../../protocol/api';
import { bodyOf, newBody } from '../../values/bodies';
import { newAccount } from '../../customers/details';
import { findCustomers, type Finding } from '../../customers/finder';
import type { Lookups } from '../../lookups/lookups';
import type { PricedLine } from '../prices/shopPrices';
import { resolveReferences } from '../../lookups/references';

import { AnalysisCodes, readAnalysisCodes } from './analysisCodes';
import { buyerOf, foundCustomer, type Buyer } from './buyer';
import { checkCurrency, currenciesOf, readCurrencyCodes, type CurrencyCodes } from './currency';
import { placeCountries } from './countries';
import { lineBody } from '../../lines/lineBody';
import { OrderReferences } from '../../lines/lineReferences';
import { checkKeyField, headerValues, type HeaderLookups } from './plannedHeader';
import { hasShopPrices, pricedLines, type LineLookups } from './plannedLines';
import type { OrderRequest } from './request';
import { NO_PRICES, readSitePrices } from './siteSettings';
import { readStoredAddresses } from './storedAddresses';

/** An order that is resolved; what is left is what only matters once it is really to be posted. */
export interface OrderPlan {
	request: OrderRequest;
	/** Undefined where nobody was found, which is among the request's problems. */
	buyer?: Buyer;
	/** Header as Sage takes it. */
	header: SageRecord;
	/** Lines with or without tax as the site keeps prices, with their shares of the order's discount. */
	lines: PricedLine[];
	/** To check the currency of an account that is found or made later. */
	currencies: CurrencyCodes;
	/** What was done otherwise than asked. */
	notes: string[];
}

/** What the look-ups gave for one request. */
interface Found {
	finding: Finding;
	/** Values of the header, with names replaced by IDs. */
	header: SageRecord;
	/** The same of the account that comes with the order. */
	account?: SageRecord;
	/** Countries that Sage has not got. */
	notes: string[];
}

/** What the look-ups gave for all of them. */
interface Shared extends HeaderLookups, LineLookups {
	currencies: CurrencyCodes;
}

/** Plans all requests, in their order. What is wrong with one is added to its problems. */
export async function planOrders(lookups: Lookups, requests: OrderRequest[]): Promise<OrderPlan[]> {
	const [found, shared] = await Promise.all([
		findForEach(lookups, requests),
		findForAll(lookups, requests),
	]);
	return requests.map((request, at) => planOf(request, found[at], shared));
}

async function findForEach(lookups: Lookups, requests: OrderRequest[]): Promise<Found[]> {
	const [findings, values] = await Promise.all([
		findCustomers(
			lookups,
			requests.map(({ clues }) => clues),
		),
		headersOf(lookups, requests),
	]);
	return requests.map((_, at) => ({ finding: findings[at], ...values[at] }));
}

async function headersOf(
	lookups: Lookups,
	requests: OrderRequest[],
): Promise<Array<Omit<Found, 'finding'>>> {
	const placed = await placeCountries(lookups, requests);
	const referring = requests.flatMap(({ account, problems }, at) => {
		const { header, accountAddress: address } = placed[at];
		const made = account ? newAccount({ ...account.details, address }) : {};
		return [
			{ schema: 'sop_order', values: header, problems },
			{ schema: 'customer', values: made, problems },
		];
	});
	const values = await resolveReferences(lookups, referring);
	return requests.map(({ account }, at) => ({
		header: values[2 * at],
		account: account && values[2 * at + 1],
		notes: placed[at].notes,
	}));
}

async function findForAll(lookups: Lookups, requests: OrderRequest[]): Promise<Shared> {
	const some = (asks: (request: OrderRequest) => unknown) =>
		requests.some((request) => Boolean(asks(request)));
	const lines = requests.flatMap((request) => request.lines);
	const taxed = some(({ prices }) => prices.taxInclusive);
	const [references, addresses, analysis, methods, currencies, sitePrices] = await Promise.all([
		OrderReferences.read(lookups, lines, { taxCodes: taxed }),
		readStoredAddresses(
			lookups,
			requests.flatMap(({ storedAddress }) => storedAddress ?? []),
		),
		some(namesAnalysisCodes) ? readAnalysisCodes(lookups) : new AnalysisCodes([]),
		some(({ payment }) => payment) ? lookups.all('sop_payment_methods') : [],
		some((request) => currenciesOf(request).length > 0)
			? readCurrencyCodes(lookups)
			: new Map<unknown, string>(),
		some(hasShopPrices) ? readSitePrices(lookups) : NO_PRICES,
	]);
	const needsRates = taxed || (sitePrices.includeTax && some(hasShopPrices));
	const taxCodes = needsRates ? await lookups.all('tax_codes') : [];
	return { references, addresses, analysis, methods, currencies, taxCodes, sitePrices };
}

function planOf(request: OrderRequest, found: Found, shared: Shared): OrderPlan {
	const { problems, rules } = request;
	const { currencies } = shared;
	const notes = [...found.notes];
	const customer = foundCustomer(request, found.finding, notes);
	checkCurrency(currenciesOf(request), customer, currencies, { problems, notes });
	const given = headerValues(request, customer, found.header, shared);
	const values = newBody(bodyOf('sop_order', given, rules, problems), rules);
	checkKeyField(request.key, values, problems);
	const header = { ...values, ...request.key };
	const lines = pricedLines(request, customer, shared, notes);
	// Built to see what cannot be sent; built again once prices are settled.
	for (const { line, references } of lines) lineBody(line, references, rules, problems);
	const buyer = buyerOf(request, customer, found.account ?? {}, currencies);
	return { request, buyer, header, lines, currencies, notes };
}

function namesAnalysisCodes({ analysisCodes, lines }: OrderRequest): boolean {
	return (
		Object.keys(analysisCodes).length > 0 || lines.some((line) => line.analysisCodes !== undefined)
	);
}
