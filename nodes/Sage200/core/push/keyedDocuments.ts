/** Creates a document that carries a key, once: looked up before it is posted, and again after any unclear answer. */
import type { INodeProperties } from 'n8n-workflow';

import { bodiesFor, type Given } from '../bodies';
import { fieldCollection, otherFields, parsedFields } from '../form/fields';
import { lineRows } from '../form/lineInput';
import type { NamedList } from '../form/namedPicker';
import { withOtherFields } from '../form/otherFields';
import { picker } from '../form/picker';
import { recordFields, WRITTEN, type Gives } from '../gives';
import { identify, type Identity } from '../identity';
import type { Item } from '../item';
import { requiredProperties, requiredValues } from '../form/required';
import { ItemProblems } from '../problems';
import { preparePushes, type ItemPush } from './pushBatch';
import { ItemPushers } from './pushers';
import type { Prepared } from '../prepared';
import type { Operation } from '../resource';
import { inSentence, labelOf } from '../../catalog/labels';
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import { numberRemarks } from '../../sage200/orders/remarks';
import { documentLines, type LineKind } from '../../sage200/lines/documentLines';
import { collectProblems, type Problem } from '../../sage200/protocol/failures';
import { Named } from '../../sage200/lookups/references';
import { keyProblem, storedKey } from '../../sage200/push/key';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { newBody } from '../../sage200/values/bodies';
import { MONEY, readNumber } from '../../sage200/values/numbers';
import { linesOf } from '../../sage200/push/readyDocument';
import { answeringDocument } from './documentAnswer';
import { KEY_COLLECTION } from './keyPlace';
import { DRAFTED_PROTECTION, POSTING_PROTECTION } from './protection';
import { readyPush } from './readyPush';

import { documentLineInput } from './form';

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
	/** Fields of whose document it is that `arrange` needs. */
	partyFields?: string[];
	/** Further records that the form names, after whose document it is; they may be left empty. */
	named?: Identity[];
	/** What Sage takes of the values that were given, where that is not these themselves. */
	arrange?(values: SageRecord, given: Arranged): SageRecord | Promise<SageRecord>;
	/** Parameter of the key, and the field that keeps it. */
	key: INodeProperties;
	keyField: string;
	required?: string[];
	/** Fields that make up its amount, the main one first: none is below 0, and they come to more. */
	amounts?: string[];
	/** What else the form asks for. */
	properties?: INodeProperties[];
	fields: string[];
	groups?: Record<string, string[]>;
	lines?: DocumentLines;
	/** What is sent unless the user says otherwise. */
	defaults?: SageRecord;
	/** Has drafts, so that Strict protection can be had. */
	drafts: boolean;
	/** A key is one's own in each account only, as suppliers number their invoices themselves. */
	keyedByParty?: boolean;
	kind(api: SageApi): DocumentKind;
	/** Why a document of the same account and key is another one; undefined when it is this one. */
	otherContent?(found: SageRecord, body: SageRecord, kind: DocumentKind): string | undefined;
	/** Field of the answer that says what a posting comes to. */
	total?: string;
	/** Fields in which a document that was there may differ, which is told. */
	told?: string[];
}

/** What its lines are. */
export interface DocumentLines extends LineKind {
	/** How the form calls them: `Order Lines`. */
	label: string;
	/** The charges that a line may be of. */
	charges: NamedList;
}

/** What the values of an item are arranged with. */
export interface Arranged {
	item: Item;
	/** Whose document it is. */
	party: SageRecord;
	/** The further records, in the order of `named`; undefined where the item names none. */
	named: Array<SageRecord | undefined>;
	problems: Problem[];
}

