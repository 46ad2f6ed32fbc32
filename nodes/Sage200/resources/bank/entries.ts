/** Receipts and payments that belong to no customer or supplier, each posted once. */
import { keyProperty } from '../../core/push/form';
import { createOnce, type Arranged } from '../../core/push/keyedDocuments';
import type { Operation } from '../../core/resource';
import type { SageRecord } from '../../sage200/protocol/api';
import { invalid, type Problem } from '../../sage200/protocol/failures';
import { bankEntriesOf, otherEntry } from '../../sage200/push/bankEntries';
import { POSTING_KEY } from '../../sage200/push/postings';
import { Decimal } from '../../sage200/values/decimal';
import { readNumber } from '../../sage200/values/numbers';
import { isRecord } from '../../sage200/values/records';
import { isUnset } from '../../sage200/values/unset';
import { nominalIdentity } from '../nominalLedger/identity';
import { bankIdentity } from './identity';

const ANALYSIS = 'nominal_analysis_items';

/** Post Receipt and Post Payment. */
export function bankEntry(kind: 'receipt' | 'payment'): Operation {
	const name = kind === 'receipt' ? 'Receipt' : 'Payment';
	const entry = {
		kind: `bank ${kind}`,
		resource: `bank_${kind}`,
		partyField: 'bank_id',
		amountOf,
	} as const;
	return createOnce({
		value: `post${name}`,
		name: `Post ${name}`,
		singular: `Bank ${name}`,
		description: `Post a bank ${kind} once: when its reference is in the bank account already, that ${kind} is returned`,
		schema: entry.resource,
		party: bankIdentity,
		partyField: entry.partyField,
		partyFields: ['account_currency_id'],
		named: [nominalIdentity],
		key: keyProperty(
			'Reference',
			'e.g. PAYOUT-1001',
			'Your own number of it. It is looked up in the bank account first, so that what is posted twice is there once.',
		),
		keyField: POSTING_KEY,
		required: ['cheque_value'],
		amounts: ['cheque_value'],
		fields: [
			'transaction_date',
			'second_reference',
			'narrative',
			'tax_code_id',
			'cheque_tax_value',
			ANALYSIS,
			'exchange_rate',
			'cheque_currency_id',
			'cheque_exchange_rate',
			'bank_charges',
		],
		drafts: false,
		keyedByParty: true,
		total: 'cheque_value',
		arrange: analysed,
		kind: (api) => bankEntriesOf(api, entry),
		otherContent: (found, body) => otherEntry(found, body, amountOf(body)),
		told: ['transaction_date', 'second_reference'],
	});
}

/**
 * The amount with its tax, posted to the nominal code or as the analysis says. Sage takes the value of a cheque and its tax
 * for accounts in another currency alone, of others their analysis.
 */
