/** Creates a document that carries a key, once: looked up before it is posted, and again after any unclear answer. */
import type { INodeProperties } from 'n8n-workflow';

import { bodiesFor, type Given } from '../bodies';
import { fieldCollection, jsonObject, otherFields, parsedFields, parsedJson } from '../form/fields';
import { picker } from '../form/picker';
import { identify, type Identity } from '../identity';
import type { Item } from '../item';
import { requiredProperties } from '../form/required';
import { ItemProblems } from '../problems';
import { preparePushes, type ItemPush } from './pushBatch';
import { ItemPushers } from './pushers';
import type { Prepared } from '../prepared';
import type { Operation } from '../resource';
import { inSentence, labelOf } from '../../catalog/labels';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import { numberRemarks } from '../../sage200/orders/remarks';
import { documentLines, type LineKind } from '../../sage200/lines/documentLines';
import { keyProblem, storedKey } from '../../sage200/push/key';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { linesOf } from '../../sage200/push/readyDocument';
import { KEY_COLLECTION } from './keyPlace';
import { protection } from './protection';
import { readyPush } from './readyPush';

import { DOCUMENT_LINES } from './form';

/** What is said of a kind of document that is pushed once. */
export interface KeyedSubject {
	value: string;
	name: string;
	/** `Purchase Order` */
	singular: string;
	description: string;
	schema: string;
	/** Whose document it is, and the field that names them. */
	party: Identity;
	partyField: string;
	/** Parameter of the key, and the field that keeps it. */
	key: INodeProperties;
	keyField: string;
	required?: string[];
	fields: string[];
	groups?: Record<string, string[]>;
	lines?: LineKind;
	/** What is sent unless the user says otherwise. */
	defaults?: SageRecord;
	/** Has drafts, so that Strict protection can be had. */
	drafts: boolean;
	/** A key is one's own in each account only, as suppliers number their invoices themselves. */
	keyedByParty?: boolean;
	kind(api: SageApi): DocumentKind;
	/** Why a document of the same account and key is another one; undefined when it is this one. */
	otherContent?(found: SageRecord, body: SageRecord, kind: DocumentKind): string | undefined;
}

export function createOnce(subject: KeyedSubject): Operation {
	const thing = inSentence(subject.singular);
	const groups = Object.entries(subject.groups ?? {}).map(([group, names]) =>
		fieldCollection(labelOf(group), group, `${subject.schema}.${group}`, names),
	);
	return {
		value: subject.value,
		name: subject.name,
		action: `${subject.name === 'Create' ? 'Create' : 'Post'} a ${thing}`,
		description: subject.description,
		writes: true,
		properties: [
			picker(subject.party),
			subject.key,
			...requiredProperties(subject.schema, subject.required),
			...(subject.lines ? [DOCUMENT_LINES] : []),
			fieldCollection('Additional Fields', 'additionalFields', subject.schema, subject.fields),
			...groups,
			otherFields,
			protection(subject.drafts),
		],
		prepare: async (items) => await preparePostings(items, subject),
	};
}

async function preparePostings(items: Item[], subject: KeyedSubject): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const parties = await identify(items, subject.party, {
		select: ['id', subject.party.keys[0].field],
	});
	problems.add(parties.refused);
	const given = items.flatMap((item): Given[] => {
		const values = problems.collect(item, () => valuesOf(item, subject, problems));
		return values ? [{ item, schema: subject.schema, values, problems: problems.of(item) }] : [];
	});
	const bodies = new Map<Item, SageRecord>();
	for (const [{ item }, body] of await bodiesFor(given)) {
		bodies.set(item, {
			...subject.defaults,
			[subject.partyField]: parties.records.get(item)?.id,
			...body,
		});
	}
	const pushers = new ItemPushers((api) => subject.kind(api));
	const pushes = problems.valid(items).flatMap((item): ItemPush[] => {
		const body = bodies.get(item);
		return body ? [pushOf(item, body, subject, pushers)] : [];
	});
	return await preparePushes(pushes, problems.refused, (item, { outcome, record }) =>
		outcome === 'existing' ? [] : numberRemarks(bodies.get(item) ?? {}, record),
	);
}

function pushOf(
	item: Item,
	body: SageRecord,
	subject: KeyedSubject,
	pushers: ItemPushers,
): ItemPush {
	const { keyField, key, partyField, keyedByParty, lines } = subject;
	return readyPush(
		item,
		{
			key: String(body[keyField]),
			keyField,
			label: key.displayName,
			body,
			party: body[partyField],
			keyedByParty,
			lines: lines && linesOf(body),
			compared: { priceField: lines?.priceField ?? '', prices: true },
			otherContent: (found, kind) => subject.otherContent?.(found, body, kind),
		},
		pushers,
	);
}

function valuesOf(item: Item, subject: KeyedSubject, problems: ItemProblems): SageRecord {
	const found = problems.of(item);
	const { schema, keyField, key, required = [], lines, groups = {} } = subject;
	const rule = keyRule(item, subject);
	const problem = keyProblem(rule, item.text(key.name));
	if (problem) found.push(problem);
	const nested = Object.fromEntries(
		Object.keys(groups)
			.map((name) => [name, item.fields(name)] as const)
			.filter(([, values]) => Object.keys(values).length > 0),
	);
	return {
		...Object.fromEntries(required.map((name) => [name, item.parameter(name, '')])),
		...(lines ? { lines: readLines(item, lines, problems) } : {}),
		...parsedFields(schema, item.fields('additionalFields')),
		...nested,
		...jsonObject(item.parameter('otherFields', '{}'), otherFields.displayName),
		...(problem ? {} : { [keyField]: storedKey(rule, item.text(key.name)) }),
	};
}

function readLines(item: Item, kind: LineKind, problems: ItemProblems): SageRecord[] {
	const label = DOCUMENT_LINES.displayName;
	const rows = parsedJson(item.parameter(DOCUMENT_LINES.name, '[]'), label);
	if (Array.isArray(rows) && rows.length > 0)
		return documentLines(rows as unknown[], kind, problems.of(item));
	problems.of(item).push({
		field: label,
		message: Array.isArray(rows) ? 'has no lines' : 'must be a JSON array',
		remedy: 'Write it as [{"code": "BOARD001", "quantity": 2}].',
	});
	return [];
}

function keyRule(item: Item, { schema, keyField, key }: KeyedSubject) {
	return {
		schema,
		field: keyField,
		prefix: String(item.collection(KEY_COLLECTION).keyPrefix ?? ''),
		label: key.displayName,
	};
}
