/**
 * Checks what a form holds against what its properties allow. n8n checks the types of plain parameters, but not choices,
 * ranges, or the shape of collections; an expression or an AI agent can put anything there.
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { collecting, type Problem } from '../sage200/protocol/failures';
import { readDate } from '../sage200/values/dates';
import { isRecord, unfitIn } from '../sage200/values/records';
import { readNumber } from '../sage200/values/numbers';
import { shown } from '../sage200/values/shown';
import { isUnset } from '../sage200/values/unset';
import { listIn } from '../sage200/values/lists';

import { checkedNumber, type NumberProperty } from './checkedNumber';
import type { Parameters } from './parameters';

/** Values by the names of sibling properties. */
type ReadValue = (property: INodeProperties) => unknown;

/** As many choices as an error names. */
const MOST_NAMED = 12;
/** What a form cannot give, an expression has given. */
const EXPRESSION = 'Check the expression that gives it.';
const BOOLEANS = new Set<unknown>([true, false, 'true', 'false', 1, 0, '1', '0']);

/** What is wrong with the values of the properties. */
export function formProblems(parameters: Parameters, properties: INodeProperties[]): Problem[] {
	const problems: Problem[] = [];
	const read: ReadValue = ({ name, default: fallback }) => parameters.raw(name, fallback);
	checkAll(properties, read, '', problems);
	return problems;
}

function checkAll(
	properties: INodeProperties[],
	read: ReadValue,
	place: string,
	problems: Problem[],
): void {
	const byName = new Map(properties.map((property) => [property.name, property]));
	const valueOf = (name: string) => {
		const sibling = byName.get(name);
		return sibling && read(sibling);
	};
	for (const property of properties.filter((each) => isShown(each, valueOf)))
		checkValue(property, read(property), place, problems);
}

/**
 * Whether the values of other properties let a property be shown. Conditions that are more than a list of values count
 * as met.
 */
function isShown({ displayOptions }: INodeProperties, valueOf: (name: string) => unknown): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) => {
		const value = valueOf(name);
		const plain = (allowed ?? []).every((each) => typeof each !== 'object');
		return !plain || value === undefined || (allowed as unknown[]).includes(value);
	});
}

function checkValue(
	property: INodeProperties,
	value: unknown,
	place: string,
	problems: Problem[],
): void {
	if (value === undefined) return;
	const field = `${place}${property.displayName}`;
	const refuse = (message: string, remedy: string) => problems.push({ field, message, remedy });
	const unfit = unfitIn(value);
	if (unfit) {
		refuse(unfit, EXPRESSION);
		return;
	}
	// Sage's own fields are converted, or refused, by the domain.
	if (property.ignoreValidationDuringExecution) {
		if (!isRecord(value) && value !== null)
			refuse(`${shown(value)} is not a group of fields`, EXPRESSION);
		return;
	}
	switch (property.type) {
		case 'options':
			if (!isPlain(value)) refuse(`${shown(value)} is not one value`, EXPRESSION);
			else checkChoice(property, value, refuse);
			break;
		case 'multiOptions':
			if (isRecord(value)) refuse(`${shown(value)} is not a list`, EXPRESSION);
			for (const each of Array.isArray(value) ? (value as unknown[]) : listIn(value)) {
				if (isPlain(each)) checkChoice(property, each, refuse);
				else refuse(`${shown(each)} is not one value`, EXPRESSION);
			}
			break;
		case 'number':
			if (property.typeOptions?.minValue !== undefined)
				collecting(problems, () => checkedNumber(value, property as NumberProperty));
			else checkNumber(value, refuse);
			break;
		case 'boolean':
			if (!BOOLEANS.has(value))
				refuse(`${shown(value)} is neither true nor false`, 'Give true or false.');
			break;
		case 'dateTime':
			if (!isUnset(value) && !readDate(value))
				refuse(
					`${shown(value)} is not a date`,
					'Write it as year, month and day, such as 2026-05-24.',
				);
			break;
		case 'string':
			if (!isText(value)) refuse(`${shown(value)} is not text`, EXPRESSION);
			break;
		case 'resourceLocator':
			checkLocator(property, value, refuse);
			break;
		case 'collection':
			if (isRecord(value)) checkCollection(property, value, place, problems);
			else if (value !== null) refuse(`${shown(value)} is not a group of fields`, EXPRESSION);
			break;
		case 'fixedCollection':
			if (isRecord(value)) checkRows(property, value, place, problems);
			else if (value !== null) refuse(`${shown(value)} is not a group of fields`, EXPRESSION);
			break;
		case 'resourceMapper':
			if (!isRecord(value) && value !== null)
				refuse(`${shown(value)} is not a group of fields`, EXPRESSION);
			break;
	}
}

