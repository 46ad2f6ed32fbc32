/** The regular operations of a resource, made from what the resource says of itself. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { schema, type Field } from '../../catalog';
import { inSentence, labelOf } from '../../catalog/labels';
import type { SageRecord } from '../../sage200/protocol/api';
import { collecting, InvalidInput, type Problem } from '../../sage200/protocol/failures';

import { bodiesFor, type Given } from '../bodies';
import {
	fieldCollection,
	fieldProperty,
	jsonObject,
	noteOf,
	otherFields,
	parsedFields,
} from '../form/fields';
import { firstRowProperties, withFirstRows, type FirstRows } from '../form/firstRows';
import { LIST_PROPERTIES, limitOf, listQuery, READ_PROPERTIES, shapeOf } from '../form/filters';
import { identify, picker, type Identity } from '../identity';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../item';
import { oneByOne, type Operation } from '../resource';
import { IF_EXISTS, nestedIn, prepareUpserts, saveChanges } from './saving';

/** What the regular operations need to know of a resource. */
export interface Subject {
	/** `Customer` */
	singular: string;
	/** `Customers` */
	plural: string;
	/** Collection in the API: `customers`. */
	resource: string;
	/** Schema of one record: `customer`. */
	schema: string;
	identity: Identity;
	/** Required fields of a create, shown at the top. */
	required?: string[];
	/** Fields under "Additional Fields". */
	fields?: string[];
	/** Nested records with their own group of fields: `main_address` → its fields. */
	groups?: Record<string, string[]>;
	/** Fields under "Additional Fields" that stand for a row of a list. */
	firstRows?: FirstRows;
	/** The record that every one of these belongs to. */
	owner?: Owner;
	/** At most ten flat fields that Simplify shows. */
	simple: string[];
}

export interface Owner {
	identity: Identity;
	/** Field of the body that names it; without one it stands in the path, `/customers/12/customer_contacts`. */
	field?: string;
}

/** Get: batched over all items, by list, human key or ID. */
export function get(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'get',
		name: 'Get',
		action: `Get ${withArticle(thing)}`,
		description: `Read one ${thing}`,
		writes: false,
		properties: [picker(subject.identity), ...READ_PROPERTIES],
		async prepare(items) {
			const records = new Map<Item, SageRecord>();
			const refused = new Map<Item, unknown>();
			for (const group of groupBy(items, (item) =>
				JSON.stringify(shapeOf(item, subject.simple)),
			).values()) {
				const identified = await identify(
					group,
					subject.identity,
					keyed(shapeOf(group[0], subject.simple), subject.identity),
				);
				for (const [item, record] of identified.records) records.set(item, record);
				for (const [item, error] of identified.refused) refused.set(item, error);
			}
			return { refused, execute: async (item) => records.get(item)! };
		},
	};
}

/** Get Many: filters, sort, fields, Return All. */
export function getMany(subject: Subject): Operation {
	const things = inSentence(subject.plural);
	return {
		value: 'getAll',
		name: 'Get Many',
		action: `Get many ${things}`,
		description: `Read a list of ${things}`,
		writes: false,
		properties: LIST_PROPERTIES,
		prepare: oneByOne(
			async (item) =>
				await item.company.api.list({
					path: `/${subject.resource}`,
					query: listQuery(item, subject.schema, subject.simple),
					limit: limitOf(item),
				}),
		),
	};
}

/** Create: checks every field of every item, then posts. */
export function create(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'create',
		name: 'Create',
		action: `Create ${withArticle(thing)}`,
		description: `Add a new ${thing}`,
		writes: true,
		properties: [
			...ownerProperties(subject),
			...requiredProperties(subject),
			...formProperties(subject),
		],
		async prepare(items) {
			const { bodies, refused } = await bodiesOf(items, subject, createValues);
			const places = await placesOf([...bodies.keys()], subject);
			for (const [item, error] of places.refused) refused.set(item, error);
			return {
				refused,
				async execute(item) {
					const { path, fields } = places.found.get(item)!;
					return (await item.company.api.send({
						method: 'POST',
						path,
						body: { ...fields, ...bodies.get(item) },
					})) as object;
				},
			};
		},
	};
}

