/** Whose order it is: an account that is there, or one that is made with the order. */
import type { SageRecord } from '../../protocol/api';
import { bodyOf, newBody } from '../../values/bodies';
import { accountFields } from '../../customers/details';
import type { Finding } from '../../customers/finder';
import { eitherRemedy } from '../../lookups/named';

import { accountCurrency, currenciesOf, type CurrencyCodes } from './currency';
import type { Account, OrderRequest } from './request';

/** An account that is to be made. */
export interface NewAccount {
	/** Its fields, as Sage takes them. */
	body: SageRecord;
	/** Mask of its reference; empty where Sage numbers accounts. */
	mask: string;
	/** Keeps the order's delivery address with it. */
	keepAddress: boolean;
}

/** Who an order is for. */
export type Buyer =
	| {
			customer: SageRecord;
			/** Fields of the account that the shop overwrites. */
			changes?: SageRecord;
	  }
	| { customer?: undefined; account: NewAccount };

/** How messages call what customers are found by. */
const RULE_NAMES = {
	id: 'ID',
	reference: 'reference',
	email: 'e-mail address',
	vat_number: 'VAT number',
	name: 'name',
};

/** The customer that was found. What keeps it from being one is added to the problems. */
export function foundCustomer(
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

const DETAILS = 'Customer Details: ';

/**
 * Who the order is for; undefined where nobody was found and no account is to be made, which is among the problems then.
 * @param values the fields of the account that comes with the order, with IDs of other records
 */
export function buyerOf(
	request: OrderRequest,
	customer: SageRecord | undefined,
	values: SageRecord,
	currencies: CurrencyCodes,
): Buyer | undefined {
	const { account } = request;
	if (!customer)
		return account?.create
			? { account: newAccountOf(account, request, values, currencies) }
			: undefined;
	return account && account.overwrite.length > 0
		? { customer, changes: changesOf(account, request, values) }
		: { customer };
}

function newAccountOf(
	{ details, mask, keepAddress }: Account,
	request: OrderRequest,
	values: SageRecord,
	currencies: CurrencyCodes,
): NewAccount {
	const { problems, rules } = request;
	if (!details.name)
		problems.push({
			field: `${DETAILS}Name`,
			message: 'is empty, and a new account needs one',
			remedy: 'Give the name of the buyer.',
		});
	const currency = accountCurrency(currenciesOf(request), values.currency_id, currencies, problems);
	const made = { ...values, currency_id: currency ?? values.currency_id };
	const body = newBody(bodyOf('customer', made, rules, problems, DETAILS), rules);
	return { body, mask, keepAddress };
}

function changesOf(
	{ details, overwrite }: Account,
	{ rules, problems }: OrderRequest,
	values: SageRecord,
): SageRecord {
	const written = Object.keys(accountFields(details, overwrite));
	const changed = Object.fromEntries(written.map((name) => [name, values[name]]));
	return bodyOf('customer', changed, rules, problems, DETAILS);
}

/** What is written of the buyer's account: all fields of a new one, or those that the shop overwrites. */
export function writtenAccount(buyer: Buyer | undefined): SageRecord | undefined {
	return buyer?.customer ? buyer.changes : buyer?.account.body;
}
