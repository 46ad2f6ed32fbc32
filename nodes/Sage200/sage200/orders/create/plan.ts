/** Resolves requests into orders that are ready to be sent: every kind of look-up in one batch over all of them. */
import { labelOf } from '../../../catalog/labels';
import type { SageRecord } from '../../protocol/api';
import { bodyOf } from '../../values/bodies';
import { accountFields, newAccount } from '../../customers/details';
import { findCustomers, type Finding } from '../../customers/finder';
import type { Problem } from '../../protocol/failures';
import type { Lookups } from '../../lookups/lookups';
import { Pennies } from '../prices/pennies';
import {
	containedTax,
	spreadDiscount,
	withoutShopPrice,
	withoutTax,
	type PricedLine,
} from '../prices/shopPrices';
import { resolveReferences } from '../../lookups/references';

import { AnalysisCodes, readAnalysisCodes } from './analysisCodes';
import { checkCurrency, readCurrencyCodes } from './currency';
import type { OrderLine } from '../../lines/orderLines';
import { paymentFields } from './payment';
import { lineBody } from '../../lines/lineBody';
import { OrderReferences } from '../../lines/lineReferences';
import type { OrderRequest } from './request';
import { readSettings } from './siteSettings';
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
	/** Lines without the shop's tax, with their shares of the order's discount. */
	lines: PricedLine[];
	/** What was done otherwise than asked. */
	notes: string[];
}

/** What the look-ups of all requests gave. */
interface Resolved {
	findings: Map<OrderRequest, Finding>;
	references: OrderReferences;
	headers: Map<OrderRequest, SageRecord>;
	accounts: Map<OrderRequest, SageRecord>;
	addresses: StoredAddresses;
	analysis: AnalysisCodes;
	methods: SageRecord[];
	currencies: Map<unknown, string>;
	/** Sites may keep prices with tax; the shop's then fit as they are. */
	pricesIncludeTax: boolean;
}

/** Plans all requests. What is wrong with one is added to its problems. */
export async function planOrders(
	lookups: Lookups,
	requests: OrderRequest[],
): Promise<Map<OrderRequest, OrderPlan>> {
	const resolved = await resolve(lookups, requests);
	return new Map(requests.map((request) => [request, planOf(request, resolved)]));
}

async function resolve(lookups: Lookups, requests: OrderRequest[]): Promise<Resolved> {
	const some = (asks: (request: OrderRequest) => unknown) =>
		requests.some((request) => Boolean(asks(request)));
	const lines = requests.flatMap((request) => request.lines);
	const taxed = some(({ prices }) => prices.taxInclusive);
	const headers = requests.map((request) => ({
		request,
		schema: 'sop_order',
		values: request.header,
		problems: request.problems,
	}));
	const accounts = requests.flatMap((request) => {
		const values = request.account && newAccount(request.account.details);
		return values ? [{ request, schema: 'customer', values, problems: request.problems }] : [];
	});
	const [findings, references, ids, addresses, analysis, methods, currencies, settings] =
		await Promise.all([
			findCustomers(lookups, new Map(requests.map((request) => [request, request.clues]))),
			OrderReferences.read(lookups, lines, { taxCodes: taxed }),
			resolveReferences(lookups, [...headers, ...accounts]),
			readStoredAddresses(
				lookups,
				requests.flatMap(({ storedAddress }) => storedAddress ?? []),
			),
			some(namesAnalysisCodes) ? readAnalysisCodes(lookups) : new AnalysisCodes([]),
			some(({ payment }) => payment) ? lookups.all('sop_payment_methods') : [],
			some((request) => currenciesOf(request).length > 0)
				? readCurrencyCodes(lookups)
				: new Map<unknown, string>(),
			taxed ? readSettings(lookups) : {},
		]);
	return {
		findings,
		references,
		headers: new Map(headers.map((each) => [each.request, ids.get(each)!])),
		accounts: new Map(accounts.map((each) => [each.request, ids.get(each)!])),
		addresses,
		analysis,
		methods,
		currencies,
		pricesIncludeTax: (settings as SageRecord).are_prices_tax_inclusive === true,
	};
}