/** Update: reads all items' records in one go and sends of each only what differs. */
export function update(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'update',
		name: 'Update',
		action: `Update ${withArticle(thing)}`,
		description: `Change fields of one ${thing}; only what differs is sent`,
		writes: true,
		properties: [picker(subject.identity), ...formProperties(subject)],
		async prepare(items) {
			const { bodies, refused } = await bodiesOf(items, subject, formValues);
			const ready = items.filter((item) => bodies.has(item));
			const identified = await identify(ready, subject.identity, {
				expand: nestedIn([...bodies.values()], subject.schema),
			});
			for (const [item, error] of identified.refused) refused.set(item, error);
			return {
				refused,
				async execute(item) {
					const record = identified.records.get(item)!;
					return await saveChanges(
						item,
						`/${subject.resource}/${String(record.id)}`,
						record,
						bodies.get(item)!,
					);
				},
			};
		},
	};
}

/** Create or Update by the human key: one look-up for all items, then for each a post, a change, or nothing. */
export function upsert(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	const keyField = keyOfSubject(subject);
	const key = labelOf(keyField);
	return {
		value: 'upsert',
		name: 'Create or Update',
		action: `Create or update ${withArticle(thing)}`,
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		writes: true,
		properties: [...requiredProperties(subject, keyField), IF_EXISTS, ...formProperties(subject)],
		async prepare(items) {
			const { bodies, refused } = await bodiesOf(items, subject, createValues);
			const wanted = [...bodies].map(
				([item, body]) =>
					[
						item,
						{ resource: subject.resource, schema: subject.schema, keyField, keyLabel: key, body },
					] as const,
			);
			const prepared = await prepareUpserts(new Map(wanted));
			return { ...prepared, refused: new Map([...refused, ...prepared.refused!]) };
		},
	};
}

/** Delete. */
export function remove(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'delete',
		name: 'Delete',
		action: `Delete ${withArticle(thing)}`,
		description: `Remove one ${thing} for good; Sage 200 refuses when it is in use`,
		writes: true,
		properties: [picker(subject.identity)],
		async prepare(items) {
			const { records, refused } = await identify(items, subject.identity, {
				select: ['id', keyOfSubject(subject)],
			});
			return {
				refused,
				async execute(item) {
					const id = records.get(item)!.id;
					await item.company.api.send({
						method: 'DELETE',
						path: `/${subject.resource}/${String(id)}`,
					});
					return { deleted: true, id };
				},
			};
		},
	};
}

function ownerProperties({ owner }: Subject): INodeProperties[] {
	return owner ? [picker(owner.identity)] : [];
}

/** Where each item's new record goes, and what of its body says whose it is. */
interface Place {
	path: string;
	fields: IDataObject;
}

async function placesOf(
	items: Item[],
	{ owner, resource }: Subject,
): Promise<{ found: Map<Item, Place>; refused: Map<Item, unknown> }> {
	if (!owner)
		return {
			found: new Map(items.map((item) => [item, { path: `/${resource}`, fields: {} }])),
			refused: new Map(),
		};
	const { records, refused } = await identify(items, owner.identity, {
		select: ['id', ...owner.identity.keys.map(({ field }) => field)],
	});
	const placeFor = ({ id }: SageRecord): Place =>
		owner.field
			? { path: `/${resource}`, fields: { [owner.field]: id as number } }
			: { path: `/${owner.identity.resource}/${String(id)}/${resource}`, fields: {} };
	return {
		found: new Map([...records].map(([item, record]) => [item, placeFor(record)])),
		refused,
	};
}

/**
 * Fields that a create needs, at the top of the form.
 * @param key the field that tells whether the record exists: it cannot be left to Sage
 */
export function requiredProperties(
	{ schema: name, required = [] }: Pick<Subject, 'schema' | 'required'>,
	key?: string,
): INodeProperties[] {
	const { fields } = schema(name);
	return required.map((field) => {
		const optional = field !== key && isConditional(name, field);
		const property = fields.get(field)!.refers
			? fieldProperty(fields.get(field)!)
			: plainProperty(fields.get(field)!, optional);
		return { ...property, ...(optional ? {} : { required: true }) };
	});
}

