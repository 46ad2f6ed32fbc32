/**
 * Views and lookups of the ledgers: posted transactions, nominal codes, banks. Fields, with ids of enums in the place
 * of their texts: the schema.
 */
import type { Body, Company, Projection, Projections, Row } from '../../world.mts';
import { decimal, money } from '../foundation/money.mts';
import { numberOf } from '../foundation/read.mts';
import { enumId, optional } from '../foundation/records.mts';
import { PURCHASE_LEDGER, SALES_LEDGER, type Ledger } from '../ledgers/ledger.mts';
import { periodValues } from '../ledgers/nominal.mts';
import { currencyPart } from './parts.mts';
import { assembled, view } from './view.mts';

export const ledgerViews: Projections = {
	sales_transaction_views: transactions(SALES_LEDGER),
	purchase_transaction_views: transactions(PURCHASE_LEDGER),
	sales_transaction_enquiry_views: enquiries(SALES_LEDGER),
	purchase_transaction_enquiry_views: enquiries(PURCHASE_LEDGER),
	lookup_nominal_codes: view('nominal_codes', { id: 'id', reference: 'reference' }, nominal),
	nominal_code_views: view('nominal_codes', { id: 'id', reference: 'reference' }, nominal),
	nominal_period_value_views: periodValues,
	lookup_banks: view('banks', { id: 'id', code: 'code' }, (row) => [row]),
	bank_views: view('banks', { id: 'id', code: 'code' }, (row, company) => [
		{
			...assembled('bank_view', {
				'': row,
				currency_: currencyPart(company, row.account_currency_id),
			}),
			account_type_id: enumId(company, 'bank_account_types', row.account_type),
			account_status_type_id: enumId(company, 'account_status_types', row.account_status_type),
		},
	]),
	stocktake_views: view(
		'stocktakes',
		{ id: 'id', warehouse_id: 'warehouse_id' },
		(row, company) => [
			{
				...row,
				stocktake_type_id: enumId(company, 'stocktake_types', row.stocktake_type),
				stocktake_status_id: enumId(company, 'stocktake_status_types', row.stocktake_status),
			},
		],
	),
};

function transactions(ledger: Ledger): Projection {
	const { name, key, resource } = ledger.trader;
	const keys = {
		[`posted_${name}_transaction_id`]: 'id',
		[key]: key,
		urn: 'urn',
		reference: 'reference',
	};
	return view(ledger.posted, keys, (row, company) => {
		const trader = optional(company, resource, row[key]);
		const outstanding = decimal(row.document_outstanding_value).div(
			numberOf(row.exchange_rate) || 1,
		);
		return [
			assembled(`${ledger.name}_transaction_view`, {
				'': {
					...row,
					[`posted_${name}_transaction_id`]: row.id,
					transaction_type: row.trader_transaction_type,
					transaction_date_time_updated: row.date_time_updated,
					query: row.queried,
					status: statusOf(row),
					ledger_type: ledger.ledgerType,
					base_outstanding_value: money(outstanding),
				},
				[`${name}_`]: trader,
				currency_: currencyPart(company, trader?.currency_id),
			}),
		];
	});
}

function enquiries(ledger: Ledger): Projection {
	const { key } = ledger.trader;
	return view(ledger.posted, { id: 'id', [key]: key, urn: 'urn' }, (row) => [
		{
			...row,
			discount_days: String(numberOf(row.discount_days)),
			document_discounted_value: row.document_gross_value,
			allocation_status: statusOf(row),
			memo_note_status: '',
		},
	]);
}

function statusOf(row: Row): string {
	if (numberOf(row.document_allocated_value) === 0) return 'EnumLineStatusNone';
	return numberOf(row.document_outstanding_value) === 0
		? 'EnumLineStatusFully'
		: 'EnumLineStatusPartially';
}

function nominal(row: Row, company: Company): Body[] {
	const category = optional(company, 'nominal_report_categories', row.report_category_id);
	return [
		{
			...row,
			debit_year_to_date: row.debit_balance_year_to_date,
			credit_year_to_date: row.credit_balance_year_to_date,
			report_category_code: category?.code,
			report_category_description: category?.description,
			report_category_report_type_id: enumId(
				company,
				'nominal_reporting_types',
				category?.account_report_type,
			),
			nominal_account_type_id: enumId(company, 'nominal_account_types', row.nominal_account_type),
			account_status_type_id: enumId(company, 'account_status_types', row.account_status_type),
		},
	];
}
