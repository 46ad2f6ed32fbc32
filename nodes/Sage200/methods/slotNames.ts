/** What a site calls its analysis codes: each company names its twenty slots itself. */
import { findSchema } from '../catalog';
import { labelOf } from '../catalog/labels';
import type { Company } from '../core/company';
import type { SageRecord } from '../sage200/protocol/api';
import { onSageFailure } from '../sage200/protocol/failures';

/** How the mappings name the classes of our schemas, in capitals and lower case as they come. */
const ORDER = /sop\w*order(?!\w*line)/i;
const LINE = /sop\w*line/i;
const CLASSES: Record<string, RegExp> = {
	customer: /customer/i,
	supplier: /supplier/i,
	product: /stock|product/i,
	nominal_code: /nominal/i,
	sop_order: ORDER,
	sop_order_line: LINE,
	sop_quote: /sop\w*(quote|order)(?!\w*line)/i,
	sop_quote_line: LINE,
	sop_return: /sop\w*(return|order)(?!\w*line)/i,
	sop_return_line: LINE,
	sop_order_return: ORDER,
	pop_order: /pop\w*order(?!\w*line)/i,
	pop_order_line: /pop\w*line/i,
	pop_order_return: /pop\w*order(?!\w*line)/i,
};
const SLOT = /^(?:(\w+)_)?analysis_code_(\d+)$/;

export interface SlotName {
	/** The site's own name: `Region`. */
	name: string;
	mandatory: boolean;
}

/** `analysis_code_1` → the site's name for it. Empty where the site cannot be asked. */
export async function slotNames(
	{ lookups }: Company,
	schemaName: string,
): Promise<Map<string, SlotName>> {
	const slots = slotsOf(schemaName);
	if (slots.length === 0) return new Map();
	const rows = await lookups
		.all('analysis_code_mappings', { $expand: 'analysis_code' })
		.catch(onSageFailure((): SageRecord[] => []));
	return new Map(slots.flatMap((slot) => entryOf(slot, rows)));
}

/** How a form of what is written calls it: `Region (mandatory)`. */
export function slotLabel(slot: SlotName | undefined): string | undefined {
	return slot && `${slot.name}${slot.mandatory ? ' (mandatory)' : ''}`;
}

interface Slot {
	field: string;
	/** Whose code it is, where a view shows those of several: `sop_order_line`. */
	prefix?: string;
	named: RegExp;
	number: number;
}

/** Whether a schema has analysis codes that the site may name. */
export function hasSlots(schemaName: string): boolean {
	return slotsOf(schemaName).length > 0;
}

/** The fields that hold analysis codes, with whose they are: a view's own, or those of what its name tells. */
function slotsOf(schemaName: string): Slot[] {
	const fields = [...(findSchema(schemaName)?.fields.keys() ?? [])];
	return fields.flatMap((field): Slot[] => {
		const [, prefix, number] = SLOT.exec(field) ?? [];
		const named = number && CLASSES[prefix ?? schemaName.replace(/_view$/, '')];
		return named ? [{ field, prefix, named, number: Number(number) }] : [];
	});
}

function entryOf(
	{ field, prefix, named, number }: Slot,
	rows: SageRecord[],
): Array<[string, SlotName]> {
	const row = rows.find(
		({ class_name, slot }) => Number(slot) === number && named.test(String(class_name)),
	);
	const given = (row?.analysis_code as SageRecord | undefined)?.name;
	if (!given) return [];
	const name = prefix ? `${labelOf(prefix)}: ${String(given)}` : String(given);
	return [[field, { name, mandatory: Boolean(row?.is_mandatory) }]];
}
