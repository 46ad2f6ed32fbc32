/** What a write is answered with: only an answer that names what was written proves that it is in Sage. */
import { findOperation, findSchema, resourceOfPath } from '../../catalog';

import type { SageRecord, SageRequest } from './api';
import { changesNothing } from './effects';
import { SageFailure } from './failures';

type Call = Pick<SageRequest, 'method' | 'path'>;

/** Fields by which Sage names a record: its ID, or the number of a posting. */
const NAMES = ['id', 'urn'];
/** Posts that answer with what may be counted. A stocktake that is not created yet has no ID. */
const UNSAVED = /^stocktake_(new|amend)_items$/;

/**
 * The document in an answer. Gateways answer 200 with an empty or foreign body, and what they took may be in Sage or not.
 * @param number field that Sage gives every such document
 * @throws SageFailure `unreadable` for an answer that names no document
 */
export function documentIn(reply: unknown, call: Call, number = 'id'): SageRecord {
	const record = typeof reply === 'object' ? (reply as SageRecord | null) : undefined;
	if (record && Number(record[number] ?? 0) > 0) return record;
	throw unclearAnswer(call);
}

/**
 * The record that something read or worked out is answered with.
 * @throws SageFailure `unreadable` for an answer that says nothing
 */
export function recordIn(reply: unknown, call: Call): SageRecord {
	if (showsRecord(reply, call)) return reply as SageRecord;
	throw unclearAnswer(call);
}

/** Whether an answer shows that the call was carried out. Deletions are answered with nothing (api.md e). */
export function isAnswered(reply: unknown, call: Call): boolean {
	if (call.method === 'DELETE' || changesNothing(call)) return true;
	if (Array.isArray(reply)) return reply.length > 0 && reply.every((row) => namesRecord(row, call));
	return namesRecord(reply, call) && !namesAnother(reply as SageRecord, call);
}

/** A change answered with another record than its path names. Only a post of defaults makes a new one of it. */
function namesAnother({ id }: SageRecord, { method, path }: Call): boolean {
	const [asked, resource = ''] = path.split('/').reverse();
	if (method !== 'PUT' || !/^\d+$/.test(asked) || resource.endsWith('_new')) return false;
	return Number(id ?? 0) > 0 && Number(id) !== Number(asked);
}

/** A success without an answer that shows it. */
export function unclearAnswer({ method, path }: Call): SageFailure {
	return new SageFailure({ kind: 'unreadable', method, path });
}

/** Compares the fields that Sage names records by, where the answer has them; else any field that Sage answers with. */
function namesRecord(reply: unknown, call: Call): boolean {
	if (!showsRecord(reply, call)) return false;
	const names = UNSAVED.test(resourceOfPath(call.path))
		? []
		: NAMES.filter((name) => fieldsOf(call)?.has(name));
	return names.length === 0 || names.some((name) => Number(reply[name] ?? 0) > 0);
}

/** Whether there is any field that Sage answers with. */
function showsRecord(reply: unknown, call: Call): reply is SageRecord {
	if (typeof reply !== 'object' || reply === null) return false;
	const fields = fieldsOf(call);
	return Object.keys(reply).some((name) => fields === undefined || fields.has(name));
}

/** Fields of an answer; undefined where Sage publishes none. */
function fieldsOf({ method, path }: Call): ReadonlyMap<string, unknown> | undefined {
	const shape = findOperation(method, path)?.reply;
	const schema = shape && findSchema(shape.schema);
	return !schema || schema.open || schema.fields.size === 0 ? undefined : schema.fields;
}
