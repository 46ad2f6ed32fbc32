/**
 * What Sage has of a document's change that failed. Documents are changed line by line: what came before the line that
 * fails stays (api.md f).
 */
import type { SageApi, SageRecord, SageRequest } from '../protocol/api';
import type { SageFailure } from '../protocol/failures';
import { unseen } from '../protocol/looking';
import { isRecord } from '../values/records';

import { changesBetween } from './differences';
import { isInstruction } from './instructions';

/** The failure of a change, with what of it is in Sage; the failure itself where it was no change of lines. */
export async function tellingParts(
	api: SageApi,
	{ method, path, body }: SageRequest,
	failure: SageFailure,
): Promise<SageFailure> {
	if (method !== 'PUT' || !isRecord(body) || !Array.isArray(body.lines)) return failure;
	const query = { $expand: nestedIn(body).join(',') };
	const record = await api.send({ method: 'GET', path, query }).catch(unseen);
	if (!isRecord(record))
		return failure.noting(
			'Lines before the one that failed may have been changed, and the document could not be read: look at it before you send this again.',
		);
	const parts = partsOf(record, body, body.lines);
	const named = (isMade: boolean) =>
		parts.flatMap(([name, made]) => (made === isMade ? [name] : [])).join(', ') || 'nothing';
	return failure.noting(
		`Sage 200 changes a document line by line. It has: ${named(true)}. It does not have: ${named(false)}.`,
	);
}

/** Fields that hold other records. */
export function nestedIn(body: Readonly<SageRecord>): string[] {
	return Object.keys(body).filter((name) => isRecord(body[name]) || Array.isArray(body[name]));
}

type Part = [name: string, isMade: boolean];

function partsOf(record: SageRecord, body: SageRecord, lines: unknown[]): Part[] {
	const header = Object.fromEntries(
		Object.entries(body).filter(([name]) => name !== 'lines' && !isInstruction(name)),
	);
	const ofHeader: Part[] =
		Object.keys(header).length > 0 ? [['header', shows(record, header)]] : [];
	const rows = ((record.lines as SageRecord[] | undefined) ?? []).filter(isRecord);
	const left = (changesBetween(record, { lines }).lines as SageRecord[] | undefined) ?? [];
	const ofLines = lines.filter(isRecord).map((line, at): Part => {
		const row = rows.find(({ id }) => id === line.id);
		const { line_number: number = at + 1, code = line.code } = row ?? {};
		const name = line.id === undefined ? 'new line' : `line ${String(number)}`;
		const isLeft =
			line.id === undefined ? left.includes(line) : left.some(({ id }) => id === line.id);
		const isMade = line.is_to_delete === true ? !row : !isLeft;
		return [code === undefined ? name : `${name} (${String(code)})`, isMade];
	});
	return [...ofHeader, ...ofLines];
}

function shows(record: SageRecord, wanted: SageRecord): boolean {
	return Object.keys(changesBetween(record, wanted)).length === 0;
}
