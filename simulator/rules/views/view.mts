/**
 * Views are wide rows put together from several records. Sage names their fields by where they come from
 * (`sop_order_line_quantity`, `customer_reference`), so the catalog's names say how a view's row is filled.
 * That a name tells the record is inferred.
 */
import { schema } from '../../../nodes/Sage200/catalog/index.ts';
import type { Body, Company, Projection, Row } from '../../world.mts';

/** Records that fields are taken from, by the prefix of the field's name; '' is for fields without a known prefix. */
export type Parts = Record<string, Body | undefined>;

/** A projection of the rows of a table; keys say which field of the view is which field of the table. */
export function view(
	resource: string,
	keys: Record<string, string>,
	build: (row: Row, company: Company) => Iterable<Body>,
): Projection {
	return function* (company, key) {
		const field = key && keys[key.field];
		const rows =
			key && field
				? company.table(resource).where(field, key.value)
				: company.table(resource).all();
		for (const row of rows) yield* build(row, company);
	};
}

/** A row of a view's schema from its parts. The longest prefix wins. */
export function assembled(schemaName: string, parts: Parts): Body {
	const row: Body = {};
	for (const { field, prefix, name } of planOf(schemaName, Object.keys(parts))) {
		const value = parts[prefix]?.[name];
		if (value !== undefined) row[field] = value;
	}
	return row;
}

interface Step {
	field: string;
	prefix: string;
	name: string;
}

const plans = new Map<string, Step[]>();

function planOf(schemaName: string, prefixes: string[]): Step[] {
	let plan = plans.get(schemaName);
	if (!plan) {
		const longestFirst = [...prefixes].sort((one, other) => other.length - one.length);
		plan = [...schema(schemaName).fields.values()]
			.filter(({ type }) => type !== 'object' && type !== 'list')
			.flatMap(({ name: field }) => {
				const prefix = longestFirst.find((each) => field.startsWith(each));
				return prefix === undefined ? [] : [{ field, prefix, name: field.slice(prefix.length) }];
			});
		plans.set(schemaName, plan);
	}
	return plan;
}
