/**
 * A write whose record is looked for by a field and value, before it is sent and after an unclear answer: one that was
 * applied already is found and not sent twice.
 */
import { normalKey } from '../lookups/lookups';
import { write } from '../lookups/writing';
import type { SageApi, SageRecord, SageRequest } from '../protocol/api';
import { invalid, onSageFailure, SageFailure } from '../protocol/failures';
import { lookAgain } from '../protocol/looking';
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS } from '../protocol/waits';
import { isRecord } from '../values/records';

import type { KeyRegister } from './register';

export interface LookFirst {
	/** What is looked for: `name "Van" in /couriers`. */
	sought: string;
	/** The records that have the value. */
	find(): Promise<SageRecord[]>;
	/** A record by its ID, if it is there and has the value: lists may not show yet what was just written. */
	read(id: number): Promise<SageRecord | undefined>;
	/** The records that had the value when all items were looked up together; undefined where that is to be asked now. */
	known?: SageRecord[];
}

export interface WrittenOnce {
	reply: unknown;
	outcome: 'existing' | 'recovered' | 'written';
}

/**
 * Sends the write unless its record is there.
 * @throws SageFailure when it is in doubt; it is not sent again as long as it may still arrive
 * @throws InvalidInput when the value names several records
 */
export async function writeOnce(
	api: SageApi,
	request: SageRequest,
	look: LookFirst,
	register: KeyRegister,
): Promise<WrittenOnce> {
	const known = theOne(look, look.known ?? []);
	if (known) return { reply: known, outcome: 'existing' };
	const name = [api.scope, request.method, request.path, normalKey(look.sought)].join('|');
	const release = await register.claim(name);
	try {
		return await writeClaimed(api, request, look, register, name);
	} finally {
		release();
	}
}

async function writeClaimed(
	api: SageApi,
	request: SageRequest,
	look: LookFirst,
	register: KeyRegister,
	name: string,
): Promise<WrittenOnce> {
	const id = register.pushedAs(name, Date.now());
	const before =
		theOne(look, look.known ?? (await look.find())) ??
		(id === undefined ? undefined : await look.read(id));
	if (before) return { reply: before, outcome: 'existing' };
	if (register.inDoubt(name, Date.now())) {
		const late = await lateOne(api, look);
		if (!late) throw inDoubt(request, look);
		register.endDoubt(name);
		return { reply: late, outcome: 'recovered' };
	}
	const reply = await write(api, request).catch(onSageFailure((failure) => failure));
	if (!(reply instanceof SageFailure)) {
		const made = isRecord(reply) ? Number(reply.id ?? 0) : 0;
		if (made > 0) register.markPushed(name, made, Date.now());
		return { reply, outcome: 'written' };
	}
	if (!reply.inDoubt) throw reply;
	register.doubt(name, Date.now() + DOUBT_SECONDS * 1000);
	const after = await lateOne(api, look);
	if (!after) throw reply;
	register.endDoubt(name);
	return { reply: after, outcome: 'recovered' };
}

async function lateOne(api: SageApi, look: LookFirst): Promise<SageRecord | undefined> {
	return await lookAgain(api, LOOK_AGAIN_SECONDS, async () => theOne(look, await look.find()));
}

/** @throws InvalidInput when the value names several records */
function theOne({ sought }: LookFirst, found: SageRecord[]): SageRecord | undefined {
	if (found.length > 1)
		throw invalid('Look First', `${sought} is ${found.length} records`, 'Look for what is unique.');
	return found[0];
}

function inDoubt({ method, path }: SageRequest, { sought }: LookFirst): SageFailure {
	return new SageFailure({
		kind: 'dropped',
		method,
		path,
		note: `An attempt of a moment ago got no clear answer, and ${sought} is not there yet. It was not sent again.`,
	});
}
