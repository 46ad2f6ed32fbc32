/** Sends a write and makes sure that Sage has it. */
import { isAnswered, unclearAnswer } from '../protocol/answer';
import type { SageApi, SageRecord, SageRequest } from '../protocol/api';
import { onSageFailure, SageFailure } from '../protocol/failures';
import { isRecord } from '../values/records';

import { changesBetween } from './differences';
import { nestedIn, tellingParts } from './halfChanged';

/** The path of one record: `/customers/12`. */
const RECORD_PATH = /\/-?\d+$/;

/**
 * The answer of a write that is done. Where the answer is unclear the record is read: a change is done if the record
 * shows it, a deletion if the record is gone.
 * @returns what Sage answered, or the record as it was read; undefined after a deletion
 * @throws SageFailure also when the answer names no record and nothing shows that the write is done: it is in doubt
 */
export async function write(api: SageApi, request: SageRequest): Promise<unknown> {
	const reply = await api.send(request).catch(onSageFailure((failure) => failure));
	if (!(reply instanceof SageFailure) && isAnswered(reply, request)) return reply;
	const failure = reply instanceof SageFailure ? reply : unclearAnswer(request);
	if (!RECORD_PATH.test(request.path)) throw failure;
	if (failure.kind === 'refused') throw await tellingParts(api, request, failure);
	if (!failure.inDoubt) throw failure;
	if (request.method === 'DELETE' && (await isGone(api, request.path))) return undefined;
	const record = request.method === 'PUT' ? await changed(api, request) : undefined;
	if (!record) throw await tellingParts(api, request, failure);
	return record;
}

async function isGone(api: SageApi, path: string): Promise<boolean> {
	return await api.send({ method: 'GET', path }).then(
		() => false,
		onSageFailure(({ kind }) => kind === 'notFound'),
	);
}

/** The record, if it shows all that was sent. Instructions show nowhere, so with one it stays in doubt. */
async function changed(api: SageApi, { path, body }: SageRequest): Promise<SageRecord | undefined> {
	if (!isRecord(body) || Object.keys(body).length === 0) return undefined;
	const query = { $expand: nestedIn(body).join(',') || undefined };
	const record = await api
		.send({ method: 'GET', path, query })
		.catch(onSageFailure(() => undefined));
	const shows = isRecord(record) && Object.keys(changesBetween(record, body)).length === 0;
	return shows ? record : undefined;
}
