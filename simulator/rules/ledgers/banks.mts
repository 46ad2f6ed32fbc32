/**
 * The cash book: receipts, payments and transfers between accounts.
 * Fields: the schema; the URN as answer: api.md g. What a posting must add up to is inferred from api.md k 8; signs and
 * numbers of what is posted are switches.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { today } from '../foundation/dates.mts';
import { decimal, money, type Decimal } from '../foundation/money.mts';
import { isSet, rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, first, referred } from '../foundation/records.mts';
import { checkNominal } from './analysis.mts';
import { deferral } from './deferral.mts';
import { CONTROL, postNominal, type NominalEntry, type Posted } from './nominal.mts';
import { checkDate } from './transaction-dates.mts';
import { nextUrn, type Urn } from './urn.mts';

/**
 * Rule of `POST /bank_receipt` (1) and `POST /bank_payment` (-1). The value of the cheque and its tax are for accounts in
 * another currency than the company's; of others the analysis says it (Sage's schema).
 */
export function postBank(call: Call, sign: 1 | -1): Urn {
	const body = bodyOf(call);
	const bank = referred(call.company, 'banks', body.bank_id, 'bank');
	checkDate(call, textOf(body.transaction_date) || today(call.clock));
	const items = rowsOf(body.nominal_analysis_items);
	if (items.length === 0) throw new SageRefusal('A nominal analysis is required.');
	for (const item of items) checkNominal(call.company, item);
	const analysed = items.reduce((total, item) => total.plus(grossOf(item)), decimal(0));
	const value = isForeign(call, bank) ? decimal(body.cheque_value) : analysed;
	if (value.lte(0))
		throw new SageRefusal('The value of the transaction must be greater than zero.');
	if (!analysed.eq(value))
		throw new SageRefusal(
			'The value of the nominal analysis does not equal the total of the transaction.',
		);
	const urn = nextUrn(call.company);
	moveBank(call, body, value.times(sign), urn, 'LedgerCashBook');
	const entries = items.map((item) => ({ ...analysisOf(item), value: grossOf(item).times(-sign) }));
	const taxed = entries.flatMap((entry, at) =>
		withTax(entry, decimal(items[at].tax_value).times(-sign)),
	);
	postNominal(call, [ofBank(bank, value.times(sign)), ...taxed], postedOf(call, body, urn));
	return { urn };
}

function grossOf(item: Body): Decimal {
	return isSet(item.gross_value)
		? decimal(item.gross_value)
		: decimal(item.goods_value).plus(decimal(item.tax_value));
}

function isForeign({ company }: Call, bank: Row): boolean {
	const base = first(company.table('currencies').where('is_base_currency', true));
	return isSet(bank.account_currency_id) && bank.account_currency_id !== base?.id;
}

/** Rule of `POST /bank_transfer`. Whether both halves have one number is a switch. */
export function transferBetweenBanks(call: Call): Body {
	const body = bodyOf(call);
	const from = referred(call.company, 'banks', body.bank_from_id, 'bank');
	const to = referred(call.company, 'banks', body.bank_to_id, 'bank');
	if (from.id === to.id) throw new SageRefusal('A transfer needs two different banks.');
	const value = decimal(body.payment_value);
	if (value.lte(0)) throw new SageRefusal('The value of the transfer must be greater than zero.');
	const received = decimal(body.receipt_value ?? body.payment_value);
	const urn = nextUrn(call.company);
	const other = call.company.behaviour.transferUrns === 'shared' ? urn : nextUrn(call.company);
	moveBank(call, { ...body, bank_id: from.id }, value.neg(), urn, 'LedgerCashBook');
	moveBank(call, { ...body, bank_id: to.id }, received, other, 'LedgerCashBook');
	const difference = {
		code: textOf(to.exchange_diff_nominal_reference),
		value: value.minus(received),
	};
	postNominal(
		call,
		[ofBank(from, value.neg()), ofBank(to, received), difference],
		postedOf(call, body, urn),
	);
	return body;
}

function analysisOf({ code, cost_centre, department }: Body): Omit<NominalEntry, 'value'> {
	return {
		code: textOf(code),
		cost_centre: textOf(cost_centre),
		department: textOf(department),
	};
}

/** Tax that a line includes goes to its control account. */
function withTax(entry: NominalEntry, tax: Decimal): NominalEntry[] {
	return [
		{ ...entry, value: entry.value.minus(tax) },
		{ code: CONTROL.tax, value: tax },
	];
}

/** What a bank's account in the nominal ledger gains or loses. */
export function ofBank(bank: Row, value: Decimal): NominalEntry {
	return { code: textOf(bank.bank_account_nominal_reference), value };
}

function postedOf(call: Call, body: Body, urn: number): Posted {
	return {
		date: textOf(body.transaction_date) || today(call.clock),
		reference: textOf(body.reference),
		narrative: textOf(body.narrative),
		source: 'LedgerCashBook',
		urn,
	};
}

/**
 * Moves a bank's balance and records the transaction. Sage's schema names its types `BankAccountEntryType.Receipt` and
 * `.Payment`; whether payments are below 0 is a switch.
 */
export function moveBank(call: Call, body: Body, value: Decimal, urn: number, source: string): Row {
	const bank = referred(call.company, 'banks', body.bank_id, 'bank');
	const balance = money(decimal(bank.balance).plus(value));
	call.company.table('banks').change(bank.id, { balance, balance_in_base: balance });
	return call.company.table('bank_posted_transactions').insert({
		bank_id: bank.id,
		bank_transaction_type: `BankAccountEntryType${value.gte(0) ? 'Receipt' : 'Payment'}`,
		source,
		entry_description: textOf(body.narrative),
		reference: textOf(body.reference),
		second_reference: textOf(body.second_reference),
		transaction_date: textOf(body.transaction_date) || today(call.clock),
		posted_date: call.clock.stamp(),
		cheque_value: money(call.company.behaviour.bankPayments === 'positive' ? value.abs() : value),
		cheque_currency_id: bank.account_currency_id,
		urn,
		user_name: textOf(call.user.name).slice(0, 20),
		tax_analysis_items: [],
		nominal_analysis_items: rowsOf(body.nominal_analysis_items),
		trade_items: [],
		...deferral(call),
	});
}
