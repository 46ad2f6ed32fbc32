/**
 * Record locks: a GET with `$expand=is_to_lock` takes one, a PUT with its lock_id and `is_editing:false` gives it back
 * (api.md j 4). A lock belongs to whoever holds its id; it ends by the clock, so a killed worker blocks nobody for
 * ever. Lines that were read for despatch have locks without an id to send back: despatching the order, or the clock,
 * ends them.
 * How another's lock refuses, and that locks end by the clock, is unknown, the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { numberOf } from '../foundation/read.mts';
import { first } from '../foundation/records.mts';
import { simulatorSettings } from '../foundation/simulator-settings.mts';

const TABLE = 'record_locks';
const LINES = 'sop_order_lines';
const MINUTE = 60_000;

/**
 * Locks a record for editing and answers the lock's id.
 * @throws SageRefusal if another holds it
 */
export function takeLock(call: Call, resource: string, id: number): number {
	checkLock(call, resource, id, undefined);
	return insertLock(call, resource, id).id;
}

/** Locks lines that were read for despatch; lines that are locked already stay as they are. */
export function lockForDespatch(call: Call, lines: Body[]): void {
	for (const line of lines) {
		const id = numberOf(line.id);
		if (!liveLock(call, LINES, id)) insertLock(call, LINES, id);
	}
}

/**
 * Refuses a change of lines that were read for despatch and are not despatched yet.
 * @throws SageRefusal
 */
export function checkDespatchLocks(call: Call, lines: Body[]): void {
	if (lines.some((line) => liveLock(call, LINES, numberOf(line.id))))
		throw new SageRefusal('A line is locked for despatch by another user and cannot be changed.');
}

/** Ends the locks of lines whose order has been despatched. */
export function releaseDespatchLocks(call: Call, lines: Body[]): void {
	for (const line of lines) releaseLock(call, LINES, numberOf(line.id));
}

/**
 * Refuses a change to a record that is locked, unless the lock's id came with it.
 * @throws SageRefusal
 */
export function checkLock(call: Call, resource: string, id: number, lockId: unknown): void {
	const lock = liveLock(call, resource, id);
	if (lock && lock.id !== numberOf(lockId)) {
		throw new SageRefusal('The record is locked by another user and cannot be changed.');
	}
}

/** Gives a lock back. */
export function releaseLock(call: Call, resource: string, id: number): void {
	const lock = liveLock(call, resource, id);
	if (lock) call.company.table(TABLE).remove(lock.id);
}

function insertLock(call: Call, resource: string, id: number): Row {
	const until = call.clock.now() + simulatorSettings(call.company).lock_minutes * MINUTE;
	const lock = { resource, record_id: id, user_id: call.user.id, until };
	return call.company.table(TABLE).insert(lock);
}

function liveLock(call: Call, resource: string, id: number): Row | undefined {
	const locks = call.company.table(TABLE).where('record_id', id);
	return first(
		locks,
		(lock) => lock.resource === resource && numberOf(lock.until) > call.clock.now(),
	);
}