export function createOnce(subject: KeyedSubject): Operation {
	const thing = inSentence(subject.singular);
	const groups = Object.entries(subject.groups ?? {}).map(([group, names]) =>
		fieldCollection(labelOf(group), group, `${subject.schema}.${group}`, names),
	);
	return {
		value: subject.value,
		name: subject.name,
		action: `${subject.name === 'Create' ? 'Create' : 'Post'} ${thing}`,
		description: subject.description,
		writes: true,
		...answerOf(subject),
		properties: [
			picker(subject.party),
			...(subject.named ?? []).map((identity) => picker(identity, { required: undefined })),
			subject.key,
			...requiredProperties(subject.schema, subject.required),
			...(subject.properties ?? []),
			...(subject.lines ? documentLineInput(subject.lines.label, subject.lines.charges) : []),
			...groups,
			fieldCollection('More Fields', 'additionalFields', subject.schema, subject.fields),
			otherFields,
			subject.drafts ? DRAFTED_PROTECTION : POSTING_PROTECTION,
		],
		prepare: async (items) => await preparePostings(items, subject),
	};
}

/** A posting is answered with its number in the ledger; what it comes to is known of what was sent. */
function answerOf({
	schema: name,
	keyField,
	partyField,
	lines,
	total,
}: KeyedSubject): Pick<Operation, 'answer' | 'gives'> {
	if (lines) return answeringDocument(name, keyField, partyField);
	const [key, party] = [recordFields(name, [keyField]), recordFields(name, [partyField])];
	const amount: Gives = total ? { [total]: 'number' } : {};
	return { gives: { ...WRITTEN, ...key, urn: 'number', ...amount, ...party } };
}

async function preparePostings(items: Item[], subject: KeyedSubject): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const parties = await identify(items, subject.party, {
		select: ['id', subject.party.keys[0].field, ...(subject.partyFields ?? [])],
	});
	problems.add(parties.refused);
	const named = await Promise.all(
		(subject.named ?? []).map(async (identity) => await namedBy(items, identity, problems)),
	);
	const reading = items.map(async (item): Promise<Given[]> => {
		const read = problems.collect(item, () => valuesOf(item, subject, problems));
		const party = parties.records.get(item);
		if (!read || !party) return [];
		const found = problems.of(item);
		// What is missing of a record that was named wrongly is told with its name already.
		const isNamed = named.every(({ refused }) => !refused.has(item));
		const records = named.map((each) => each.records.get(item));
		const values = isNamed
			? await arranged(subject, read, { item, party, named: records, problems: found })
			: read;
		return [{ item, schema: subject.schema, values, problems: found }];
	});
	const given = (await Promise.all(reading)).flat();
	const contents = new Map<Item, Content>();
	for (const [{ item, values }, sent] of await bodiesFor(given)) {
		const body = {
			...subject.defaults,
			[subject.partyField]: parties.records.get(item)?.id,
			...newBody(sent, item.rules),
		};
		contents.set(item, { body, lines: withCodes(linesOf(sent), linesOf(values)) });
	}
	const pushers = new ItemPushers((api) => subject.kind(api));
	const pushes = problems.valid(items).flatMap((item): ItemPush[] => {
		const content = contents.get(item);
		return content ? [pushOf(item, content, subject, pushers)] : [];
	});
	return await preparePushes(pushes, problems.refused, (item, { outcome, record }) =>
		outcome === 'existing' ? [] : numberRemarks(contents.get(item)?.body ?? {}, record),
	);
}

/** What is pushed of an item, and its lines as they are compared with those in Sage. */
interface Content {
	body: SageRecord;
	lines: SageRecord[];
}

/** The lines with the codes that their products were named by, of which Sage takes the IDs alone. */
function withCodes(lines: SageRecord[], given: SageRecord[]): SageRecord[] {
	return lines.map((line, at) => {
		const product = given[at]?.product_id;
		return product instanceof Named ? { ...line, code: product.text } : line;
	});
}

/** The values as Sage takes them; what keeps them from being sent is added to the problems. */
async function arranged(
	{ arrange }: KeyedSubject,
	values: SageRecord,
	given: Arranged,
): Promise<SageRecord> {
	try {
		return (await arrange?.(values, given)) ?? values;
	} catch (error) {
		collectProblems(given.problems, error);
		return values;
	}
}