/** A number that has no range: what it has to be besides is known to the operation. */
function checkNumber(value: unknown, refuse: (message: string, remedy: string) => void): void {
	if (isUnset(value)) return;
	const read = readNumber(value, { decimals: 15 });
	if ('problem' in read) refuse(read.problem, read.remedy);
}

function checkChoice(
	{ options, typeOptions, default: usual }: INodeProperties,
	value: unknown,
	refuse: (message: string, remedy: string) => void,
): void {
	// What a site lists is looked up by the domain, which knows names and IDs.
	if (!options && typeOptions?.loadOptionsMethod) return;
	const choices = (options ?? []) as INodePropertyOptions[];
	if (choices.some((choice) => choice.value === value) || value === usual) return;
	const named = choices.filter((choice) => choice.value !== '').map(calledAs);
	const more = named.length > MOST_NAMED ? ', and others' : '';
	refuse(
		`${shown(value)} is none of its choices`,
		`Give one of: ${named.slice(0, MOST_NAMED).join(', ')}${more}.`,
	);
}

/** What an expression has to give, with the name that the form shows where that is another word: `eq (Is)`. */
function calledAs({ name, value }: INodePropertyOptions): string {
	const given = String(value);
	return given.toLowerCase() === name.toLowerCase() ? given : `${given} (${name})`;
}

function checkLocator(
	{ modes = [] }: INodeProperties,
	value: unknown,
	refuse: (message: string, remedy: string) => void,
): void {
	const { mode, value: given } = isRecord(value) ? value : { mode: undefined, value };
	if (given !== null && given !== undefined && !isPlain(given))
		refuse(`${shown(given)} names no record`, EXPRESSION);
	const names = modes.map(({ name }) => name);
	if (mode !== undefined && !names.includes(String(mode)))
		refuse(
			`${shown(mode)} is no way to name a record`,
			`Give as mode one of: ${names.join(', ')}.`,
		);
}

function checkCollection(
	{ options = [] }: INodeProperties,
	values: Record<string, unknown>,
	place: string,
	problems: Problem[],
): void {
	checkAll(options as INodeProperties[], ({ name }) => values[name], place, problems);
}

/** `{ conditions: [{ field, operator, value }] }`; a collection of one row has the row itself. */
function checkRows(
	{ displayName, options = [], typeOptions }: INodeProperties,
	values: Record<string, unknown>,
	place: string,
	problems: Problem[],
): void {
	for (const group of options) {
		if (!('values' in group)) continue;
		const given = values[group.name];
		if (given === undefined) continue;
		const rows = typeOptions?.multipleValues ? given : [given];
		if (!Array.isArray(rows) || !rows.every(isRecord)) {
			problems.push({
				field: `${place}${displayName}`,
				message: 'must be a list of rows',
				remedy: EXPRESSION,
			});
			continue;
		}
		rows.forEach((row, at) =>
			checkAll(
				group.values,
				({ name }) => row[name],
				`${place}${group.displayName} ${at + 1}: `,
				problems,
			),
		);
	}
}

function isPlain(value: unknown): boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Text, what is written as text, dates of expressions, and lists of them. */
function isText(value: unknown): boolean {
	if (value === null || isPlain(value) || value instanceof Date) return true;
	if (Array.isArray(value)) return value.every((each) => each !== null && isPlain(each));
	return typeof (value as { toISO?: unknown }).toISO === 'function';
}
