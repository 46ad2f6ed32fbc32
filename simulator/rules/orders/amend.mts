/**
 * Updates a document: header first, then line by line. It is NOT atomic (api.md §f): the first failing line ends it,
 * what was changed before stays changed.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { omit, writable } from '../foundation/fields.mts';
import { isSet, rowsOf, textOf } from '../foundation/read.mts';
import { addressed, bodyOf } from '../foundation/records.mts';
import { checkCredit, checkHold } from './credit.mts';
import { applyHeader, resumeEntry } from './header.mts';
import { INSTRUCTIONS } from './instructions.mts';
import type { DocumentKind, Entry } from './kind.mts';
import { applyLine } from './lines.mts';
import { checkDespatchLocks, checkLock, releaseLock } from './locks.mts';
import { applyMemos } from './memos.mts';
import { numberFor } from './numbering.mts';
import { applyPayment } from './payment.mts';
import { saveDocument, type Change } from './save.mts';

/** Rule of `PUT /sop_orders/{Id}` and its like. */
export function amendDocument(kind: DocumentKind, call: Call): Row {
	const body = bodyOf(call);
	const row = addressed(call, kind.resource);
	checkLock(call, kind.resource, row.id, body.lock_id);
	checkAmendable(kind, row, body);
	checkDespatchLocks(call, rowsOf(body.lines));
	const entry = resumeEntry(kind, call, structuredClone(row));
	checkHold(entry, body);
	applyHeader(entry, body);
	applyMemos(entry, body);
	applyLines(entry, body);
	applyPayment(entry, body);
	checkCredit(entry, body);
	if (body.is_editing !== true) settle(entry);
	return saveDocument(entry, changeOf(kind, body));
}

function applyLines(entry: Entry, body: Body): void {
	try {
		for (const sent of rowsOf(body.lines)) applyLine(entry, sent);
		if (body.is_to_sequence_lines === true) sequence(entry.document, rowsOf(body.lines));
	} finally {
		// Also after a refused line: the lines before it have been changed.
		saveDocument(entry, changeOf(entry.kind, body));
	}
}

/** A body that brings nothing but lines and instructions leaves the header as it is. */
function changeOf({ schema }: DocumentKind, body: Body): Change {
	const nested = ['delivery_address', 'memos'].some((field) => body[field] !== undefined);
	const fields = Object.keys(omit(writable(schema, body), INSTRUCTIONS));
	return fields.length > 0 || nested ? 'header' : 'lines';
}

/** Ends the editing: a draft gets its number, the lock goes. */
function settle({ kind, call, document }: Entry): void {
	if (document.is_draft === true) {
		document.is_draft = false;
		document.document_no = numberFor(call.company, kind, document.draft_document_no);
	}
	releaseLock(call, kind.resource, Number(document.id));
}

/** Lines that were sent come first, in the order in which they were sent. */
function sequence(document: Body, sent: Body[]): void {
	const wanted = sent.map((line) => line.id);
	const place = (line: Body) =>
		wanted.includes(line.id) ? wanted.indexOf(line.id) : wanted.length;
	const lines = [...rowsOf(document.lines)].sort((one, other) => place(one) - place(other));
	lines.forEach((line, at) => (line.line_number = at + 1));
	document.lines = lines;
}

function checkAmendable(kind: DocumentKind, row: Row, body: Body): void {
	if (
		row.document_status === 'EnumDocumentStatusComplete' ||
		row.document_status === 'EnumDocumentStatusCancelled'
	) {
		throw new SageRefusal(
			`The ${kind.name} ${textOf(row.document_no)} is complete or cancelled and cannot be changed.`,
		);
	}
	const { key, name } = kind.trader;
	if (isSet(body[key]) && body[key] !== row[key]) {
		throw new SageRefusal(`The ${name} of a ${kind.name} cannot be changed.`);
	}
}
