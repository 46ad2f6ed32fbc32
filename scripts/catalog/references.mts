/** Works out which resource a foreign id, an enum text or an unknown nested object belongs to, from its name. */
import { readFileSync } from 'node:fs';

import type { Draft } from './draft.mts';

/** Names that do not end in the name of the record whose ID they hold. */
const RECORDS: Record<string, string> = {
	base_unit_id: 'units',
	country_of_origin_id: 'country_codes',
	associated_head_office_id: 'customers',
	cash_order_account_id: 'customers',
	prospect_quote_account_id: 'customers',
	bank_account_id: 'banks',
	default_bank_account_id: 'banks',
	payment_method_id: 'sop_payment_methods',
	sales_invoice_layout_id: 'document_layouts',
	sales_credit_note_layout_id: 'document_layouts',
	statement_layout_id: 'document_layouts',
	report_category_id: 'nominal_report_categories',
	additional_charge_id: 'sop_additional_charges',
};

/**
 * Lists of kinds whose names the fields do not have, by field or by schema and field: as Sage's files describe both (the
 * shelf life of a product was seen as `EnumTimeUnitDay`). A field that they do not say enough of has no list.
 */
const KINDS: Record<string, string> = {
	'bank.account_type': 'bank_account_types',
	'bank_view.account_type': 'bank_account_types',
	account_type: 'trader_account_types',
	account_report_category_type: 'nominal_report_category_types',
	budget_type: 'nominal_budget_types',
	year_value_budget_type: 'nominal_budget_types',
	payment_terms_basis: 'trader_payment_terms',
	default_payment_terms_basis: 'trader_payment_terms',
	office_type: 'head_office_types',
	statement_transmission_method: 'document_transmission_method_types',
	customer_location_type: 'trader_location_types',
	'product_transaction_view.transaction_type': 'product_transaction_types',
	line_type: 'order_return_line_types',
	pop_order_line_type: 'order_return_line_types',
	sop_order_line_type: 'order_return_line_types',
	sop_proforma_line_type: 'order_return_line_types',
	sop_quote_line_type: 'order_return_line_types',
	sop_return_line_type: 'order_return_line_types',
	'sop_order.payment_type': 'sop_order_payment_types',
	'sop_return.payment_type': 'sop_order_payment_types',
	'pop_order.print_status': 'pop_document_print_status_types',
	allocated_to_who_type: 'serial_allocated_to_who_types',
	shelf_life_type: 'time_unit_types',
	'product_view.status_type': 'product_status_types',
	issue_status: 'traceable_issue_status_types',
	stock_value_type: 'stocktake_selector_value_types',
};

/** Kinds of which Sage's files say that a view shows the value. */
const VALUE_IN_VIEW = /^((sop|pop)_\w+_line|transaction)_type$/;

/** How far a document, or a line of one, has come. */
const PROGRESS =
	/(allocated|allocation|despatch_receipt|receipt_return|invoice_credit|cancelled)_status$/;

const HOLDS_A_KIND = /(_type|_status|_basis|_method)$/;

/** Values of kinds by their list; of a kind that has none by the field. */
const { values } = JSON.parse(readFileSync(new URL('./facts.json', import.meta.url), 'utf8')) as {
	values: Record<string, string[]>;
};

/** Tells each field of the draft what it refers to. */
export function linkReferences(draft: Draft): void {
	const resources = draft.listable();
	const schemaOfResource = new Map(
		[...draft.operations.values()]
			.filter(({ method, reply }) => method === 'GET' && reply?.startsWith('['))
			.map(({ path, reply }) => [path.slice(1), reply!.slice(1, -1)]),
	);
	for (const [owner, schema] of draft.schemas) {
		for (const [name, field] of schema.fields) {
			if (field.type === 'int64' && name.endsWith('_id')) {
				const stem = name.slice(0, -3);
				field.refers =
					RECORDS[name] ?? kindsOf(owner, stem, resources) ?? bySuffix(stem, resources);
			}
			if (field.type.startsWith('string')) {
				field.refers = isShownInWords(owner, name)
					? listOf([name], resources)
					: kindsOf(owner, name, resources);
				field.values = values[field.refers ?? name];
			}
			if (field.type === '{}') {
				const resource = RECORDS[`${name}_id`] ?? bySuffix(name, resources);
				field.type = `{${(resource && schemaOfResource.get(resource)) ?? ''}}`;
			}
		}
	}
}

/** `default_tax_code` → `tax_codes`: the longest tail of the name that, in the plural, is a resource. */
function bySuffix(name: string, resources: Set<string>): string | undefined {
	return tailsOf(name)
		.map(pluralOf)
		.find((plural) => resources.has(plural));
}

/** Views may show a kind by its name, so what a person gives is compared as it is, but where the list has the field's name. */
function isShownInWords(owner: string, name: string): boolean {
	return owner.includes('_view') && !VALUE_IN_VIEW.test(name);
}

/** The list of the kinds that a field can hold; sales and purchase orders have lists of their own. */
function kindsOf(owner: string, name: string, resources: Set<string>): string | undefined {
	if (!HOLDS_A_KIND.test(name)) return undefined;
	const [, module] = /(?:^|_)(sop|pop)_/.exec(`${owner}_${name}`) ?? [];
	if (module && PROGRESS.test(name))
		return `${module}_${owner.endsWith('_line') ? 'trade_line' : 'document_process'}_status_types`;
	const tails = tailsOf(name).flatMap((tail) => (module ? [`${module}_${tail}`, tail] : [tail]));
	return KINDS[`${owner}.${name}`] ?? KINDS[name] ?? listOf(tails, resources);
}

function listOf(names: string[], resources: Set<string>): string | undefined {
	return names
		.filter((name) => HOLDS_A_KIND.test(name))
		.flatMap((name) => [`${name}s`, `${name}_types`])
		.find((list) => resources.has(list));
}

/** `default_tax_code`, `tax_code`, `code` */
function tailsOf(name: string): string[] {
	const words = name.split('_');
	return words.map((_, start) => words.slice(start).join('_'));
}

function pluralOf(name: string): string {
	if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
	return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}
