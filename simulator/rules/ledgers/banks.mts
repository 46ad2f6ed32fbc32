/** The cash book: receipts, payments and transfers between accounts. */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { today } from '../foundation/dates.mts';
import { decimal, money, sum, type Decimal } from '../foundation/money.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, referred } from '../foundation/records.mts';
import { checkNominal } from './analysis.mts';
import { deferral } from './deferral.mts';
import { checkDate } from './transaction-dates.mts';
import { nextUrn, type Urn } from './urn.mts';

/** Rule of `POST /bank_receipt` (1) and `POST /bank_payment` (-1). */
export function postBank(call: Call, sign: 1 | -1): Urn {
	const body = bodyOf(call);
	referred(call.company, 'banks', body.bank_id, 'bank');
	checkDate(call, textOf(body.transaction_date) || today(call.clock));
	const items = rowsOf(body.nominal_analysis_items);
	if (items.length === 0) throw new SageRefusal('A nominal analysis is required.');
	for (const item of items) checkNominal(call.company, item);
	const value = decimal(body.cheque_value);
	if (value.lte(0))
		throw new SageRefusal('The value of the transaction must be greater than zero.');
	const analysed = sum(items, 'goods_value').plus(sum(items, 'tax_value'));
	const gross = sum(items, 'gross_value');
	if (!gross.eq(value) && !analysed.eq(value)) {
		throw new SageRefusal(
			'The value of the nominal analysis does not equal the total of the transaction.',
		);
	}
	const urn = nextUrn(call.company);
	moveBank(call, body, value.times(sign), urn);
	return { urn };
}

/** Rule of `POST /bank_transfer`. */
export function transferBetweenBanks(call: Call): Body {
	const body = bodyOf(call);
	const from = referred(call.company, 'banks', body.bank_from_id, 'bank');
	const to = referred(call.company, 'banks', body.bank_to_id, 'bank');
	if (from.id === to.id) throw new SageRefusal('A transfer needs two different banks.');
	const value = decimal(body.payment_value);
	if (value.lte(0)) throw new SageRefusal('The value of the transfer must be greater than zero.');
	const urn = nextUrn(call.company);
	moveBank(call, { ...body, bank_id: from.id }, value.neg(), urn);
	moveBank(
		call,
		{ ...body, bank_id: to.id },
		decimal(body.receipt_value ?? body.payment_value),
		urn,
	);
	return body;
}

/** Moves a bank's balance and records the transaction. */
export function moveBank(call: Call, body: Body, value: Decimal, urn: number): Row {
	const bank = referred(call.company, 'banks', body.bank_id, 'bank');
	const balance = money(decimal(bank.balance).plus(value));
	call.company.table('banks').change(bank.id, { balance, balance_in_base: balance });
	return call.company.table('bank_posted_transactions').insert({
		bank_id: bank.id,
		bank_transaction_type: value.gte(0) ? 'BankReceipt' : 'BankPayment',
		entry_description: textOf(body.narrative),
		reference: textOf(body.reference),
		second_reference: textOf(body.second_reference),
		transaction_date: textOf(body.transaction_date) || today(call.clock),
		posted_date: call.clock.stamp(),
		cheque_value: money(value),
		cheque_currency_id: bank.account_currency_id,
		urn,
		user_name: textOf(call.user.name).slice(0, 20),
		tax_analysis_items: [],
		nominal_analysis_items: rowsOf(body.nominal_analysis_items),
		trade_items: [],
		...deferral(call),
	});
}
