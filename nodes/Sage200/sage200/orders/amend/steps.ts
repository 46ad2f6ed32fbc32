/** The steps that lead from the order that is there to the order that is wanted. */
import type { SageRecord } from '../../protocol/api';
import { changesBetween } from '../../lookups/differences';
import { isCommand, isInstruction } from '../../lookups/instructions';
import type { Problem } from '../../protocol/failures';

/** Asks Sage to copy one of the customer's delivery addresses; left in a header only where that is to be done. */
export const COPIED_ADDRESS = 'customer_delivery_address_id';

/** What becomes of a line that is no longer wanted: kept on record as cancelled, or gone without a trace. */
export type Removal = 'cancel' | 'delete';

export interface WantedLine {
	/** `Line 3`, counted as the user counts. */
	label: string;
	/** The line that is there; undefined for one to be added. */
	id?: number;
	removal?: Removal;
	/** Fields as Sage takes them. */
	values: SageRecord;
}

export interface WantedOrder {
	header: SageRecord;
	lines: WantedLine[];
	/** The lines given are all there should be: others are removed. */
	complete: boolean;
	/** How lines are removed or cut that are not said otherwise. */
	removal: Removal;
}

export interface Step {
	action: 'header' | 'add' | 'change' | 'cancel' | 'delete';
	/** `Header`, `Line 3`, or `Line number 2` for a line that the user did not name. */
	label: string;
	lineId?: number;
	code?: string;
	body: SageRecord;
}

/**
 * The steps in the order in which Sage is to take them. Sage applies lines one by one and stops at the first that
 * fails, so removals come last: should a new line be refused, the line that it replaces is still there.
 */
export function stepsTowards(
	order: SageRecord,
	{ header, lines, complete, removal }: WantedOrder,
	problems: Problem[],
): Step[] {
	const current = (order.lines as SageRecord[] | undefined) ?? [];
	const byId = new Map(current.map((line) => [Number(line.id), line]));
	const kept: Step[] = [];
	const removed: Step[] = [];
	for (const wanted of lines) {
		const line = wanted.id === undefined ? undefined : byId.get(wanted.id);
		if (wanted.id !== undefined && !line) {
			problems.push({
				field: wanted.label,
				message: 'was removed from the order in the meantime',
				remedy: 'Get the order anew.',
			});
		} else if (line && wanted.removal) {
			removed.push(...removalOf(line, wanted.removal, wanted.label, problems));
		} else {
			kept.push(...(line ? changeOf(line, wanted, removal, problems) : [additionOf(wanted)]));
		}
	}
	if (complete) {
		const named = new Set(lines.map(({ id }) => id));
		for (const line of current.filter(({ id }) => !named.has(Number(id)))) {
			removed.push(
				...removalOf(line, removal, `Line number ${String(line.line_number)}`, problems),
			);
		}
	}
	return [...headerStep(order, header), ...kept, ...removed];
}

/** All steps as one update. */
export function updateOf(steps: Step[], header: SageRecord): SageRecord {
	const instructions = Object.entries(header).filter(([name]) => isInstruction(name));
	const lines = steps.filter(({ action }) => action !== 'header').map(({ body }) => body);
	const fields = steps.find(({ action }) => action === 'header')?.body;
	return { ...fields, ...Object.fromEntries(instructions), ...(lines.length > 0 ? { lines } : {}) };
}

function headerStep(order: SageRecord, header: SageRecord): Step[] {
	const stored = Object.fromEntries(
		Object.entries(header).filter(([name]) => !isInstruction(name)),
	);
	const { [COPIED_ADDRESS]: address } = header;
	const body = {
		...changesBetween(order, stored),
		...(address === undefined ? {} : { [COPIED_ADDRESS]: address }),
		...(isCommand(header) ? { recalculate_prices: true } : {}),
	};
	return Object.keys(body).length > 0 ? [{ action: 'header', label: 'Header', body }] : [];
}

function additionOf({ label, values }: WantedLine): Step {
	return { action: 'add', label, code: textOf(values.code), body: values };
}

function changeOf(
	line: SageRecord,
	{ label, values }: WantedLine,
	removal: Removal,
	problems: Problem[],
): Step[] {
	const body = changesBetween(line, values);
	if (Object.keys(body).length === 0) return [];
	const despatched = Number(line.despatch_receipt_quantity ?? 0);
	const quantity = Number(body.line_quantity ?? line.line_quantity);
	if (quantity < despatched) {
		problems.push({
			field: `${label}: Quantity`,
			message: `${quantity} is less than the ${despatched} that were despatched`,
			remedy: 'Leave at least those, and enter a return for the rest.',
		});
	}
	const isCut = quantity < Number(line.line_quantity) && removal === 'cancel';
	return [
		stepOf('change', line, label, { ...body, ...(isCut ? { create_cancelled_line: true } : {}) }),
	];
}

/** Only the rest of a line that was despatched in part can be cancelled, and nothing of one despatched in full. */
function removalOf(line: SageRecord, removal: Removal, label: string, problems: Problem[]): Step[] {
	const despatched = Number(line.despatch_receipt_quantity ?? 0);
	if (removal === 'cancel' && despatched > 0) {
		if (despatched >= Number(line.line_quantity)) return [];
		return [
			stepOf('cancel', line, label, { line_quantity: despatched, create_cancelled_line: true }),
		];
	}
	if (despatched > 0 || line.is_line_deletable === false) {
		problems.push({
			field: label,
			message: `(${String(line.code ?? line.description)}) was despatched or invoiced and cannot be removed`,
			remedy: 'Cancel what is left of it, or return the goods.',
		});
		return [];
	}
	return [
		stepOf(removal, line, label, {
			is_to_delete: true,
			...(removal === 'cancel' ? { create_cancelled_line: true } : {}),
		}),
	];
}

/** Sage tells lines apart by id; their type is required of every line it is sent. */
function stepOf(action: Step['action'], line: SageRecord, label: string, fields: SageRecord): Step {
	return {
		action,
		label,
		lineId: Number(line.id),
		code: textOf(line.code),
		body: { id: line.id, line_type: line.line_type, ...fields },
	};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
