/**
 * Record locks: a GET with `$expand=is_to_lock` takes one, a PUT with its lock_id and `is_editing:false` gives it back.
 * A lock belongs to whoever holds its id; it ends by the clock, so a killed worker blocks nobody for ever.
 */
import { SageRefusal, type Call, type Row } from '../../world.mts';
import { numberOf } from '../foundation/read.mts';
import { first } from '../foundation/records.mts';
import { simulatorSettings } from '../foundation/simulator-settings.mts';

const TABLE = 'record_locks';
const MINUTE = 60_000;

/** Locks a record for editing and answers the lock's id. @throws SageRefusal if another holds it */
export function takeLock(call: Call, resource: string, id: number): number {
	checkLock(call, resource, id, undefined);
	const until = call.clock.now() + simulatorSettings(call.company).lock_minutes * MINUTE;
	return call.company.table(TABLE).insert({ resource, record_id: id, user_id: call.user.id, until })
		.id;
}

/** Refuses a change to a record that is locked, unless the lock's id came with it. @throws SageRefusal */
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

function liveLock(call: Call, resource: string, id: number): Row | undefined {
	const locks = call.company.table(TABLE).where('record_id', id);
	return first(
		locks,
		(lock) => lock.resource === resource && numberOf(lock.until) > call.clock.now(),
	);
}
