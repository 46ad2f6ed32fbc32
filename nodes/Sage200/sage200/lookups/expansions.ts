/** What has to be expanded so that fields can be read: nested records, and scalars that Sage gives only when asked by name. */
import { schema } from '../../catalog';

/** Scalars that come only with a named expansion, by schema and field (Sage's schemas; api.md n). */
const NAMED_EXPANSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	pop_order_line: { has_linked_order_lines: 'pop_status', has_requisition_lines: 'pop_status' },
	product: {
		accrual_nominal_code_id: 'nominal_codes',
		base_unit_id: 'base_unit',
		has_alternative_products: 'sop_status',
		has_cross_sell_products: 'sop_status',
		has_preferred_supplier: 'sop_status',
		issue_nominal_code_id: 'nominal_codes',
		revenue_nominal_code_id: 'nominal_codes',
		stock_nominal_code_id: 'nominal_codes',
		stock_unit_id: 'stock_unit',
	},
	sop_order: { available_document_discount_percent: 'available_document_discount' },
	sop_quote: { available_document_discount_percent: 'available_document_discount' },
};

/**
 * The expansions with which all fields of the bodies are read, so that a change to any of them can be seen.
 * @param schemaName schema of one record
 * @returns undefined when none is needed
 */
export function expansionsFor(bodies: object[], schemaName: string): string[] | undefined {
	const { fields } = schema(schemaName);
	const named = NAMED_EXPANSIONS[schemaName] ?? {};
	const names = bodies.flatMap((body) => Object.keys(body));
	const nested = names.filter((name) => ['object', 'list'].includes(fields.get(name)?.type ?? ''));
	const scalars = names.flatMap((name) => named[name] ?? []);
	const all = new Set([...nested, ...scalars]);
	return all.size > 0 ? [...all] : undefined;
}