async function analysed(
	values: SageRecord,
	{ item, party, named: [nominal], problems }: Arranged,
): Promise<SageRecord> {
	const { cheque_value: amount, cheque_tax_value: tax, tax_code_id: taxCode, ...others } = values;
	const given = others[ANALYSIS];
	// Checked as it is, an amount that Sage cannot take is told under the name that the form gives it.
	if (!('value' in readNumber(amount, { decimals: 2 }))) return values;
	if (!nominal && !Array.isArray(given))
		throw invalid(nominalIdentity.label, 'is empty', 'Choose what the amount is posted to.');
	if (nominal && Array.isArray(given))
		problems.push({
			field: nominalIdentity.label,
			message: 'is chosen, and so are Nominal Analysis Items',
			remedy: 'Give one of them.',
		});
	if (isUnset(tax) !== isUnset(taxCode))
		problems.push({
			field: isUnset(tax) ? 'Cheque Tax Value' : 'Tax Code',
			message: 'is empty',
			remedy: 'Give the tax that the amount includes with its code, or neither.',
		});
	const share = readNumber(tax, { decimals: 2 });
	if ('value' in share && (share.value < 0 || share.value > Number(amount)))
		problems.push({
			field: 'Cheque Tax Value',
			message: `${share.value} is not between 0 and the amount`,
			remedy: 'Give the tax that the amount includes.',
		});
	const currencies = await item.company.lookups.all('currencies', {
		$select: 'id,is_base_currency',
	});
	const base = currencies.find(({ is_base_currency: isBase }) => isBase === true)?.id;
	const isForeign = Boolean(party.account_currency_id) && party.account_currency_id !== base;
	const goods = isUnset(tax) ? undefined : less(amount, tax);
	const row = {
		code: nominal?.reference,
		cost_centre: nominal?.cost_centre_code,
		department: nominal?.department_code,
		gross_value: amount,
	};
	if (isForeign)
		return {
			[ANALYSIS]: [row],
			...others,
			cheque_value: amount,
			cheque_goods_value: goods,
			cheque_tax_value: tax,
			tax_code_id: taxCode,
		};
	const taxed = { goods_value: goods, tax_value: tax, tax_code_id: taxCode };
	const analysis = Array.isArray(given)
		? withTax(given as unknown[], isUnset(tax) ? undefined : taxed, problems)
		: [{ ...row, ...taxed }];
	const total = totalOf(analysis);
	if (total !== undefined && less(amount, total) !== 0)
		problems.push({
			field: 'Nominal Analysis Items',
			message: `add up to ${total}, not to ${String(amount)}`,
			remedy: 'Give each its "gross_value", which together make the amount.',
		});
	return { ...others, [ANALYSIS]: analysis };
}

/** An analysis of one item that tells no tax has that of the entry; of several, nobody knows whose it is. */
function withTax(given: unknown[], taxed: SageRecord | undefined, problems: Problem[]): unknown[] {
	const [only] = given;
	if (!taxed) return given;
	const told = given.map((each) => (isRecord(each) ? Decimal.read(each.tax_value) : undefined));
	const known = told.filter((each) => each !== undefined);
	if (known.length === given.length && less(taxed.tax_value, Decimal.sum(known).toNumber()) === 0)
		return given;
	if (given.length === 1 && isRecord(only)) {
		const { gross_value, goods_value, tax_value, tax_code_id } = only;
		const isOpen = isUnset(goods_value) && isUnset(tax_value) && isUnset(tax_code_id);
		if (isOpen && !isUnset(gross_value)) return [{ ...only, ...taxed }];
	}
	problems.push({
		field: 'Cheque Tax Value',
		message: 'is kept in the items where the account is in the base currency, and would be lost',
		remedy:
			'Give it in the Nominal Analysis Items, as "goods_value", "tax_value" and "tax_code_id" of each.',
	});
	return given;
}

/** What an entry comes to; undefined where only Sage can tell. */
function amountOf(body: SageRecord): number | undefined {
	const { cheque_value: cheque, cheque_currency_id: currency, cheque_exchange_rate: rate } = body;
	if (currency || rate) return undefined;
	return cheque === undefined ? totalOf(body[ANALYSIS] as SageRecord[]) : Number(cheque);
}

/** The sum of analysis lines; undefined where one leaves its tax to Sage, or is none, which is told where it is checked. */
function totalOf(lines: unknown[]): number | undefined {
	const amounts = lines
		.filter(isRecord)
		.map(({ gross_value: gross, goods_value: goods, tax_value: tax }) =>
			isUnset(gross) ? sum(goods, tax) : Decimal.read(gross),
		);
	const known = amounts.filter((amount) => amount !== undefined);
	return known.length === lines.length ? Decimal.sum(known).toNumber() : undefined;
}

function sum(goods: unknown, tax: unknown): Decimal | undefined {
	const [net, added] = [Decimal.read(goods), Decimal.read(tax)];
	return net && added?.plus(net);
}

/** What is left; undefined for what are no numbers, which is told where they are checked. */
function less(whole: unknown, part: unknown): number | undefined {
	const [from, taken] = [Decimal.read(whole), Decimal.read(part)];
	return from && taken && from.minus(taken).toNumber();
}
