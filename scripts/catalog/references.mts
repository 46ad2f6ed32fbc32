/** Works out which resource a foreign id, an enum text or an unknown nested object belongs to, from its name. */
import type { Draft } from './draft.mts';

/** Names that do not end in the name of their resource. */
const BY_HAND: Record<string, string> = {
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
	line_type: 'order_return_line_types',
	fulfilment_method: 'fulfilment_method_types',
	payment_type: 'sop_order_payment_types',
	customer_type: 'sop_customer_types',
	document_status: 'sop_document_status_types',
};

export function linkReferences(draft: Draft): void {
	const resources = draft.listable();
	const schemaOfResource = new Map(
		[...draft.operations.values()]
			.filter(({ method, reply }) => method === 'GET' && reply?.startsWith('['))
			.map(({ path, reply }) => [path.slice(1), reply!.slice(1, -1)]),
	);
	for (const schema of draft.schemas.values()) {
		for (const [name, field] of schema.fields) {
			if (field.type === 'int64' && name.endsWith('_id'))
				field.refers = BY_HAND[name] ?? bySuffix(name.slice(0, -3), resources);
			if (field.type.startsWith('string') && /(_type|_status|_basis|_method)$/.test(name)) {
				field.refers = BY_HAND[name] ?? typesOf(name, resources);
			}
			if (field.type === '{}') {
				const resource = BY_HAND[`${name}_id`] ?? bySuffix(name, resources);
				field.type = `{${(resource && schemaOfResource.get(resource)) ?? ''}}`;
			}
		}
	}
}

/** `default_tax_code` → `tax_codes`: the longest tail of the name that, in the plural, is a resource. */
function bySuffix(name: string, resources: Set<string>): string | undefined {
	const words = name.split('_');
	for (let start = 0; start < words.length; start++) {
		const plural = pluralOf(words.slice(start).join('_'));
		if (resources.has(plural)) return plural;
	}
	return undefined;
}

function typesOf(name: string, resources: Set<string>): string | undefined {
	return [`${name}s`, `${name}_types`].find((candidate) => resources.has(candidate));
}

function pluralOf(name: string): string {
	if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
	return /(s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}
