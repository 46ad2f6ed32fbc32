/** Reads an order from an item, by human keys; what is wrong with it is collected, for an item may have several. */
import type { IDataObject } from 'n8n-workflow';

import { fieldOf } from '../../catalog';
import { fieldsIn, groupOf } from '../../core/form/box';
import { jsonObject } from '../../core/form/fields';
import { withOtherFields } from '../../core/form/otherFields';
import type { Item } from '../../core/item';
import { lineLabels, lineRows } from '../../core/form/lineInput';
import type { ItemProblems } from '../../core/problems';
import {
	OVERWRITABLE,
	type CustomerDetails,
	type MatchRule,
	type Overwritable,
} from '../../sage200/customers/details';
import type { Clue } from '../../sage200/customers/finder';
import { maskProblem } from '../../sage200/customers/referenceMask';
import type { Problem } from '../../sage200/protocol/failures';
import { readLines, SHIPPING_LABEL, type OrderLine } from '../../sage200/lines/orderLines';
import type { Payment } from '../../sage200/orders/create/payment';
import type { Account, OrderRequest, PriceRules } from '../../sage200/orders/create/request';
import type { UnknownProduct } from '../../sage200/orders/create/unknownProducts';
import { namingOf } from '../../sage200/lookups/named';
import { booleanIn } from '../../sage200/values/booleans';
import { convert, type ValueRules } from '../../sage200/values/convert';
import { listIn } from '../../sage200/values/lists';
import {
	DISCOUNT,
	MONEY,
	numberIn,
	UNIT_PRICE,
	type NumberRules,
} from '../../sage200/values/numbers';
import { shown } from '../../sage200/values/shown';
import { isRecord } from '../../sage200/values/records';
import { REMOVE_UNSEEN, unseenIn, withoutUnseen } from '../../sage200/values/texts';
import { isUnset } from '../../sage200/values/unset';

import { ACCOUNT_ADDRESS, CUSTOMER_MATCH, DETAILS, DETAILS_BOX } from './customerForm';
import { LINE_OPTIONS } from './form';
import { ANALYSIS_CODES, HEADER_BOX, headerValues, LINES_LABEL } from './orderInput';
import { PRICES_BOX } from './priceForm';

const MATCH_RULES: MatchRule[] = ['reference', 'email', 'vat_number', 'name'];
/** Two buyers may have one name, so it is a rule only where it was chosen. */
const DEFAULT_RULES: MatchRule[] = ['reference', 'email', 'vat_number'];
const NAMING_RULES = new Set<string>([...MATCH_RULES, 'id']);
/** What the form says of an order beside its header. */
const PLACES = { customer_id: 'Customer', lines: LINES_LABEL };
const DEFAULT_MASK = 'AAANNN';
/** Sage rounds tax line by line, shops often once an order. */
export const TOTAL_TOLERANCE_PENCE = 2;

/**
 * The order that an item asks for.
 * @param key fields that hold its key
 */
export function readRequest(item: Item, key: IDataObject, all: ItemProblems): OrderRequest {
	const problems = all.of(item);
	const { stored_name: storedName, ...header } =
		all.collect(item, () => addressed(headerValues(item, PLACES))) ?? {};
	const account = all.collect(item, () => readAccount(item, header, problems));
	return {
		clues: account ? cluesOf(account.details, item) : namedCustomer(item),
		account,
		header,
		key,
		storedAddress: textOf(storedName),
		analysisCodes: readAnalysisCodes(item),
		payment: readPayment(item, problems),
		lines: readOrderLines(item, header, problems),
		unknownProduct: (lineOptions(item).unknownProduct as UnknownProduct | undefined) ?? 'fail',
		prices: readPrices(item, problems),
		rules: item.rules,
		problems,
	};
}

/**
 * The stored address's name is ours, and a country is named by code or name; everything else of the header is Sage's.
 */
export function addressed(values: IDataObject): IDataObject {
	const {
		country_iso: iso,
		stored_name,
		...address
	} = (values.delivery_address ?? {}) as IDataObject;
	const country = [iso, address.country_code_id, address.country].find((each) => !isUnset(each));
	const inline = {
		...address,
		...(country === undefined ? {} : { country_code_id: country }),
	};
	return {
		...values,
		stored_name,
		delivery_address: Object.keys(inline).length > 0 ? inline : undefined,
	};
}

