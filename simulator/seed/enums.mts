/**
 * The fixed lists behind Sage's enum texts. Values named by api.md are Sage's; the rest are made in their pattern, and
 * ids are the place in the list (most numeric ids could not be settled, api.md §l). `0 = None` and `2 = Complete` hold.
 */
import { FIXED_LISTS } from '../rules/views/fixed-lists.mts';
import type { Company } from '../world.mts';

const PROCESS_STATUS = words('EnumDocumentProcessStatus', 'None Part Full');
const LINE_STATUS = words('EnumLineStatus', 'None Partially Fully');
const DOCUMENT_STATUS = words(
	'EnumDocumentStatus',
	'Live OnHold Complete Dispute Cancelled Draft Printed Lost',
);
const INTENT = ['ConfirmOnDespatch', 'Confirm'];

const VALUES: Record<string, string[]> = {
	account_status_types: words('AccountStatus', 'Active OnHold Hidden Inactive'),
	accounting_period_validation_types: words('AccountingPeriodValidation', 'None Warn Block'),
	aged_balances_ageing_types: ['transactiondate', 'duedate', 'calendarmonth'],
	allocation_status_types: LINE_STATUS,
	bank_entry_types: words('BankAccountEntryType', 'Receipt Payment'),
	bom_item_types: words('EnumBOMItemType', 'Component BuiltItem Phantom'),
	confirmation_intent_types: INTENT,
	contact_number_types: words('ContactNumberType', 'Telephone Fax Mobile Email Website'),
	costing_method_types: words('EnumCostingMethodType', 'FIFO Average Standard Actual'),
	exchange_rate_amendability_types: words('ExchangeAmendability', 'AllTransactions NoTransactions'),
	exchange_rate_types: words('ExchangeRate', 'Single Period'),
	fulfilment_method_types: words(
		'EnumFulfilment',
		'FromStock FromSupplierViaStock FromSupplierDirectToCustomer',
	),
	fulfilment_sequence_types: ['EnumBinPriority', 'EnumOldestFirst'],
	label_printing_option_types: ['EnumNotRequired', 'EnumOnePerItem'],
	landed_costs_types: ['EnumNotApplicable', 'EnumPercentage', 'EnumPerItem'],
	auto_generate_option_types: ['EnumDoNotGenerate', 'EnumGenerate'],
	ledger_types: words('Ledger', 'Sales Purchase Nominal CashBook'),
	nominal_account_types: words('NominalAccountType', 'Posting Memo Group'),
	nominal_reporting_types: words('NominalReportingType', 'Balance PnL CashFlow SOFA'),
	nominal_report_category_types: words(
		'NominalReportCategoryType',
		'Asset Liability Income Expense',
	),
	order_return_line_types: words('EnumLineType', 'Standard FreeText Charge Comment'),
	pop_authorisation_status_types: words(
		'EnumAuthorisationStatus',
		'NotRequired Pending Authorised Rejected',
	),
	pop_document_process_status_types: PROCESS_STATUS,
	pop_document_status_types: DOCUMENT_STATUS,
	pop_trade_line_status_types: LINE_STATUS,
	price_band_types: ['Universal', 'Limited'],
	product_search_types: [
		'EnumStockItemTypeAll',
		'EnumStockItemTypeStock',
		'EnumStockItemTypeServiceLabour',
		'EnumStockItemTypeMiscellaneous',
	],
	product_status_types: words('EnumStockItemStatusType', 'Active Inactive Superseded'),
	product_types: words('EnumStockItemType', 'Stock ServiceLabour Miscellaneous'),
	sage_payments_supplier_status_types: words('SagePayments', 'NotEnrolled Enrolled'),
	serial_allocated_to_who_types: words('EnumSerialAllocatedToWho', 'Not This Other'),
	sop_back_to_back_status_types: words('EnumBackToBackStatus', 'PONotReq PORequired POCreated'),
	sop_confirmation_intent_types: INTENT,
	sop_customer_types: words('EnumCustomerType', 'Credit Cash Prospect'),
	sop_document_process_status_types: PROCESS_STATUS,
	sop_document_status_types: DOCUMENT_STATUS,
	sop_document_types: words('EnumSOPDocumentType', 'Order Return Quote Proforma'),
	sop_invoice_credit_types: words('EnumInvoiceCreditType', 'Invoice Credit'),
	sop_order_payment_types: words('EnumSOPOrderPaymentType', 'Full Part'),
	sop_show_on_picking_list_types: ['Show', 'DoNotShow'],
	sop_trade_line_status_types: LINE_STATUS,
	source_area_types: words(
		'EnumSourceAreaType',
		'OpeningBalance Customer Supplier Internal WriteOff BOM',
	),
	entry_source_types: words('EnumEntrySourceType', 'Manual SOP POP Stock BOM'),
	statement_ageing_terms: [
		'StatementAgeingTermsTypeEnumInstrumentDate',
		'StatementAgeingTermsTypeEnumDueDate',
	],
	statement_terms: words('StatementTerms', 'AllTransactions OutstandingOnly'),
	stocktake_status_types: words('EnumStocktakeStatus', 'Created InProgress Approved Complete'),
	stocktake_types: words('EnumStocktakeType', 'StockItem Bin'),
	time_unit_types: words('EnumTimeUnit', 'Day Week Month Year'),
	traceable_issue_status_types: words('EnumTraceableIssueStatus', 'NotIssued Issued'),
	traceable_types: words('EnumTraceableType', 'None Batch Serial'),
	trader_account_types: words('TradingAccountType', 'OpenItem BalanceForward'),
	trader_location_types: words('TraderLocation', 'Main Delivery Invoice'),
	trader_payment_terms: [
		'PaymentDueFromDocumentDate',
		'PaymentDueFromCalendarMonth',
		'PaymentDueFromEndOfMonth',
	],
	trader_transaction_types: words(
		'TradingAccountEntryType',
		'Invoice CreditNote PurchasePaymentSalesReceipt PurchaseReceiptSalesPayment',
	),
	transaction_date_validation_classifications: ['Normal', 'Acceptable', 'Unacceptable'],
	transaction_date_validation_types: words('DateValidation', 'Allow Warn Block'),
	head_office_types: ['Independent', 'HeadOffice', 'Branch'],
	warehouse_types: words('EnumWarehouse', 'Standard Bonded Transit'),
	unit_types: words('EnumUnitType', 'Base Stock Selling Buying Pricing'),
};

/** Fills every fixed list of the catalog: value, place in the list, description from the value's words. */
export function seedEnums(company: Company): void {
	for (const resource of FIXED_LISTS) {
		const values = VALUES[resource] ?? madeUp(resource);
		values.forEach((value, place) =>
			company.table(resource).insert({ place, value, description: describe(value) }),
		);
	}
}

/** A list that nothing was found out about: two values in Sage's pattern. */
function madeUp(resource: string): string[] {
	const stem = resource
		.replace(/_types?$/, '')
		.split('_')
		.map((word) => word[0].toUpperCase() + word.slice(1))
		.join('');
	return [`Enum${stem}None`, `Enum${stem}Standard`];
}

function words(prefix: string, list: string): string[] {
	return list.split(' ').map((word) => prefix + word);
}

const KNOWN_PREFIX =
	/^(Enum(Document(Process)?Status|LineStatus|LineType|StockItemType|CustomerType|TraceableType|Fulfilment)|AccountStatus)/;

function describe(value: string): string {
	return value
		.replace(KNOWN_PREFIX, '')
		.replace(/^Enum/, '')
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.trim();
}
