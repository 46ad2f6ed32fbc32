/** The form of a resource's records, and what items give in it. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { nestedSchemaOf } from '../../catalog';
import { labelOf } from '../../catalog/labels';
import type { SageRecord } from '../../sage200/protocol/api';
import { isUnset } from '../../sage200/values/unset';
import { collecting, InvalidInput, type Problem } from '../../sage200/protocol/failures';

import { bodiesFor, type Given } from '../bodies';
import { fieldCollection, otherFields, parsedFields } from '../form/fields';
import { withOtherFields, type FormParts } from '../form/otherFields';
import { firstRowProperties, withFirstRows } from '../form/firstRows';
import { requiredValues } from '../form/required';
import type { Item } from '../item';
import { nothingGiven } from '../problems';
import { keyFieldOf, type Subject } from './subject';

const MORE_FIELDS = 'More Fields';

/**
 * A collection for each nested record, More Fields, and Other Fields.
 * @param above fields that the form has above them
 */
export function formProperties(
	{ schema: name, fields = [], groups = {}, firstRows = {} }: Subject,
	above: string[] = [],
): INodeProperties[] {
	const others = fields.filter((field) => !above.includes(field));
	const nested = Object.entries(groups).map(([group, names]) =>
		fieldCollection(labelOf(group), group, nestedSchemaOf(name, group), names),
	);
	return [
		...nested,
		fieldCollection(
			MORE_FIELDS,
			'additionalFields',
			name,
			others,
			firstRowProperties(name, firstRows),
		),
		otherFields,
	];
}

/** Reads the values that an item gives; what is wrong with them is added to `problems`. */
type ReadValues = (item: Item, subject: Subject, problems: Problem[]) => IDataObject;

/** Values of the form. */
export const formValues: ReadValues = (item, subject, problems) =>
	valuesOf(item, subject, problems);

/** Values of the form with those that a create must have. */
export const createValues: ReadValues = (item, subject, problems) => {
	const { owner, schema: name, required } = subject;
	const places = owner?.field ? { [owner.field]: owner.identity.label } : {};
	const top = requiredValues(item, name, required, problems);
	const values = valuesOf(item, subject, problems, { form: top, places });
	const isEmpty = Object.entries(values).every(
		([field, value]) => field === 'id' || isUnset(value),
	);
	if (problems.length === 0 && isEmpty) problems.push(nothingGiven(MORE_FIELDS));
	return values;
};

/** @param top what the form says above its boxes */
function valuesOf(
	item: Item,
	{ schema: name, groups = {}, firstRows = {} }: Subject,
	problems: Problem[],
	top: FormParts = { form: {} },
): IDataObject {
	const nested = Object.keys(groups).map((group) => [group, item.fields(group)] as const);
	const form = {
		...top.form,
		...collecting(problems, () =>
			withFirstRows(parsedFields(name, item.fields('additionalFields')), firstRows),
		),
		...Object.fromEntries(nested.filter(([, values]) => Object.keys(values).length > 0)),
	};
	return collecting(problems, () => withOtherFields(item, { ...top, form })) ?? form;
}

/** A body for each item whose values can be sent, and why for each whose cannot. */
export async function bodiesOf(
	items: Item[],
	subject: Subject,
	read: ReadValues,
): Promise<{ bodies: Map<Item, SageRecord>; refused: Map<Item, unknown> }> {
	const given: Given[] = [];
	const refused = new Map<Item, unknown>();
	for (const item of items) {
		const problems: Problem[] = [];
		try {
			const values = read(item, subject, problems);
			const keyField = keyFieldOf(subject);
			given.push({ item, schema: subject.schema, problems, values, keyField });
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
