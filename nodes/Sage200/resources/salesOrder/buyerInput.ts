/** The customer of an order as the form holds one: picked, named, or told by the shop's details. */
import type { IDataObject } from 'n8n-workflow';

import { fieldOf } from '../../catalog';
import { fieldsIn } from '../../core/form/box';
import { jsonObject } from '../../core/form/fields';
import { withOtherFields } from '../../core/form/otherFields';
import type { Item } from '../../core/item';
import {
	OVERWRITABLE,
	type CustomerDetails,
	type MatchRule,
	type Overwritable,
} from '../../sage200/customers/details';
import type { Clue } from '../../sage200/customers/finder';
import { maskProblem } from '../../sage200/customers/referenceMask';
import { namingOf } from '../../sage200/lookups/named';
import type { Account } from '../../sage200/orders/create/request';
import type { Problem } from '../../sage200/protocol/failures';
import { convert, type ValueRules } from '../../sage200/values/convert';
import { listIn } from '../../sage200/values/lists';
import { flagIn, textIn } from '../../sage200/values/optional';
import { REMOVE_UNSEEN, unseenIn, withoutUnseen } from '../../sage200/values/texts';
import { isUnset } from '../../sage200/values/unset';

import { ACCOUNT_ADDRESS, CUSTOMER_MATCH, DETAILS, DETAILS_BOX } from './customerForm';

const MATCH_RULES: MatchRule[] = ['reference', 'email', 'vat_number', 'name'];
/** Two buyers may have one name, so it is a rule only where it was chosen. */
const DEFAULT_RULES: MatchRule[] = ['reference', 'email', 'vat_number'];
const NAMING_RULES = new Set<string>([...MATCH_RULES, 'id']);
const DEFAULT_MASK = 'AAANNN';

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

/**
 * The account that the form describes; undefined where the customer is chosen.
 * @param known what is known of the buyer where the form says nothing
 */
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
		keepAddress: flagIn(match.keepAddress, 'Keep Delivery Address', problems) ?? true,
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
				textIn(value) ? [[name, textIn(value)]] : [],
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

/** Fields that a delivery address and an account's main address have in common. */
const OF_ADDRESS = [
	'address_1',
	'address_2',
	'address_3',
	'address_4',
	'city',
	'county',
	'postcode',
];

/** A delivery address as an account's main address. */
function mainAddress(delivery: IDataObject): IDataObject {
	const values = OF_ADDRESS.map((name) => [name, delivery[name]] as const);
	const country = ['address_country_code_id', delivery.country_code_id] as const;
	return Object.fromEntries([...values, country].filter(([, value]) => !isUnset(value)));
}

/** How a customer of these details is found, by the rules that the form chooses, best first. */
export function cluesOf(details: CustomerDetails, item: Item): Clue[] {
	const { reference, email, vat_number, address } = details;
	const { postcode } = address;
	const unless = { reference, email, vat_number, postcode: textIn(postcode) };
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
