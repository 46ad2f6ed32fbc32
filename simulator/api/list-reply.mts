/**
 * Cuts a list out of rows as the query options ask, and puts it into the envelope that the site uses (api.md e: a bare
 * list; others are switches).
 */
import type { Field, Schema } from '../../nodes/Sage200/catalog/index.ts';
import type { StoredCompany } from '../data/company.mts';
import { parseFilter, type Filter } from '../odata/filter.mts';
import { listOptions } from '../odata/options.mts';
import { selectRows, type RowSource } from '../odata/rows.mts';
import type { Body } from '../world.mts';
import type { Behaviour } from '../behaviour/index.mts';

export interface ListRequest {
	source: RowSource;
	query: Record<string, string>;
	schema: Schema;
	shape: (row: Body) => Body;
	/** Knows the numbers of enum values; `/sites` has no company. */
	company?: StoredCompany;
}

/**
 * The body of a list's answer.
 * @throws SageRefusal for options that Sage refuses
 */
export function listBody(request: ListRequest, behaviour: Behaviour): unknown {
	const { source, query, schema, shape } = request;
	const options = listOptions(query, schema, behaviour);
	const filter = filterOf(options.filter, request, behaviour);
	const { rows, count } = selectRows(source, filter, options, schema);
	return enveloped(rows.map(shape), options.count ? count : undefined, behaviour);
}

function filterOf(
	text: string | undefined,
	{ schema, company }: ListRequest,
	{ textCompare }: Behaviour,
): Filter | undefined {
	if (text === undefined) return undefined;
	return parseFilter(text, {
		schema,
		caseSensitive: textCompare === 'sensitive',
		enumName: (field, number) => enumName(field, number, company),
	});
}

function enveloped(rows: Body[], count: number | undefined, behaviour: Behaviour): unknown {
	if (count !== undefined && behaviour.count === 'number') return count;
	if (count !== undefined && behaviour.count === 'beside') return { count, value: rows };
	return behaviour.envelope === 'value' ? { value: rows } : rows;
}

/** `document_status eq '2'` means the value with that id in the enum's own list. */
function enumName({ refers }: Field, number: string, company?: StoredCompany): string | undefined {
	if (refers === undefined) return undefined;
	const value = company?.table(refers).find(Number(number))?.value;
	return typeof value === 'string' ? value : undefined;
}