/** A picked customer, or what names one: a bare value may be any human key, the most telling first. */
export function namedCustomer(item: Item): Clue[] {
	const { mode, value } = item.locator('customer');
	if (value === '') return [];
	if (mode === 'auto') {
		const { text, as } = namingOf(value);
		const maybeId = as === 'either' && /^\d+$/.test(text);
		const human: Clue['rule'][] = text.includes('@') ? ['email'] : ['reference', 'name'];
		return [
			...(as === 'id' ? [] : human.map((rule): Clue => ({ rule, value: text, maybeId }))),
			...(as === 'id' || maybeId ? [{ rule: 'id' as const, value: text }] : []),
		];
	}
	return [{ rule: NAMING_RULES.has(mode) ? (mode as Clue['rule']) : 'id', value }];
}

export function readAccount(
	item: Item,
	header: IDataObject,
	problems: Problem[],
	known: IDataObject = {},
): Account | undefined {
	if (item.parameter<string>('customerFrom', 'choose') !== 'match') return undefined;
	const match = matchOf(item);
	const mask = String(match.mask ?? DEFAULT_MASK)
		.trim()
		.toUpperCase();
	const wrong = mask === '' ? undefined : maskProblem(mask);
	if (wrong) problems.push(wrong);
	const details = plainlyNamed(readDetails(item, header, known), item, problems);
	problems.push(...cutName(details, item));
	return {
		details,
		create: match.ifNone !== 'fail',
		mask,
		overwrite: OVERWRITABLE.filter((part): part is Overwritable =>
			listIn(match.overwrite).includes(part),
		),
		keepAddress: flagOf(match.keepAddress, 'Keep Delivery Address', problems) ?? true,
	};
}

/** @param known what is known of the buyer where the form says nothing */
function readDetails(item: Item, header: IDataObject, known: IDataObject): CustomerDetails {
	const own = fieldsIn(item, DETAILS_BOX, 'customerAddress', ACCOUNT_ADDRESS);
	const { fields, ...given } = fieldsIn(item, DETAILS_BOX, DETAILS_BOX, DETAILS);
	const texts = { ...known, ...given };
	return {
		...(Object.fromEntries(
			Object.entries(texts).flatMap(([name, value]) =>
				textOf(value) ? [[name, textOf(value)]] : [],
			),
		) as Omit<CustomerDetails, 'address' | 'fields'>),
		address:
			Object.keys(own).length > 0
				? own
				: mainAddress((header.delivery_address ?? {}) as IDataObject),
		fields: accountFieldsOf(item, given, own, fields),
	};
}

/** A buyer is told by what a person sees of it: with an invisible character in it, it would be another one. */
function plainlyNamed(details: CustomerDetails, item: Item, problems: Problem[]): CustomerDetails {
	const { reference = '', vat_number = '', email } = details;
	for (const [field, given] of [
		['Reference', reference],
		['VAT Number', vat_number],
	]) {
		const unseen = unseenIn(given);
		if (unseen) problems.push({ field, message: unseen, remedy: REMOVE_UNSEEN });
	}
	const plain = email && withoutUnseen(email);
	if (plain === email) return details;
	item.remarks.add('Email had characters that nobody sees, which were left out');
	return { ...details, email: plain };
}

/** What is left of a cut name may be the name of another buyer, of whom nothing else is known either. */
function cutName({ name = '', ...details }: CustomerDetails, item: Item): Problem[] {
	const { reference, email, vat_number, address } = details;
	const isTold = [reference, email, vat_number, address.postcode].some((each) => !isUnset(each));
	if (isTold || !rulesOf(item).includes('name') || storedName(name, item.rules) === name) return [];
	return [
		{
			field: 'Name',
			message: `is ${name.length} characters long and would be cut, and nothing else is known of the buyer`,
			remedy: 'Shorten it, or give an e-mail address, a reference or a postcode as well.',
		},
	];
}

/** By what an item matches buyers, in its order. */
function rulesOf(item: Item): string[] {
	return listIn(matchOf(item).matchBy ?? DEFAULT_RULES);
}

