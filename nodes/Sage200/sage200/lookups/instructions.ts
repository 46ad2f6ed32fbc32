/**
 * Fields that tell Sage what to do and that no reply echoes (api.md n, captures). What was read says nothing about them,
 * so they are never compared: they go along with a change, and alone only where nothing else is asked for. `oplock` is
 * echoed, but it is the reader's mark of the state that was read, and no value of the record.
 */
const INSTRUCTIONS: ReadonlySet<string> = new Set([
	'create_cancelled_line',
	'customer_delivery_address_id',
	'is_editing',
	'is_to_delete',
	'is_to_sequence_lines',
	'is_to_split_line',
	'lock_id',
	'oplock',
	'override_on_hold',
	'payment_type',
	'recalculate_prices',
	'suppress_warnings',
]);

/** Whether a field tells Sage what to do, so that no reply holds it. */
export function isInstruction(field: string): boolean {
	return INSTRUCTIONS.has(field);
}

/**
 * Whether an instruction is something to do by itself, whatever else is asked for. A change that gives an `oplock` back
 * authorises the invoice (`PUT purchase_authorisations`), also as it stands.
 */
export function isCommand(values: Readonly<Record<string, unknown>>): boolean {
	return (
		values.is_to_delete === true ||
		values.recalculate_prices === true ||
		values.oplock !== undefined
	);
}
