/** Resolves requests into orders that are ready to be sent: every kind of look-up in one batch over all of them. */
import { labelOf } from '../../../catalog/labels';
import type { SageRecord } from '../../protocol/api';
import { agree } from '../../values/agreement';
import { bodyOf, newBody } from '../../values/bodies';
import { shown } from '../../values/shown';
import { isUnset } from '../../values/unset';
import { accountFields, newAccount } from '../../customers/details';
import { findCustomers, type Finding } from '../../customers/finder';
import type { Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';
import { Pennies } from '../prices/pennies';
import {
	atGivenPrice,
	hasAllPrices,
	hasPrice,
	spreadDiscount,
	taxOfPrice,
	withoutShopPrice,
	withoutTax,
	withTax,
	type PricedLine,
} from '../prices/shopPrices';
import { eitherRemedy } from '../../lookups/named';
import { resolveReferences } from '../../lookups/references';

import { AnalysisCodes, readAnalysisCodes } from './analysisCodes';
import {
	accountCurrency,
	checkCurrency,
	currenciesOf,
	readCurrencyCodes,
	type CurrencyCodes,
} from './currency';
import type { OrderLine } from '../../lines/orderLines';
import { placeCountries } from './countries';
import { paymentFields } from './payment';
import { lineBody } from '../../lines/lineBody';
import { OrderReferences } from '../../lines/lineReferences';
import type { OrderRequest } from './request';
import { NO_PRICES, readSitePrices, type SitePrices } from './siteSettings';
import { readStoredAddresses, StoredAddresses } from './storedAddresses';
import { settleUnknownProducts } from './unknownProducts';

/** An order that is resolved; what is left is what only matters once it is really to be posted. */
export interface OrderPlan {
	request: OrderRequest;
	/** Undefined while the account is still to be made. */
	customer?: SageRecord;
	/** The account's fields: all of a new one, or those of a known one that the shop overwrites. */
	account?: SageRecord;
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
interface Shared {
	references: OrderReferences;
	addresses: StoredAddresses;
	analysis: AnalysisCodes;
	methods: SageRecord[];
	currencies: CurrencyCodes;
	taxCodes: SageRecord[];
	sitePrices: SitePrices;
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

/** Free text and charges keep the shop's prices in any case, and so do products that are entered as free text. */
function hasShopPrices({ prices, lines, unknownProduct }: OrderRequest): boolean {
	if (prices.use !== 'sage') return prices.discount !== undefined || lines.some(hasPrice);
	const kept = unknownProduct === 'freeText' ? lines : lines.map(withoutShopPrice);
	return kept.some(hasPrice);
}

function planOf(request: OrderRequest, found: Found, shared: Shared): OrderPlan {
	const { problems, rules } = request;
	const { currencies } = shared;
	const notes = [...found.notes];
	const customer = customerOf(request, found.finding, notes);
	checkCurrency(currenciesOf(request), customer, currencies, { problems, notes });
	const given = headerValues(request, customer, found.header, shared);
	const values = newBody(bodyOf('sop_order', given, rules, problems), rules);
	checkKeyField(request.key, values, problems);
	const header = { ...values, ...request.key };
	const lines = linesOf(request, customer, shared, notes);
	// Built to see what cannot be sent; built again once prices are settled.
	for (const { line, references } of lines) lineBody(line, references, rules, problems);
	const account = accountOf(request, customer, found.account ?? {}, currencies);
	return { request, customer, account, header, lines, currencies, notes };
}

/** The key would take the place of what else the order is to have there. */
function checkKeyField(key: SageRecord, values: SageRecord, problems: Problem[]): void {
	for (const field of Object.keys(key)) {
		if (values[field] === undefined || values[field] === key[field]) continue;
		problems.push({
			field: 'Key Field',
			message: `the order key goes to ${labelOf(field)}, which is given "${String(values[field])}" as well`,
			remedy: 'Keep the key in another field.',
		});
	}
}

function customerOf(
	{ account, problems, clues }: OrderRequest,
	finding: Finding,
	notes: string[],
): SageRecord | undefined {
	if ('found' in finding) {
		const { found, clue } = finding;
		if (account && clue.rule === 'name')
			notes.push(
				`Matched by name only: account ${String(found.reference)} is called "${clue.value}"`,
			);
		return found;
	}
	const add = (message: string, remedy: string) =>
		problems.push({ field: 'Customer', message, remedy });
	const same = 'missing' in finding ? finding.contradicted : [];
	const except =
		same.length === 0
			? ''
			: `: ${same.map(({ reference }) => String(reference)).join(', ')} has the name, but other details`;
	if ('ambiguous' in finding) {
		const { clue, ambiguous } = finding;
		add(
			`"${clue.value}" names ${ambiguous.length} records: ${ambiguous.map(({ reference }) => String(reference)).join(', ')}`,
			clue.maybeId ? eitherRemedy(clue.value) : 'Give its reference.',
		);
	} else if (clues.length === 0) {
		add(
			'is empty',
			account
				? 'Give one of the details that customers are matched by, or match by Name too.'
				: 'Choose the customer, or give its reference.',
		);
	} else if (!account?.create) {
		const tried = [
			...new Set(clues.map(({ rule, value }) => `${RULE_NAMES[rule]} "${value}"`)),
		].join(', ');
		add(
			`Sage 200 has no customer with ${tried}${except}`,
			'Check it, or choose the customer from the list.',
		);
	} else if (except !== '') notes.push(`A new account is made${except}`);
	return undefined;
}

const RULE_NAMES = {
	id: 'ID',
	reference: 'reference',
	email: 'e-mail address',
	vat_number: 'VAT number',
	name: 'name',
};

/** The account's fields that are to be written; undefined when none are. */
function accountOf(
	request: OrderRequest,
	customer: SageRecord | undefined,
	values: SageRecord,
	currencies: CurrencyCodes,
): SageRecord | undefined {
	const { account, problems, rules } = request;
	if (!account || (customer ? account.overwrite.length === 0 : !account.create)) return undefined;
	const label = 'Customer Details: ';
	if (!customer && !account.details.name)
		problems.push({
			field: `${label}Name`,
			message: 'is empty, and a new account needs one',
			remedy: 'Give the name of the buyer.',
		});
	if (customer) {
		const written = Object.keys(accountFields(account.details, account.overwrite));
		const changed = Object.fromEntries(written.map((name) => [name, values[name]]));
		return bodyOf('customer', changed, rules, problems, label);
	}
	const currency = accountCurrency(currenciesOf(request), values.currency_id, currencies, problems);
	const made = { ...values, currency_id: currency ?? values.currency_id };
	return newBody(bodyOf('customer', made, rules, problems, label), rules);
}

function headerValues(
	request: OrderRequest,
	customer: SageRecord | undefined,
	header: SageRecord,
	{ addresses, analysis, methods }: Shared,
): SageRecord {
	const { problems, payment, analysisCodes } = request;
	const named = {
		...(payment ? paymentFields(payment, methods, problems) : {}),
		...documentDiscount(request),
		...analysis.fields('order', analysisCodes, '', problems),
		...storedAddress(request, customer, addresses),
	};
	refuseSaidTwice(named, header, problems);
	return { ...ownDocumentDiscount(request, header), ...named, ...header };
}

/** What the form says by names, and its fields otherwise: one of the two would be lost. */
function refuseSaidTwice(named: SageRecord, header: SageRecord, problems: Problem[]): void {
	for (const [name, value] of Object.entries(named)) {
		if (isUnset(value) || isUnset(header[name]) || agree(value, header[name])) continue;
		problems.push({
			field: labelOf(name),
			message: `is given twice, as ${shown(value)} and ${shown(header[name])}`,
			remedy: 'Leave one of them out.',
		});
	}
}

function storedAddress(
	{ storedAddress: name, account, problems }: OrderRequest,
	customer: SageRecord | undefined,
	addresses: StoredAddresses,
): SageRecord {
	if (!name) return {};
	if (customer) return { customer_delivery_address_id: addresses.idOf(name, customer, problems) };
	if (account?.create)
		problems.push({
			field: 'Stored Address Name',
			message: `a new account has no stored address "${name}" yet`,
			remedy: 'Give the address itself.',
		});
	return {};
}

/** On prices that only Sage knows, an order discount is Sage's to work out, which it does by percentage. */
function documentDiscount({ prices: { use, discount }, problems }: OrderRequest): SageRecord {
	if (use !== 'sage' || !discount) return {};
	if (discount.kind === 'percent' && discount.amount < 100)
		return { document_discount_percent: discount.amount };
	problems.push({
		field: 'Order Discount',
		message: 'cannot be an amount, or all of them, where only Sage 200 knows the prices',
		remedy: 'Give a percentage, or use or compare the prices of the shop.',
	});
	return {};
}

/** Of prices that are all given, an account's own discount takes nothing, unless what it may take is asked for. */
function ownDocumentDiscount(
	{ prices: { use }, lines }: OrderRequest,
	{ apply_available_document_discount_percent: applies }: SageRecord,
): SageRecord {
	const isAsked = String(applies).trim().toLowerCase() === 'true';
	return use === 'shop' && hasAllPrices(lines) && !isAsked ? { document_discount_percent: 0 } : {};
}

function linesOf(
	request: OrderRequest,
	customer: SageRecord | undefined,
	{ references, analysis, taxCodes, sitePrices }: Shared,
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

function namesAnalysisCodes({ analysisCodes, lines }: OrderRequest): boolean {
	return (
		Object.keys(analysisCodes).length > 0 || lines.some((line) => line.analysisCodes !== undefined)
	);
}