function plainProperty(field: Field, optional: boolean): INodeProperties {
	const note = noteOf(field);
	return {
		displayName: labelOf(field.name),
		name: field.name,
		type: 'string',
		default: '',
		description: optional ? `${note}. Leave empty where Sage 200 gives it itself.` : note,
	};
}

function formProperties({
	schema: name,
	fields = [],
	groups = {},
	firstRows = {},
}: Subject): INodeProperties[] {
	const nested = Object.entries(groups).map(([group, names]) =>
		fieldCollection(labelOf(group), group, schema(name).fields.get(group)!.schema!, names),
	);
	return [
		fieldCollection(
			'Additional Fields',
			'additionalFields',
			name,
			fields,
			firstRowProperties(firstRows),
		),
		...nested,
		otherFields,
	];
}

type ValuesOf = (item: Item, subject: Subject, problems: Problem[]) => IDataObject;

/** Values of the form with those that a create must have. */
function createValues(item: Item, subject: Subject, problems: Problem[]): IDataObject {
	const required = Object.fromEntries(
		(subject.required ?? []).map((field) => [field, item.parameter<unknown>(field, '')]),
	);
	const missing = Object.entries(required).filter(
		([field, value]) => String(value ?? '').trim() === '' && !isConditional(subject.schema, field),
	);
	problems.push(...missing.map(([field]) => ({ field: labelOf(field), message: 'is empty' })));
	return { ...(required as IDataObject), ...formValues(item, subject, problems) };
}

function formValues(
	item: Item,
	{ schema: name, groups = {}, firstRows = {} }: Subject,
	problems: Problem[],
): IDataObject {
	const nested = Object.keys(groups).map((group) => [group, item.fields(group)] as const);
	return {
		...collecting(problems, () =>
			withFirstRows(parsedFields(name, item.fields('additionalFields')), firstRows),
		),
		...Object.fromEntries(nested.filter(([, values]) => Object.keys(values).length > 0)),
		...collecting(problems, () =>
			jsonObject(item.parameter('otherFields', '{}'), otherFields.displayName),
		),
	};
}

/** A body for each item whose values can be sent, and why for each whose cannot. */
async function bodiesOf(
	items: Item[],
	subject: Subject,
	valuesOf: ValuesOf,
): Promise<{ bodies: Map<Item, SageRecord>; refused: Map<Item, unknown> }> {
	const given: Given[] = [];
	const refused = new Map<Item, unknown>();
	for (const item of items) {
		const problems: Problem[] = [];
		try {
			given.push({
				item,
				schema: subject.schema,
				problems,
				values: valuesOf(item, subject, problems),
			});
		} catch (error) {
			// n8n itself refuses a parameter of the wrong type.
			refused.set(item, error);
		}
	}
	const bodies = new Map<Item, SageRecord>();
	for (const [{ item, problems }, body] of await bodiesFor(given)) {
		if (problems.length > 0) refused.set(item, new InvalidInput(problems));
		else bodies.set(item, body);
	}
	return { bodies, refused };
}

/** Sage may give it itself, as it numbers accounts. */
function isConditional(schemaName: string, field: string): boolean {
	return schema(schemaName).fields.get(field)!.conditional;
}

/** A look-up by key needs the key in what it reads. */
function keyed(
	{ select, expand }: { select?: string[]; expand?: string[] },
	{ keys }: Identity,
): { select?: string[]; expand?: string[] } {
	return {
		select: select && [...new Set(['id', ...keys.map(({ field }) => field), ...select])],
		expand,
	};
}

/** The field of the human key that tells whether a record exists. */
function keyOfSubject({ identity }: Subject): string {
	return identity.keys[0].field;
}

function withArticle(thing: string): string {
	return `${/^[aeiou]|^SOP/i.test(thing) ? 'an' : 'a'} ${thing}`;
}
