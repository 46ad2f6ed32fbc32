/**
 * Choices by the names that the form shows for them: a person who writes an expression, or an AI agent, knows those and
 * not what a workflow stores.
 */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { listIn } from '../sage200/values/lists';
import { isPlainObject, isRecord } from '../sage200/values/records';

/** The value with each choice in it as the form stores it: `goOn` for `Go On`. What is no choice stays as it is. */
export function asChosen(properties: INodeProperties[], value: unknown): unknown {
	return properties.reduce((chosen, property) => asStored(property, chosen), value);
}

function asStored(property: INodeProperties, value: unknown): unknown {
	switch (property.type) {
		case 'options':
			return storedChoice(property, value);
		case 'multiOptions':
			return storedChoices(property, value);
		case 'collection':
			return isGroup(value)
				? withStored((property.options ?? []) as INodeProperties[], value)
				: value;
		case 'fixedCollection':
			return isGroup(value)
				? rowsStored((property.options ?? []) as INodePropertyCollection[], value)
				: value;
		default:
			return value;
	}
}

function storedChoice({ options = [] }: INodeProperties, value: unknown): unknown {
	if (typeof value !== 'string' || value === '') return value;
	const choices = options as INodePropertyOptions[];
	if (choices.some((choice) => choice.value === value)) return value;
	const called = choices.filter(({ name }) => isSame(name, value));
	const named =
		called.length > 0 ? called : choices.filter((choice) => isSame(String(choice.value), value));
	return named.length === 1 ? named[0].value : value;
}

/** A list, or a text with commas. */
function storedChoices(property: INodeProperties, value: unknown): unknown {
	if (!property.options || (!Array.isArray(value) && typeof value !== 'string')) return value;
	const entries: unknown[] = Array.isArray(value) ? value : listIn(value);
	return entries.map((entry) => storedChoice(property, entry));
}

function isSame(one: string, other: string): boolean {
	return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** The fields of a group, each by the properties of its name. */
function withStored(
	properties: INodeProperties[],
	values: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			asChosen(
				properties.filter((property) => property.name === name),
				value,
			),
		]),
	);
}

/** `{ conditions: [{ operator }] }`; a collection of one row has the row itself. */
function rowsStored(
	groups: INodePropertyCollection[],
	values: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(values).map(([name, rows]) => {
			const { values: properties = [] } = groups.find((group) => group.name === name) ?? {};
			const stored = (row: unknown) => (isGroup(row) ? withStored(properties, row) : row);
			return [name, Array.isArray(rows) ? rows.map(stored) : stored(rows)];
		}),
	);
}

function isGroup(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && isPlainObject(value);
}
