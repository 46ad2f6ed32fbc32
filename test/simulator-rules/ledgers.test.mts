import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { projections } from '../../simulator/rules/index.mts';
import type { Body, Row } from '../../simulator/world.mts';
import { makeBench, type Bench } from './seeded-company.mts';

let bench: Bench;
beforeEach(() => {
	bench = makeBench();
});

function postInvoice(more: Body = {}): Row {
	const values = { reference: 'T1', document_goods_value: 100, document_tax_value: 20 };
	const { urn } = bench.call('POST /sales_invoices', {
		customer_id: bench.customer.id,
		...values,
		...more,
	});
	return bench.row('sales_posted_transactions', 'urn', urn);
}

describe('postings', () => {
	test('answer a URN and show in the ledger, the balance and the views', () => {
		const { customer, company } = bench;
		const balance = Number(customer.balance);
		const row = postInvoice();
		assert.equal(row.document_gross_value, 120);
		assert.equal(
			company.table('customers').find(customer.id)!.balance,
			Math.round((balance + 120) * 100) / 100,
		);
		const [seen] = [
			...projections.sales_transaction_views(company, { field: 'urn', value: row.urn }),
		];
		assert.equal(seen.customer_reference, customer.reference);
		assert.equal(seen.document_outstanding_value, 120);
	});

	test('analysis needs ids, known codes and right totals', () => {
		const { refused, customer, row } = bench;
		const post = (more: Body) =>
			refused('POST /sales_invoices', {
				customer_id: customer.id,
				document_goods_value: 100,
				document_tax_value: 20,
				...more,
			});
		const id = row('tax_codes', 'code', 1).id;
		assert.match(post({ tax_analysis_items: [{ goods_amount: 100 }] }), /SageNullFieldException/);
		assert.match(
			post({ tax_analysis_items: [{ id, goods_amount: 90, tax_amount: 20 }] }),
			/goods value/,
		);
		assert.match(post({ nominal_analysis_items: [{ code: '9999', value: 100 }] }), /nominal code/);
		assert.match(post({ nominal_analysis_items: [{ code: '4000', value: 1 }] }), /does not equal/);
		assert.match(post({ transaction_date: '2001-01-01T00:00:00Z' }), /open for posting/);
		assert.match(post({ document_goods_value: 0, document_tax_value: 0 }), /greater than zero/);
	});

	test('receipts move the bank and are allocated to invoices', () => {
		const { call, refused, customer, company, row } = bench;
		const bank = row('banks', 'code', 'CURRENT');
		const before = Number(bank.balance);
		const invoice = postInvoice();
		const { urn } = call('POST /sales_receipts', {
			customer_id: customer.id,
			bank_id: bank.id,
			cheque_value: 120,
		});
		const receipt = row('sales_posted_transactions', 'urn', urn);
		assert.equal(company.table('banks').find(bank.id)!.balance, before + 120);
		const allocate = (value: number) => ({
			customer_id: customer.id,
			allocation_lines: [
				{ posted_tran_id: invoice.id, value_to_allocate: 120 },
				{ posted_tran_id: receipt.id, value_to_allocate: value },
			],
		});
		assert.match(refused('POST /sales_allocations', allocate(60)), /not equal/);
		call('POST /sales_allocations', allocate(120));
		assert.equal(
			company.table('sales_posted_transactions').find(invoice.id)!.document_outstanding_value,
			0,
		);
	});

	test('age by the date asked for', () => {
		const { call, customer } = bench;
		const old = new Date(bench.clock.now() - 40 * 86_400_000)
			.toISOString()
			.replace(/T.*/, 'T00:00:00Z');
		postInvoice({ transaction_date: old });
		const aged = (query: Record<string, string>) =>
			(call('GET /sales_aged_debtor_summary_views', {}, 0, { query }) as unknown as Body[]).find(
				(each) => each.customer_id === customer.id,
			)!;
		assert.ok(Number(aged({}).doc_period_1) >= 120);
		assert.ok(Number(aged({ $ageingdatetype: 'duedate' }).doc_current) >= 120);
		assert.match(
			bench.refused('GET /sales_aged_debtor_summary_views', {}, 0, {
				query: { $ageingdatetype: 'x' },
			}),
			/ageing date/,
		);
	});

	test('dates are classified before anything is posted', () => {
		const classify = (date: string) =>
			bench.call('POST /transaction_date_validation', { date, ledger_type: 'LedgerSales' })
				.classification;
		assert.equal(classify(bench.clock.stamp()), 'Normal');
		assert.equal(classify('2001-01-01T00:00:00Z'), 'Unacceptable');
	});

	test('purchase invoices wait for authorisation', () => {
		const { call, refused, company, row } = bench;
		const [supplier] = [...company.table('suppliers').all()];
		const { urn } = call('POST /purchase_invoices', {
			supplier_id: supplier.id,
			document_goods_value: 10,
			document_tax_value: 2,
			authorisation_type: 'EnumAuthorisationStandard',
		});
		const { id } = row('purchase_posted_transactions', 'urn', urn);
		const { oplock } = call('GET /purchase_authorisations/{Id}', {}, id);
		assert.match(
			refused('PUT /purchase_authorisations/{Id}', { oplock: 'old' }, id),
			/another user/,
		);
		call('PUT /purchase_authorisations/{Id}', { oplock }, id);
		assert.match(refused('GET /purchase_authorisations/{Id}', {}, id), /does not wait/);
	});
});

