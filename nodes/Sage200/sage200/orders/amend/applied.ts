/** Which steps of an update took effect, read from the order before and after it. */
import type { SageRecord } from '../../protocol/api';
import { changesBetween } from '../../lookups/differences';
import { isInstruction } from '../../lookups/instructions';

import { COPIED_ADDRESS, type Step } from './steps';

export interface Applied {
	applied: Step[];
	notApplied: Step[];
}

/** They say which line is meant. */
const NAMING = new Set(['id', 'line_type']);

/** Sorts steps by what the order looks like now. */
export function sortOut(steps: Step[], before: SageRecord, after: SageRecord): Applied {
	const old = linesById(before);
	const now = linesById(after);
	const added = [...now.values()].filter(({ id }) => !old.has(Number(id)));
	const took = (step: Step): boolean => {
		if (step.action === 'header')
			return changed(step.body, before, after) && addressTook(step.body, before, after);
		if (step.action === 'add') return takeAdded(added, step);
		const line = now.get(Number(step.lineId));
		if (step.body.is_to_delete === true || !line) return step.body.is_to_delete === true && !line;
		return changed(step.body, old.get(Number(step.lineId)) ?? {}, line);
	};
	const applied = steps.filter(took);
	return { applied, notApplied: steps.filter((step) => !applied.includes(step)) };
}

/**
 * Every field that was sent has the value sent, or at least another than before: Sage rounds some (quantities of
 * serial-numbered goods) and works others out anew.
 */
function changed(body: SageRecord, before: SageRecord, after: SageRecord): boolean {
	const fields = Object.entries(body).filter(([name]) => !NAMING.has(name) && !isInstruction(name));
	return fields.every(([name, value]) => {
		const differs = (record: SageRecord) =>
			Object.keys(changesBetween(record, { [name]: value })).length > 0;
		return !differs(after) || JSON.stringify(before[name]) !== JSON.stringify(after[name]);
	});
}

/** A stored address that was to be copied shows in the order's own address. */
function addressTook(body: SageRecord, before: SageRecord, after: SageRecord): boolean {
	const address = (order: SageRecord) => JSON.stringify(order.delivery_address);
	return body[COPIED_ADDRESS] === undefined || address(before) !== address(after);
}

/** A line that was not there before stands for one addition only. */
function takeAdded(added: SageRecord[], { body }: Step): boolean {
	const identifying = [
		'line_type',
		'product_id',
		'code',
		'line_quantity',
		...(body.product_id === undefined ? ['description'] : []),
	];
	const wanted = Object.fromEntries(
		identifying.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]),
	);
	const at = added.findIndex((line) => Object.keys(changesBetween(line, wanted)).length === 0);
	if (at >= 0) added.splice(at, 1);
	return at >= 0;
}

function linesById({ lines }: SageRecord): Map<number, SageRecord> {
	return new Map(
		((lines as SageRecord[] | undefined) ?? []).map((line) => [Number(line.id), line]),
	);
}
