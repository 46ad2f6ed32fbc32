/** Views and lookups of customers and suppliers. Fields, with ids of enums in the place of their texts: the schema. */
import type { Body, Company, Projections, Row } from '../../world.mts';
import { decimal } from '../foundation/money.mts';
import { numberOf, objectOf, textOf } from '../foundation/read.mts';
import { enumId, optional } from '../foundation/records.mts';
import { contactPart, currencyPart, locationPart } from './parts.mts';
import { assembled, view } from './view.mts';

const KEYS = { id: 'id', reference: 'reference', name: 'name', short_name: 'short_name' };

export const accountViews: Projections = {
	lookup_customers: view('customers', KEYS, lookup),
	lookup_suppliers: view('suppliers', KEYS, lookup),
	customer_views: view('customers', KEYS, (row, company) => [wide('customer', row, company)]),
	supplier_views: view('suppliers', KEYS, (row, company) => [wide('supplier', row, company)]),
};

function lookup(row: Row, company: Company): Body[] {
	return [
		{
			id: row.id,
			reference: row.reference,
			name: row.name,
			short_name: row.short_name,
			account_status_type_id: enumId(company, 'account_status_types', row.account_status_type),
			post_code: textOf(objectOf(row.main_address).postcode),
			office_type_id: enumId(company, 'head_office_types', row.office_type),
		},
	];
}

function wide(trader: 'customer' | 'supplier', row: Row, company: Company): Body {
	const country = optional(company, 'country_codes', row.country_code_id);
	const tax = optional(company, 'tax_codes', row.default_tax_code_id);
	const currency = currencyPart(company, row.currency_id);
	const balance = decimal(row.balance);
	const limit = decimal(row.credit_limit);
	return assembled(`${trader}_view`, {
		'': {
			...row,
			country_code: country?.code,
			base_balance: balance
				.div(decimal(currency.core_currency_rate ?? 1))
				.toDecimalPlaces(2)
				.toNumber(),
			default_tax_rate: tax?.tax_rate,
			default_order_priority: row.order_priority,
			payment_terms: row.payment_terms_basis,
			payment_terms_id: enumId(company, 'trader_payment_terms', row.payment_terms_basis),
			payment_terms_in_days: row.payment_terms_days,
			days_early_settlement_disc_applies: row.early_settlement_discount_days,
			months_to_keep_transactions_for: row.months_to_keep_transactions,
			account_is_on_hold: row.on_hold,
			account_status_type_id: enumId(company, 'account_status_types', row.account_status_type),
			account_type_id: enumId(company, 'trader_account_types', row.account_type),
			date_account_details_last_changed: row.date_time_updated,
			is_over_credit_limit:
				limit.gt(0) && balance.plus(numberOf(row.value_of_current_orders_in_sop)).gt(limit),
		},
		default_tax_rate_: tax,
		default_nominal_: {
			account_number: row.default_nominal_code_reference,
			cost_centre: row.default_nominal_code_cost_centre,
			department: row.default_nominal_code_department,
		},
		currency_: currency,
		contact_: contactPart(row),
		credit_bureau_: optional(company, 'credit_bureaus', row.credit_bureau_id),
		credit_position_: optional(company, 'credit_positions', row.credit_position_id),
		discount_group_: optional(company, 'customer_discount_groups', row.customer_discount_group_id),
		price_band_: optional(company, 'price_bands', row.price_band_id),
		[`${trader}_location_`]: locationPart(company, row),
	});
}