describe('the nominal ledger', () => {
	const totals = () => {
		const codes = [...bench.company.table('nominal_codes').all()];
		const isMoney = (id: unknown) =>
			codes.find((row) => row.id === id)?.nominal_account_type === 'NominalAccountTypePosting';
		const rows = [...bench.company.table('nominal_transaction_enquiry_views').all()].filter(
			({ nominal_code_id: id }) => isMoney(id),
		);
		const sum = (field: string) =>
			Math.round(rows.reduce((total, row) => total + Number(row[field]) * 100, 0));
		return { debit: sum('debit'), credit: sum('credit') };
	};

	test('has two sides of everything that is posted', () => {
		const { call, company } = bench;
		const before = totals();
		assert.equal(before.debit, before.credit);
		postInvoice();
		const [current, euro] = [...company.table('banks').all()];
		const entry = {
			bank_id: current.id,
			nominal_analysis_items: [{ code: '7500', gross_value: 9 }],
		};
		call('POST /bank_payment', entry);
		call('POST /bank_receipt', entry);
		call('POST /bank_transfer', {
			bank_from_id: current.id,
			bank_to_id: euro.id,
			payment_value: 10,
			receipt_value: 11,
		});
		const after = totals();
		assert.equal(after.debit, after.credit);
		assert.ok(after.debit >= before.debit + 120_00 + 9_00 + 9_00 + 11_00);
	});

	test('has a value for each account and period, which are its transactions', () => {
		const { company } = bench;
		const [posted] = [...company.table('nominal_transaction_enquiry_views').all()];
		const values = [...projections.nominal_period_value_views(company)];
		const periods = [...company.table('financial_year_period_views').all()].length;
		assert.equal(values.length, periods * [...company.table('nominal_codes').all()].length);
		const own = [...company.table('nominal_transaction_enquiry_views').all()].filter(
			(row) =>
				row.nominal_code_id === posted.nominal_code_id &&
				row.accounting_period_id === posted.accounting_period_id,
		);
		const moved = own.reduce((sum, row) => sum + Number(row.debit) - Number(row.credit), 0);
		const value = values.find(
			(row) =>
				row.nominal_code_id === posted.nominal_code_id &&
				row.accounting_period_id === posted.accounting_period_id,
		);
		assert.equal(Number(value?.nominal_period_value_actual_value).toFixed(2), moved.toFixed(2));
	});
});
