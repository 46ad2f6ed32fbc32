/**
 * Posts one transaction to a trading ledger and answers its URN.
 * Fields: the schema; the URN as answer: api.md g, from a capture. Balances and nominal entries follow bookkeeping,
 * inferred; words of refusals and the defaults of due date and rate are unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { daysAfter, today } from '../foundation/dates.mts';
import { decimal, money, type Decimal } from '../foundation/money.mts';
import { isSet, numberOf, textOf } from '../foundation/read.mts';
import { bodyOf, optional, referred } from '../foundation/records.mts';
import { deferral } from './deferral.mts';
import { nominalAnalysis, taxAnalysis } from './analysis.mts';
import { moveBank, ofBank } from './banks.mts';
import type { Ledger, PostingKind } from './ledger.mts';
import { CONTROL, postNominal, type NominalEntry } from './nominal.mts';
import { checkDate } from './transaction-dates.mts';
import { nextUrn, type Urn } from './urn.mts';

/** Rule of `POST /sales_invoices` and all other postings to a trading ledger. */
export function post(ledger: Ledger, kind: PostingKind, call: Call): Urn {
	const body = bodyOf(call);
	const { key, resource, name } = ledger.trader;
	if (!isSet(body[key])) throw new SageRefusal(`A ${name} is required.`);
	const trader = referred(call.company, resource, body[key], name);
	const date = textOf(body.transaction_date) || today(call.clock);
	checkDate(call, date);
	const values =
		kind.through === 'bank' ? bankValues(ledger, call, body) : documentValues(call, trader, body);
	const urn = nextUrn(call.company);
	const row = call.company.table(ledger.posted).insert({
		...transaction(call, kind, trader, body, date, values),
		...deferral(call),
		[key]: trader.id,
		urn,
	});
	const change = decimal(row.document_gross_value).times(kind.sign);
	call.company
		.table(resource)
		.change(trader.id, { balance: money(decimal(trader.balance).plus(change)) });
	if (kind.bankSign)
		moveBank(call, body, decimal(body.cheque_value).times(kind.bankSign), urn, ledger.ledgerType);
	postNominal(call, nominalEntries(ledger, kind, call, body, values), {
		date,
		reference: textOf(body.reference),
		narrative: textOf(trader.name),
		source: ledger.ledgerType,
		urn,
	});
	return { urn };
}

/** The bank, or analysis and tax, against the control account of the ledger. */
function nominalEntries(
	ledger: Ledger,
	kind: PostingKind,
	call: Call,
	body: Body,
	{ tax, nominalItems }: Values,
): NominalEntry[] {
	const sign = kind.sign * (ledger.name === 'sales' ? -1 : 1);
	const others = kind.bankSign
		? [
				ofBank(
					referred(call.company, 'banks', body.bank_id, 'bank'),
					decimal(body.cheque_value).times(kind.bankSign),
				),
			]
		: [
				...nominalItems.map((item) => ({
					code: textOf(item.code),
					cost_centre: textOf(item.cost_centre),
					department: textOf(item.department),
					value: decimal(item.value).times(sign),
				})),
				{ code: CONTROL.tax, value: tax.times(sign) },
			];
	const total = others.reduce((sum, { value }) => sum.plus(value), decimal(0));
	return [...others, { code: CONTROL[ledger.name], value: total.neg() }];
}

/** Nothing where nobody asked for authorisation, else whether it has been given. */
function waitsOrNot(body: Body): boolean | undefined {
	const isAsked = body.authorisation_type !== undefined || body.is_authorised !== undefined;
	return isAsked ? body.is_authorised === true : undefined;
}

/** Rule of `POST /sales_invoices_new` and its like: defaults, unsaved. */
export function previewPosting(ledger: Ledger, call: Call): Body {
	const { key, resource, name } = ledger.trader;
	const trader = referred(call.company, resource, bodyOf(call)[key], name);
	const date = today(call.clock);
	return {
		[key]: trader.id,
		transaction_date: date,
		due_date: dueDate(trader, date),
		exchange_rate: rateOf(call, trader),
		discount_days: numberOf(trader.early_settlement_discount_days),
		discount_percent: numberOf(trader.early_settlement_discount_percent),
		tax_analysis_items: [],
		nominal_analysis_items: [],
	};
}

interface Values {
	goods: Decimal;
	tax: Decimal;
	taxItems: Body[];
	nominalItems: Body[];
}

function documentValues({ company }: Call, trader: Row, body: Body): Values {
	const goods = decimal(body.document_goods_value);
	const tax = decimal(body.document_tax_value);
	if (goods.plus(tax).lte(0))
		throw new SageRefusal('The value of the transaction must be greater than zero.');
	const taxItems = taxAnalysis(company, trader, body);
	return {
		goods,
		tax,
		taxItems,
		nominalItems: nominalAnalysis(company, trader, body, body.document_goods_value),
	};
}

function bankValues(ledger: Ledger, { company }: Call, body: Body): Values {
	referred(company, 'banks', body.bank_id, 'bank');
	const value = decimal(body[ledger.accountValue] ?? body.cheque_value);
	if (value.lte(0))
		throw new SageRefusal('The value of the transaction must be greater than zero.');
	return { goods: value, tax: decimal(0), taxItems: [], nominalItems: [] };
}

function transaction(
	call: Call,
	kind: PostingKind,
	trader: Row,
	body: Body,
	date: string,
	values: Values,
): Body {
	const rate = numberOf(body.exchange_rate) || rateOf(call, trader);
	const gross = values.goods.plus(values.tax);
	const inBase = (value: Decimal) => money(value.div(rate));
	return {
		trader_transaction_type: kind.type,
		reference: textOf(body.reference),
		second_reference: textOf(body.second_reference),
		queried: '',
		transaction_date: date,
		posted_date: call.clock.stamp(),
		due_date: textOf(body.due_date) || dueDate(trader, date),
		document_goods_value: money(values.goods),
		document_tax_value: money(values.tax),
		document_gross_value: money(gross),
		document_discount_value: numberOf(body.document_discount_value),
		discount_percent: numberOf(body.discount_percent),
		discount_days: numberOf(body.discount_days),
		document_allocated_value: 0,
		document_outstanding_value: money(gross),
		base_goods_value: inBase(values.goods),
		base_tax_value: inBase(values.tax),
		base_gross_value: inBase(gross),
		base_allocated_value: 0,
		control_value_in_base_currency: inBase(gross),
		exchange_rate: rate,
		settled_immediately: body.settled_immediately === true,
		user_name: textOf(call.user.name).slice(0, 20),
		tax_analysis_items: values.taxItems,
		nominal_analysis_items: values.nominalItems,
		bank_items: [],
		allocation_session_items: [],
		allocation_history_items: [],
		authorisation: waitsOrNot(body),
	};
}

function dueDate(trader: Row, date: string): string {
	return daysAfter(date, numberOf(trader.payment_terms_days));
}

function rateOf({ company }: Call, trader: Row): number {
	return numberOf(optional(company, 'currencies', trader.currency_id)?.core_currency_rate) || 1;
}