/** The further fields of an account, which say nothing otherwise than the form does. */
function accountFieldsOf(
	item: Item,
	{ reference, name, vat_number, telephone }: IDataObject,
	address: IDataObject,
	fields: unknown,
): IDataObject {
	const form = {
		reference,
		name,
		vat_number,
		telephone_subscriber_number: telephone,
		...(Object.keys(address).length > 0 ? { main_address: address } : {}),
	};
	const label = 'Customer Details: Account Fields (JSON)';
	const all = withOtherFields(item, { form, others: fields ?? '{}', label });
	const own = new Set(Object.keys(jsonObject(fields ?? '{}', label)));
	return Object.fromEntries(Object.entries(all).filter(([field]) => own.has(field)));
}

function matchOf(item: Item): IDataObject {
	return fieldsIn(item, DETAILS_BOX, 'customerMatch', CUSTOMER_MATCH);
}

/** A delivery address as an account's main address. */
function mainAddress({
	address_1,
	address_2,
	address_3,
	address_4,
	city,
	county,
	postcode,
	country_code_id,
}: IDataObject): IDataObject {
	const values = {
		address_1,
		address_2,
		address_3,
		address_4,
		city,
		county,
		postcode,
		address_country_code_id: country_code_id,
	};
	return Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnset(value)));
}

export function cluesOf(details: CustomerDetails, item: Item): Clue[] {
	const { reference, email, vat_number, address } = details;
	const { postcode } = address;
	const unless = { reference, email, vat_number, postcode: textOf(postcode) };
	return rulesOf(item)
		.filter((rule): rule is MatchRule => (MATCH_RULES as string[]).includes(rule))
		.flatMap((rule): Clue[] => {
			const value = details[rule];
			if (!value) return [];
			return [
				rule === 'name' ? { rule, value: storedName(value, item.rules), unless } : { rule, value },
			];
		});
}

/** A name as Sage stores it: one that is cut is found by what is left of it. */
function storedName(name: string, rules: ValueRules): string {
	const stored = convert(fieldOf('customer', 'name'), name, rules);
	return 'value' in stored ? String(stored.value) : name;
}

export function readAnalysisCodes(item: Item): IDataObject {
	const inBox = item.fields(HEADER_BOX)[ANALYSIS_CODES];
	const { codes } = isRecord(inBox) ? inBox : item.collection(ANALYSIS_CODES);
	const rows = Array.isArray(codes) ? codes.filter(isRecord) : [];
	return Object.fromEntries(
		rows.filter(({ name }) => !isUnset(name)).map(({ name, value }) => [String(name), value]),
	) as IDataObject;
}

function readPayment(item: Item, problems: Problem[]): Payment | undefined {
	const { invoiceImmediately: given, ...payment } = groupOf(item, PRICES_BOX, 'payment');
	const invoiceImmediately = flagOf(given, 'Payment Is Invoiced Immediately', problems);
	// An agent that fills in the whole form says no to what it leaves empty.
	if (invoiceImmediately !== true && Object.values(payment).every(isUnset)) return undefined;
	return {
		method: textOf(payment.method) ?? '',
		part: amountOf(payment.part, 'Part Payment', problems),
		reference: textOf(payment.reference),
		invoiceImmediately,
	};
}

function readPrices(item: Item, problems: Problem[]): PriceRules {
	const { use, tolerancePence, ifDiffers, taxInclusive, currency, discount, discountKind } =
		item.collection(PRICES_BOX);
	const kind = discountKind === 'percent' ? 'percent' : 'value';
	const discountRules = kind === 'percent' ? DISCOUNT : MONEY;
	const amount = amountOf(discount, DISCOUNT_LABEL, problems, discountRules) ?? 0;
	return {
		use: (use as PriceRules['use'] | undefined) ?? 'shop',
		comparison: {
			tolerancePence: amountOf(tolerancePence, 'Price Tolerance (Pence)', problems) ?? 1,
			ifDiffers: (ifDiffers as PriceRules['comparison']['ifDiffers'] | undefined) ?? 'fail',
		},
		taxInclusive: flagOf(taxInclusive, 'Prices Include Tax', problems) ?? false,
		currency: textOf(currency),
		...(amount > 0 ? { discount: { kind, amount } } : {}),
	};
}

const DISCOUNT_LABEL = 'Order Discount';