function planOf(request: OrderRequest, resolved: Resolved): OrderPlan {
	const { problems, rules } = request;
	const notes: string[] = [];
	const customer = customerOf(request, resolved.findings.get(request)!);
	checkCurrency(currenciesOf(request), customer, resolved.currencies, problems);
	const values = bodyOf('sop_order', headerValues(request, customer, resolved), rules, problems);
	checkKeyField(request.key, values, problems);
	const header = { ...values, ...request.key };
	const lines = linesOf(request, customer, resolved, notes);
	// Built to see what cannot be sent; built again once prices are settled.
	for (const { line, references } of lines) lineBody(line, references, rules, problems);
	return {
		request,
		customer,
		account: accountOf(request, customer, resolved),
		header,
		lines,
		notes,
	};
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
): SageRecord | undefined {
	if ('found' in finding) return finding.found;
	const add = (message: string, remedy: string) =>
		problems.push({ field: 'Customer', message, remedy });
	if ('ambiguous' in finding) {
		const { clue, ambiguous } = finding;
		add(
			`"${clue.value}" names ${ambiguous.length} records: ${ambiguous.map(({ reference }) => String(reference)).join(', ')}`,
			'Give its reference.',
		);
	} else if (clues.length === 0) {
		add(
			'is empty',
			account
				? 'Give one of the details that customers are matched by.'
				: 'Choose the customer, or give its reference.',
		);
	} else if (!account?.create) {
		const tried = [
			...new Set(clues.map(({ rule, value }) => `${RULE_NAMES[rule]} "${value}"`)),
		].join(', ');
		add(
			`Sage 200 has no customer with ${tried}`,
			'Check it, or choose the customer from the list.',
		);
	}
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
	{ accounts }: Resolved,
): SageRecord | undefined {
	const { account, problems, rules } = request;
	if (!account || (customer ? account.overwrite.length === 0 : !account.create)) return undefined;
	const label = 'Customer Details: ';
	if (!customer && !account.details.name)
		problems.push({ field: `${label}Name`, message: 'is empty, and a new account needs one' });
	const values = accounts.get(request)!;
	const written = customer
		? Object.keys(accountFields(account.details, account.overwrite))
		: Object.keys(values);
	return bodyOf(
		'customer',
		Object.fromEntries(written.map((name) => [name, values[name]])),
		rules,
		problems,
		label,
	);
}

function headerValues(
	request: OrderRequest,
	customer: SageRecord | undefined,
	{ headers, addresses, analysis, methods }: Resolved,
): SageRecord {
	const { problems, payment, storedAddress, analysisCodes } = request;
	return {
		...(payment ? paymentFields(payment, methods, problems) : {}),
		...documentDiscount(request),
		...analysis.fields('order', analysisCodes, '', problems),
		...(storedAddress && customer
			? { customer_delivery_address_id: addresses.idOf(storedAddress, customer, problems) }
			: {}),
		...headers.get(request),
	};
}

/** On prices that only Sage knows, an order discount is Sage's to work out, which it does by percentage. */
function documentDiscount({ prices: { use, discount }, problems }: OrderRequest): SageRecord {
	if (use !== 'sage' || !discount) return {};
	if (discount.kind === 'percent') return { document_discount_percent: discount.amount };
	problems.push({
		field: 'Order Discount',
		message: 'cannot be an amount where only Sage 200 knows the prices',
		remedy: 'Give a percentage, or use or compare the prices of the shop.',
	});
	return {};
}

function linesOf(
	request: OrderRequest,
	customer: SageRecord | undefined,
	resolved: Resolved,
	notes: string[],
): PricedLine[] {
	const { problems, prices, unknownProduct } = request;
	const { references, analysis, pricesIncludeTax } = resolved;
	const wanted = settleUnknownProducts(request.lines, references, unknownProduct, notes).map(
		(line) => withAnalysis(line, analysis, problems),
	);
	if (request.lines.length > 0 && wanted.length === 0)
		problems.push({
			field: 'Order Lines',
			message: 'all were left out: Sage 200 has none of their products',
		});
	const own = prices.use === 'sage' ? wanted.map(withoutShopPrice) : wanted;
	const lines = own.map(
		(line): PricedLine => ({ line, references: references.of(line, problems), share: 0 }),
	);
	const shared =
		prices.discount && prices.use !== 'sage'
			? spreadDiscount(lines, prices.discount, problems)
			: lines;
	if (!prices.taxInclusive || pricesIncludeTax) return shared;
	const pennies = new Pennies();
	return shared.map((each) => {
		const tax = containedTax(each, references.taxCodes, customer, problems);
		if (!tax) return each;
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

function currenciesOf({ prices, lines }: OrderRequest): string[] {
	return [prices.currency, ...lines.map(({ currency }) => currency)].filter(
		(code): code is string => code !== undefined && code !== '',
	);
}
