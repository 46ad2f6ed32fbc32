/**
 * Stores, changes and removes lines of a stored document.
 * With an id a line changes, without one it is added, `is_to_delete` removes it: api.md g. That a line cannot fall
 * below what has been despatched is inferred.
 */
import { SageRefusal, type Body, type Company } from '../../world.mts';
import { childId } from '../foundation/child-ids.mts';
import { decimal, type Decimal } from '../foundation/money.mts';
import { rowsOf, textOf } from '../foundation/read.mts';
import { holdingIn, moveOnOrder } from '../stock/levels.mts';
import { allocate, release } from './allocation.mts';
import { recordCancelled } from './cancelled-lines.mts';
import type { Entry } from './kind.mts';
import { fillLine, newLine } from './line-entry.mts';
import { stockUnits } from './units.mts';

/**
 * Puts one line of an update into effect: without an id it is added, with one changed or deleted.
 * @throws SageRefusal
 */
export function applyLine(entry: Entry, sent: Body): void {
	if (!sent.id) storeLine(entry, newLine(entry, sent), sent);
	else if (sent.is_to_delete === true) deleteLine(entry, lineOf(entry, sent.id), sent);
	else changeLine(entry, lineOf(entry, sent.id), sent);
}

/** Adds an entered line to the stored document. */
export function storeLine(entry: Entry, line: Body, sent: Body): void {
	const { kind, call, document } = entry;
	const lines = rowsOf(document.lines);
	const stamp = call.clock.stamp();
	Object.assign(line, {
		id: childId(call.company),
		[kind.lineParent]: document.id,
		line_number: Math.max(0, ...lines.map((other) => Number(other.line_number))) + 1,
		date_time_created: stamp,
		date_time_updated: stamp,
	});
	lines.push(line);
	moveLine(entry, line, sent, decimal(0));
}

/** Gives back what a line has taken from stock or announced to it. */
export function withdrawLine(entry: Entry, line: Body): void {
	if (entry.kind.stock === 'allocates') release(entry.call.company, line);
	if (entry.kind.stock === 'announces')
		announce(entry.call.company, line, decimal(line.line_quantity).neg());
}

function changeLine(entry: Entry, line: Body, sent: Body): void {
	const before = { ...line };
	const changed = { ...line };
	fillLine(entry, changed, sent);
	if (decimal(changed.line_quantity).lt(decimal(line[entry.kind.line.done]))) {
		throw new SageRefusal(
			`Line ${String(line.line_number)}: the quantity is less than what has been despatched or received.`,
		);
	}
	Object.assign(line, changed, { date_time_updated: entry.call.clock.stamp() });
	moveLine(entry, line, sent, decimal(before.line_quantity));
	recordCancelled(
		entry,
		line,
		sent,
		decimal(before.line_quantity).minus(decimal(line.line_quantity)),
	);
}

function deleteLine(entry: Entry, line: Body, sent: Body): void {
	if (line.is_line_deletable === false) {
		throw new SageRefusal(
			`Line ${String(line.line_number)} has been despatched, received or invoiced and cannot be deleted.`,
		);
	}
	withdrawLine(entry, line);
	recordCancelled(entry, line, sent, decimal(line.line_quantity));
	const lines = rowsOf(entry.document.lines);
	lines.splice(lines.indexOf(line), 1);
}

function moveLine(entry: Entry, line: Body, sent: Body, before: Decimal): void {
	if (entry.kind.stock === 'allocates') allocate(entry, line, sent);
	if (entry.kind.stock === 'announces')
		announce(entry.call.company, line, decimal(line.line_quantity).minus(before));
}

function announce(company: Company, line: Body, quantity: Decimal): void {
	const holding = holdingIn(company, line.product_id, line.warehouse_id);
	if (holding) moveOnOrder(company, holding, stockUnits(line, quantity));
}

function lineOf({ kind, document }: Entry, id: unknown): Body {
	const line = rowsOf(document.lines).find((each) => each.id === id);
	if (!line)
		throw new SageRefusal(
			`The line ${String(id)} does not belong to the ${kind.name} ${textOf(document.document_no)}.`,
		);
	return line;
}
