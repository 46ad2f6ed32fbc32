/** Past trade: some orders, part of them despatched, quotes, returns, purchases, and what was posted to the ledgers. */
import { daysAfter, today } from '../rules/foundation/dates.mts';
import { numberOf, rowsOf } from '../rules/foundation/read.mts';
import type { Body, Clock, Company, Row, SeedOptions } from '../world.mts';
import { asUser, type Answer } from './as-user.mts';
import { makeDice, type Dice } from './dice.mts';

const ORDERS = 24;
const DESPATCHED = 10;
const QUOTES = 4;
const RETURNS = 2;
const PURCHASES = 5;
const INVOICES = 12;
const DAYS_BACK = 25;
const DAY = 86_400_000;

interface Past {
	company: Company;
	user: Answer;
	dice: Dice;
	customers: Row[];
	suppliers: Row[];
	products: Row[];
	/** A day of the last weeks. */
	day(): string;
}

/** Seeds past trade. */
export function seedHistory(company: Company, options: SeedOptions): void {
	const past = pastOf(company, options);
	if (past.products.length === 0) return;
	const orders = Array.from({ length: ORDERS }, (_, index) => order(past, index));
	orders.slice(0, DESPATCHED).forEach((each, index) => despatch(past, each, index));
	cancelPart(past, orders[ORDERS - 1]);
	for (let index = 0; index < QUOTES; index += 1) quote(past);
	for (let index = 0; index < RETURNS; index += 1)
		document(past, 'sop_returns', pick(past, past.customers), {
			customer_document_no: `RMA-${501 + index}`,
		});
	for (let index = 0; index < PURCHASES; index += 1) purchase(past, index);
	for (let index = 0; index < INVOICES; index += 1) invoice(past, index);
}

function pastOf(company: Company, { seed, clock }: SeedOptions): Past {
	const dice = makeDice(seed + 31);
	return {
		company,
		dice,
		user: asUser(company, dayBefore(clock)),
		// Accounts that nothing stands against, and goods that anyone may have any number of.
		customers: [...company.table('customers').all()]
			.filter((row) => row.on_hold !== true && numberOf(row.credit_limit) > 3000)
			.slice(0, 40),
		suppliers: [...company.table('suppliers').all()],
		products: [...company.table('products').all()].filter(
			(row) =>
				row.product_status_type === 'EnumStockItemStatusTypeActive' &&
				row.traceable_type === 'EnumTraceableTypeNone' &&
				numberOf(row.free_stock_quantity) > 0,
		),
		day: () => daysAfter(today(clock), -1 - dice.roll(DAYS_BACK)),
	};
}

/** What was posted a day ago shows by now, also where Sage writes postings to the ledgers later. */
function dayBefore(clock: Clock): Clock {
	return { now: () => clock.now() - DAY, stamp: () => clock.stamp() };
}

function order(past: Past, index: number): Row {
	return document(past, 'sop_orders', pick(past, past.customers), {
		customer_document_no: `PO-${10_021 + index}`,
		analysis_code_1: index % 3 === 0 ? 'Phone' : 'Trade counter',
	});
}

function document(past: Past, resource: string, customer: Row, header: Body): Row {
	return past.user(`POST /${resource}`, {
		customer_id: customer.id,
		document_date: past.day(),
		...header,
		lines: [...goods(past, 'product_id'), { line_type: 'EnumLineTypeCharge', code: 'Carriage' }],
	});
}

function goods({ dice, products }: Past, key: string): Body[] {
	return Array.from({ length: 1 + dice.roll(3) }, () => ({
		line_type: 'EnumLineTypeStandard',
		[key]: dice.pick(products).id,
		line_quantity: 1 + dice.roll(4),
	}));
}

function despatch(past: Past, row: Row, index: number): void {
	const items = rowsOf(row.lines)
		.filter((line) => numberOf(line.stock_unit_available_for_despatch) > 0)
		.map((line) => ({ id: line.id, quantity: line.stock_unit_available_for_despatch }));
	const [courier] = [...past.company.table('couriers').all()];
	past.user('POST /sop_confirm_despatch', {
		sop_order_return_id: row.id,
		items: index % 3 === 2 ? items.slice(0, 1) : items,
		tracking_items: [
			{
				sop_order_return_id: row.id,
				courier_id: courier.id,
				consignment_no: `PP${700_100 + index}`,
			},
		],
	});
}

function cancelPart({ user }: Past, row: Row): void {
	const [line] = rowsOf(row.lines);
	user(
		'PUT /sop_orders/{Id}',
		{ lines: [{ id: line.id, is_to_delete: true, create_cancelled_line: true }] },
		{ Id: row.id },
	);
}

function quote(past: Past): void {
	document(past, 'sop_quotes', pick(past, past.customers), {
		customer_type: 'EnumCustomerTypeCredit',
		quotation_expiry_date: daysAfter(past.day(), 60),
	});
}

function purchase(past: Past, index: number): void {
	past.user('POST /pop_orders', {
		supplier_id: pick(past, past.suppliers).id,
		document_date: past.day(),
		supplier_document_no: `SUP-${300 + index}`,
		lines: goods(past, 'product_id').map((line) => ({ ...line, line_quantity: 50 })),
	});
}

/** Every other invoice of the past is paid and allocated; suppliers' invoices are not. */
function invoice(past: Past, index: number): void {
	const customer = pick(past, past.customers);
	const document_goods_value = past.dice.amount(20, 400);
	const document_tax_value = Math.round(document_goods_value * 20) / 100;
	const transaction_date = past.day();
	const values = { transaction_date, document_goods_value, document_tax_value };
	const [bank] = [...past.company.table('banks').all()];
	past.user('POST /sales_invoices', {
		customer_id: customer.id,
		reference: `INV${1000 + index}`,
		...values,
	});
	past.user('POST /purchase_invoices', {
		supplier_id: pick(past, past.suppliers).id,
		reference: `P${200 + index}`,
		...values,
	});
	if (index % 2 === 1) return;
	const total = Math.round((document_goods_value + document_tax_value) * 100) / 100;
	past.user('POST /sales_receipts', {
		customer_id: customer.id,
		bank_id: bank.id,
		transaction_date,
		cheque_value: total,
		reference: `BACS${index}`,
	});
	const ids = last(past.company, 'sales_posted_transactions', 2);
	past.user('POST /sales_allocations', {
		customer_id: customer.id,
		allocation_lines: ids.map((posted_tran_id) => ({ posted_tran_id, value_to_allocate: total })),
	});
}

function last(company: Company, resource: string, count: number): number[] {
	return [...company.table(resource).all()].slice(-count).map(({ id }) => id);
}

function pick({ dice }: Past, rows: Row[]): Row {
	return dice.pick(rows);
}
