/** The order of a result's fields: what became of the item first, since n8n's table shows only some columns at a time. */

/** Names that people know a result by, in the order in which they look for them. */
const FIRST = [
	'outcome',
	'ok',
	'reason',
	'key',
	'customer_document_no',
	'supplier_document_no',
	'document_no',
	'reference',
	'code',
	'name',
	'urn',
	'consignment_no',
	'total_gross_value',
	'document_gross_value',
	'document_goods_value',
	'cheque_value',
	'totals',
	'differs',
	'changes',
	'account',
	'notes',
];

/** The row of a write with its result first; any other row as it is. */
export function resultsFirst<Row extends object>(row: Row): Row {
	if (!('outcome' in row)) return row;
	const known = row as Record<string, unknown>;
	const first = FIRST.filter((name) => name in row).map((name) => [name, known[name]]);
	return { ...Object.fromEntries(first), ...row } as Row;
}
