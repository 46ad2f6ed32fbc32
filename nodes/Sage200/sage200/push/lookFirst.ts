/**
 * A write whose record is looked for by a field and value, before it is sent and after an unclear answer: one that was
 * applied already is found and not sent twice.
 */
import { write } from '../lookups/writing';
import type { SageApi, SageRecord, SageRequest } from '../protocol/api';
import { invalid, onSageFailure, SageFailure } from '../protocol/failures';
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS, growingWaits } from '../protocol/waits';

import type { KeyRegister } from './register';

export interface LookFirst {
	/** What is looked for: `name "Van" in /couriers`. */
	sought: string;
	/** The records that have the value. */
	find(): Promise<SageRecord[]>;
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
	const name = [api.scope, request.method, request.path, look.sought].join('|');
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
	const before = await theOne(look);
	if (before) return { reply: before, outcome: 'existing' };
	if (register.inDoubt(name, Date.now())) {
		const late = await lookAgain(api, look);
		if (!late) throw inDoubt(request, look);
		register.endDoubt(name);
		return { reply: late, outcome: 'recovered' };
	}
	const reply = await write(api, request).catch(onSageFailure((failure) => failure));
	if (!(reply instanceof SageFailure)) return { reply, outcome: 'written' };
	if (!reply.inDoubt) throw reply;
	register.doubt(name, Date.now() + DOUBT_SECONDS * 1000);
	const after = await lookAgain(api, look);
	if (!after) throw reply;
	register.endDoubt(name);
	return { reply: after, outcome: 'recovered' };
}

async function lookAgain(api: SageApi, look: LookFirst): Promise<SageRecord | undefined> {
	for (const seconds of growingWaits(LOOK_AGAIN_SECONDS)) {
		if (seconds > 0) await api.wait(seconds * 1000);
		const found = await theOne(look).catch(onSageFailure(() => undefined));
		if (found) return found;
	}
	return undefined;
}

async function theOne({ find, sought }: LookFirst): Promise<SageRecord | undefined> {
	const found = await find();
	if (found.length > 1)
		throw invalid('Look First', `${sought} is ${found.length} records`, 'Look for what is unique.');
	return found[0];
}

function inDoubt({ method, path }: SageRequest, { sought }: LookFirst): SageFailure {
	return new SageFailure({
		kind: 'unreadable',
		method,
		path,
		note: `An attempt of a moment ago got no clear answer, and ${sought} is not there yet. It was not sent again.`,
	});
}