/** The records that items name, where they name one. */
async function namedBy(
	items: Item[],
	identity: Identity,
	problems: ItemProblems,
): ReturnType<typeof identify> {
	const naming = items.filter((item) => item.locator(identity.parameter).value !== '');
	const select = ['id', ...identity.keys.flatMap(({ field, parts = [] }) => [field, ...parts])];
	const found = await identify(naming, identity, { select });
	problems.add(found.refused);
	return found;
}

function pushOf(
	item: Item,
	{ body, lines }: Content,
	subject: KeyedSubject,
	pushers: ItemPushers,
): ItemPush {
	const { keyField, key, partyField, keyedByParty } = subject;
	return readyPush(
		item,
		{
			key: String(body[keyField]),
			keyField,
			label: key.displayName,
			body,
			party: body[partyField],
			keyedByParty,
			lines: subject.lines && lines,
			compared: { priceField: subject.lines?.priceField ?? '', prices: true },
			told: subject.told,
			otherContent: (found, kind) => subject.otherContent?.(found, body, kind),
		},
		pushers,
	);
}

function valuesOf(item: Item, subject: KeyedSubject, problems: ItemProblems): SageRecord {
	const found = problems.of(item);
	const { schema, keyField, key, required, lines, groups = {} } = subject;
	const rule = keyRule(item, subject);
	const problem = keyProblem(rule, item.raw(key.name));
	if (problem) found.push(problem);
	const nested = Object.fromEntries(
		Object.keys(groups)
			.map((name) => [name, item.fields(name)] as const)
			.filter(([, values]) => Object.keys(values).length > 0),
	);
	const form = {
		...requiredValues(item, schema, required, found),
		...parsedFields(schema, item.fields('additionalFields')),
		...nested,
	};
	const values = {
		...withOtherFields(item, { form, places: placesOf(subject) }),
		...(lines ? { lines: readLines(item, lines, problems) } : {}),
		...(problem ? {} : { [keyField]: storedKey(rule, item.text(key.name)) }),
	};
	found.push(...amountProblems(values, subject));
	return values;
}

/** What is no amount of money that changes hands. What is no number at all is told where it is converted. */
function amountProblems(values: SageRecord, { amounts = [], singular }: KeyedSubject): Problem[] {
	const given = amounts.flatMap((name) => {
		const read = readNumber(values[name], { decimals: MONEY.decimals });
		return 'value' in read ? [{ name, value: read.value }] : [];
	});
	const below = given.filter(({ value }) => value < 0);
	const nothing = given.every(({ value }) => value === 0) ? given.slice(0, 1) : [];
	return [...below, ...nothing].map(({ name, value }) => ({
		field: labelOf(name),
		message: `${value} is not above 0`,
		remedy: `Give what the ${inSentence(singular)} comes to, above 0.`,
	}));
}

/** What the form says in places of its own. */
function placesOf({ party, partyField, key, keyField, lines }: KeyedSubject) {
	return {
		[partyField]: party.label,
		[keyField]: key.displayName,
		...(lines ? { lines: lines.label } : {}),
	};
}

function readLines(item: Item, kind: DocumentLines, problems: ItemProblems): SageRecord[] {
	const found = problems.of(item);
	const before = found.length;
	const rows = lineRows(item, kind.label, found);
	if (rows.length > 0) return documentLines(rows, kind, found);
	if (found.length === before)
		found.push({
			field: kind.label,
			message: 'has no lines',
			remedy: 'Add a line, or write JSON as [{"code": "BOARD001", "quantity": 2}].',
		});
	return [];
}

function keyRule(item: Item, { schema, keyField, key, singular }: KeyedSubject) {
	return {
		schema,
		field: keyField,
		prefix: String(item.collection(KEY_COLLECTION).keyPrefix ?? ''),
		label: key.displayName,
		document: inSentence(singular),
	};
}
