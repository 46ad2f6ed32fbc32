/** What a site calls its analysis codes: each company names its twenty slots itself. */
import type { Company } from '../core/company';
import type { SageRecord } from '../sage200/protocol/api';
import { onSageFailure } from '../sage200/protocol/failures';

/** How the mappings name the classes of our schemas, in capitals and lower case as they come. */
const CLASSES: Record<string, RegExp> = {
	customer: /customer/i,
	supplier: /supplier/i,
	product: /stock|product/i,
	sop_order: /sop\w*order(?!\w*line)/i,
	sop_order_line: /sop\w*line/i,
	sop_quote: /sop\w*(quote|order)(?!\w*line)/i,
	sop_return: /sop\w*(return|order)(?!\w*line)/i,
	pop_order: /pop\w*order(?!\w*line)/i,
	pop_order_line: /pop\w*line/i,
};

/** `analysis_code_1` → the site's name for it. Empty where the site cannot be asked. */
export async function slotNames(
	{ lookups }: Company,
	schemaName: string,
): Promise<Map<string, string>> {
	const named = CLASSES[schemaName];
	if (!named) return new Map();
	const rows = await lookups
		.all('analysis_code_mappings', { $expand: 'analysis_code' })
		.catch(onSageFailure((): SageRecord[] => []));
	return new Map(rows.filter(({ class_name }) => named.test(String(class_name))).flatMap(entryOf));
}

function entryOf({
	slot,
	analysis_code: code,
	is_mandatory: mandatory,
}: SageRecord): Array<[string, string]> {
	const name = (code as SageRecord | undefined)?.name;
	return slot && name
		? [[`analysis_code_${String(slot)}`, `${String(name)}${mandatory ? ' (mandatory)' : ''}`]]
		: [];
}
