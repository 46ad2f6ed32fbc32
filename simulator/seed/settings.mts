/** How the company has set Sage 200 up, who its users are and what they may do. */
import { childId } from '../rules/foundation/child-ids.mts';
import { DEFAULT_SIMULATOR_SETTINGS } from '../rules/foundation/simulator-settings.mts';
import type { Company, SeedOptions } from '../world.mts';
import { seeded } from './seeded.mts';

/** The simulated login's user; the first row of `users`. */
const USERS = ['Ann Lee', 'Raj Patel', 'Web Shop'];

/** Resource class, analysis code and values: names a site gives its own. */
const ANALYSIS: Array<[string, string, number, string[]]> = [
	['SOPOrderReturn', 'Sales Channel', 1, ['Web', 'Phone', 'Trade counter', 'Marketplace']],
	['SOPOrderReturn', 'Campaign', 2, []],
	['SOPOrderReturnLine', 'Web line', 1, []],
	['SLCustomerAccount', 'Region', 1, ['North', 'South', 'Scotland', 'Ireland', 'Export']],
	['SLCustomerAccount', 'Account manager', 2, ['Ann Lee', 'Raj Patel']],
	['StockItem', 'Season', 1, ['Spring', 'Summer', 'Autumn', 'Winter']],
	['POPOrderReturn', 'Buyer', 1, []],
];

/** Seeds users, permissions and settings. */
export function seedSettings(company: Company, { clock }: SeedOptions): void {
	seedUsers(company, clock.stamp());
	company.table('simulator_settings').insert({ ...DEFAULT_SIMULATOR_SETTINGS });
	company.table('sop_settings').insert({
		auto_generate_order_return_numbers: true,
		amend_analysis_codes: true,
		amend_header_analysis_codes: true,
		amend_nominal_codes: true,
		allow_payment_with_order: true,
		user_logon_as_order_taker: true,
		allow_cash_orders: false,
		are_prices_tax_inclusive: false,
		allocate_stock_on_order_entry: true,
		update_stock_on_despatch: true,
		record_cancelled_order_lines: true,
		allow_prospect_quotes: true,
		record_tracking_on_despatch: true,
		default_free_text_confirm_intent_type: 'ConfirmOnDespatch',
		default_service_labour_confirm_intent_type: 'Confirm',
		show_frequent_items: true,
		show_recent_items: true,
		number_of_days_for_frequent_items: 90,
		number_of_days_for_recent_items: 30,
		minimum_number_of_lines_for_frequent_items: 2,
	});
	company.table('pop_settings').insert({
		auto_gen_order_return_nos: true,
		amend_analysis_codes: true,
		record_cancelled_order_lines: true,
	});
	company.table('stock_settings').insert({
		use_multiple_locations: true,
		use_search_categories: true,
		allocate_individual_items: true,
		allow_fulfilment_from_stock: true,
		allow_fulfilment_from_supplier_via_stock: true,
	});
	seedLedgerSettings(company);
	company.table('price_book_settings').insert({
		use_customer_discount_groups: true,
		use_product_group_discounts: true,
		use_quantity_based_discounts: true,
	});
	company.table('system_settings').insert({
		next_urn: '1',
		number_open_periods: 12,
		use_segmented_address: true,
		accounting_period_validation_type: 'AccountingPeriodValidationWarn',
		invoice_credit_note_same_numbers: true,
		transaction_date_validation: { days_before: 31, days_after: 31 },
	});
	seedAnalysis(company);
	seedIdentity(company);
}

function seedUsers(company: Company, stamp: string): void {
	USERS.forEach((name, index) => {
		const user = company.table('users').insert({ name });
		const permission = {
			user_number: user.id,
			user_name: name.slice(0, 20),
			view_profit_values: true,
			view_price_calculations: true,
			override_credit_holds: true,
			override_prices_discounts: true,
			override_fulfilment_method: true,
			override_confirmation_method: true,
			override_cost_price: index === 0,
			generate_purchase_orders: true,
		};
		company.table('sop_user_permissions').insert(permission);
		if (index > 0) return;
		company.table('current_user').insert({
			logon_name: 'demo@northgate.example',
			friendly_name: name,
			email_address: 'demo@northgate.example',
			is_web_user: true,
			last_logon_date_time: stamp,
		});
	});
}

function seedLedgerSettings(company: Company): void {
	const tax = seeded(company, 'tax_codes', 'code', 1).id;
	const shared = {
		default_tax_code_id: tax,
		default_payment_terms_days: 30,
		default_payment_terms_basis: 'PaymentDueFromDocumentDate',
	};
	company.table('sales_ledger_settings').insert({
		...shared,
		auto_generate_account_numbers: false,
		next_account_number: 1,
		keep_transactions_for: 36,
		statement_terms: 'StatementTermsAllTransactions',
		statement_ageing_terms: 'StatementAgeingTermsTypeEnumInstrumentDate',
	});
	company
		.table('purchase_ledger_settings')
		.insert({ ...shared, auto_generate_account_numbers: false, next_account_number: 1 });
	company.table('nominal_ledger_settings').insert({});
	company.table('cash_book_settings').insert({});
}

function seedAnalysis(company: Company): void {
	for (const [class_name, name, slot, values] of ANALYSIS) {
		company.table('analysis_code_mappings').insert({
			class_name,
			friendly_class_name: class_name.replace(/([a-z])([A-Z])/g, '$1 $2'),
			property_name: `AnalysisCode${slot}`,
			friendly_property_name: `Analysis code ${slot}`,
			is_mandatory: false,
			is_read_only: false,
			slot,
			analysis_code: {
				id: childId(company),
				name,
				allow_overtype: values.length === 0,
				allow_new_on_entry: true,
				values: values.map((value) => ({ id: childId(company), value, is_default: false })),
			},
		});
	}
}

function seedIdentity(company: Company): void {
	const enabled = [
		'sales',
		'purchase',
		'nominal',
		'cash_book',
		'stock',
		'price_book',
		'invoicing',
		'sales_orders',
		'purchase_orders',
	];
	company
		.table('licence')
		.insert(Object.fromEntries(enabled.map((module) => [`is_${module}_enabled`, true])));
	company.table('company_details').insert({
		name: company.companyName,
		telephone: '0113 496 0100',
		email: 'office@northgate.example',
		website: 'https://northgate.example',
		tax_registration_number: 'GB123456789',
		country_code_id: seeded(company, 'country_codes', 'code', 'GB').id,
		eori_number: 'GB123456789000',
		address: {
			address_1: 'Unit 4, Quarry Park',
			city: 'Leeds',
			county: 'West Yorkshire',
			postcode: 'LS11 5AA',
			country: 'United Kingdom',
		},
	});
}