/** Options for all lines. */
function lineOptions(item: Item): IDataObject {
	return fieldsIn(item, 'options', 'lineOptions', LINE_OPTIONS);
}

function readOrderLines(item: Item, header: IDataObject, problems: Problem[]): OrderLine[] {
	const lines = readLines(lineRows(item, LINES_LABEL, problems), problems, lineLabels(item));
	if (lines.length === 0 && problems.every(({ field }) => field !== LINES_LABEL)) {
		problems.push({
			field: LINES_LABEL,
			message: 'has no lines',
			remedy: 'An order needs at least one line.',
		});
	}
	const { warehouse } = lineOptions(item);
	const address = (header.delivery_address ?? {}) as IDataObject;
	const taxCountry = textOf(address.country_code_id) ?? textOf(address.country);
	const completed = lines.map(
		(line): OrderLine => ({
			...line,
			taxCountry: line.taxCountry ?? taxCountry,
			warehouse: line.warehouse ?? (line.kind === 'standard' ? textOf(warehouse) : undefined),
		}),
	);
	return [...completed, ...readShipping(item, taxCountry, problems)];
}

/** What a form says of shipping that is asked for. Its description is there from the start. */
const SHIPPED_AS = ['code', 'taxCode', 'taxRate'];

/** Shipping is one more line, under a label of its own. */
function readShipping(
	item: Item,
	taxCountry: string | undefined,
	problems: Problem[],
): OrderLine[] {
	const given = groupOf(item, PRICES_BOX, 'shipping');
	const { unitPrice, ...shipping } = given;
	const amount = amountOf(unitPrice, 'Shipping Amount', problems, UNIT_PRICE);
	if (isUnset(unitPrice) && SHIPPED_AS.some((name) => !isUnset(shipping[name]))) {
		// An expression gives nothing where a shop's order has no shipping; without one it was forgotten.
		if ('unitPrice' in given) item.remarks.add('Shipping Amount is empty: no shipping was added');
		else
			problems.push({
				field: 'Shipping Amount',
				message: 'is empty',
				remedy: 'Give it, or leave the other fields of shipping out. 0 adds no line.',
			});
	}
	if (amount === undefined || amount <= 0) return [];
	const found: Problem[] = [];
	const [line] = readLines(
		[{ type: 'charge', description: SHIPPING_LABEL, ...shipping, unitPrice: amount }],
		found,
	);
	for (const { field, ...problem } of found)
		problems.push({ ...problem, field: field.replace(`${line.label}:`, SHIPPING_LABEL) });
	return [{ ...line, label: SHIPPING_LABEL, taxCountry }];
}

/** What the order should come to. */
export interface ShopTotal {
	amount: number;
	tolerancePence: number;
	/** Whether a difference beyond the tolerance fails the item. */
	strict: boolean;
}

/** The shop's total, where it is given. */
export function readShopTotal(item: Item, problems: Problem[]): ShopTotal | undefined {
	const { shop, tolerancePence, ifDiffers } = groupOf(item, PRICES_BOX, 'total');
	const amount = amountOf(shop, 'Total of the Shop', problems);
	return amount === undefined
		? undefined
		: {
				amount,
				tolerancePence:
					amountOf(tolerancePence, 'Total Tolerance (Pence)', problems) ?? TOTAL_TOLERANCE_PENCE,
				strict: ifDiffers === 'fail',
			};
}

/** A number that may be left out: an amount of money, unless other rules are given. */
export function amountOf(
	value: unknown,
	field: string,
	problems: Problem[],
	rules: NumberRules = MONEY,
): number | undefined {
	return isUnset(value) ? undefined : numberIn(value, rules, field, problems);
}

/** A choice of yes or no that may be left out; an expression may give it as text. */
export function flagOf(value: unknown, field: string, problems: Problem[]): boolean | undefined {
	if (isUnset(value)) return undefined;
	const flag = booleanIn(value);
	if (flag === undefined)
		problems.push({
			field,
			message: `${shown(value)} is neither true nor false`,
			remedy: 'Give true or false.',
		});
	return flag;
}

export function textOf(value: unknown): string | undefined {
	const text = isUnset(value) ? '' : String(value).trim();
	return text === '' ? undefined : text;
}
