/**
 * Allocates receipts and credits to invoices of one account.
 * Fields: the schema. Which sign a value has, that sides must be equal, and the words of refusals are unknown, the
 * simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { childId } from '../foundation/child-ids.mts';
import { today } from '../foundation/dates.mts';
import { decimal, money, Decimal } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { bodyOf, referred } from '../foundation/records.mts';
import type { Ledger } from './ledger.mts';

/** Types that add to what an account owes. */
const DEBITS = new Set([
	'TradingAccountEntryTypeInvoice',
	'TradingAccountEntryTypePurchaseReceiptSalesPayment',
]);

/** Rule of `POST /sales_allocations` and `POST /purchase_allocations`: debits and credits must come out even. */
export function allocateTransactions(ledger: Ledger, call: Call): Body {
	const body = bodyOf(call);
	const date = textOf(body.allocation_date) || today(call.clock);
	const lines = rowsOf(body.allocation_lines).map((line) => ({
		row: transactionOf(ledger, call, body, line),
		value: decimal(line.value_to_allocate).abs(),
	}));
	const balance = lines.reduce(
		(total, { row, value }) => total.plus(isDebit(row) ? value : value.neg()),
		new Decimal(0),
	);
	if (lines.length === 0 || !balance.isZero())
		throw new SageRefusal('The allocated debits and credits are not equal.');
	for (const { row, value } of lines) allocate(ledger, call, row, value, date);
	return { ...body, allocation_date: date };
}

function transactionOf(ledger: Ledger, call: Call, body: Body, line: Body): Row {
	const row = referred(call.company, ledger.posted, line.posted_tran_id, 'posted transaction');
	const { key, name } = ledger.trader;
	if (row[key] !== body[key])
		throw new SageRefusal(`The transaction ${row.id} belongs to another ${name}.`);
	if (decimal(line.value_to_allocate).abs().gt(decimal(row.document_outstanding_value))) {
		throw new SageRefusal(`The transaction ${row.id} does not have that value outstanding.`);
	}
	return row;
}

function isDebit(row: Row): boolean {
	return DEBITS.has(textOf(row.trader_transaction_type));
}

function allocate(ledger: Ledger, call: Call, row: Row, value: Decimal, date: string): void {
	const outstanding = decimal(row.document_outstanding_value).minus(value);
	const allocated = decimal(row.document_allocated_value).plus(value);
	call.company.table(ledger.posted).change(row.id, {
		document_allocated_value: money(allocated),
		document_outstanding_value: money(outstanding),
		base_allocated_value: money(allocated.div(numberOf(row.exchange_rate) || 1)),
		...(outstanding.isZero() ? { full_settlement_date: date } : {}),
		allocation_history_items: [
			...rowsOf(row.allocation_history_items),
			{
				id: childId(call.company),
				entry_date: date,
				allocation_value: money(value),
				exchange_rate: row.exchange_rate,
			},
		],
	});
}
