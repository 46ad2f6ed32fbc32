/**
 * Creates a document: everything is checked before anything is stored.
 * Drafts and numbers: api.md j 2; defaults that are not saved: api.md j 1. That a refused document leaves nothing
 * behind is inferred.
 */
import type { Body, Call, Row } from '../../world.mts';
import { pick } from '../foundation/fields.mts';
import { rowsOf } from '../foundation/read.mts';
import { bodyOf } from '../foundation/records.mts';
import { checkCredit } from './credit.mts';
import { startEntry } from './header.mts';
import type { DocumentKind, Entry } from './kind.mts';
import { newLine } from './line-entry.mts';
import { storeLine } from './lines.mts';
import { applyMemos } from './memos.mts';
import { checkNumber, DRAFT_NUMBER, numberFor } from './numbering.mts';
import { applyPayment } from './payment.mts';
import { refresh } from './refresh.mts';
import { saveDocument } from './save.mts';

/** Rule of `POST /sop_orders` and its like. */
export function createDocument(kind: DocumentKind, call: Call): Row {
	const body = bodyOf(call);
	checkNumber(call.company, kind, body);
	return storeDocument(composed(kind, call, body), body);
}

/** Rule of `POST /sop_orders_new`: the document that would be created, unsaved; whether it prices lines is a switch. */
export function previewDocument(kind: DocumentKind, call: Call): Body {
	const pricesLines = call.company.behaviour.previewLines === 'priced';
	const { key } = kind.trader;
	const body = pricesLines ? bodyOf(call) : pick(bodyOf(call), [key]);
	const { document } = composed(kind, call, body);
	rowsOf(document.lines).forEach((line, at) => (line.line_number = at + 1));
	return { id: 0, ...document, document_no: '' };
}

/** Stores a composed document: a draft without a number, or a confirmed one. */
export function storeDocument(entry: Entry, body: Body): Row {
	const { kind, call } = entry;
	const isDraft = body.is_editing === true;
	const row = call.company.table(kind.resource).insert({
		...entry.document,
		lines: [],
		is_draft: isDraft,
		document_no: isDraft ? DRAFT_NUMBER : numberFor(call.company, kind, body.document_no),
		// Kept until the draft is confirmed, for sites that number by hand.
		draft_document_no: isDraft ? body.document_no : undefined,
	});
	const stored: Entry = { ...entry, document: { ...row, lines: [] } };
	const sent = rowsOf(body.lines);
	rowsOf(entry.document.lines).forEach((line, at) => storeLine(stored, line, sent[at] ?? {}));
	applyMemos(stored, body);
	return saveDocument(stored, 'header');
}

function composed(kind: DocumentKind, call: Call, body: Body): Entry {
	const entry = startEntry(kind, call, body);
	entry.document.lines = rowsOf(body.lines).map((line) => newLine(entry, line));
	refresh(call.company, kind, entry.document);
	applyPayment(entry, body);
	checkCredit(entry, body);
	return entry;
}
