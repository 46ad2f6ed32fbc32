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
import { GIVE_AS_TEXT, isWritable } from '../sage200/values/texts';
import { isUnset } from '../sage200/values/unset';
import { listIn } from '../sage200/values/lists';

import { checkedNumber, type NumberProperty } from './checkedNumber';
import { givesLinesOnly } from './form/lineInput';
import type { Parameters } from './parameters';

/** What a form, or a group of its fields, holds. */
interface Form {
	read(property: INodeProperties): unknown;
	/** Whether a person has put the field there. */
	holds(property: INodeProperties): boolean;
	/** What it holds as it is written, where that is an expression. */
	written(property: INodeProperties): unknown;
	/** What stands before the names of its fields in messages. */
	place: string;
	/** Whether it is a group of fields. A field outside groups is converted, and refused where that fails, elsewhere. */
	isBox: boolean;
	/** Whether the item has to hold the whole form. Of several rows that make one order, each holds its lines. */
	isWhole: boolean;
}

/** As many choices as an error names. */
const MOST_NAMED = 20;
/** What a form cannot give, an expression has given. */
const EXPRESSION = 'Check the expression that gives it.';
const BOOLEANS = new Set<unknown>([true, false, 'true', 'false', 1, 0, '1', '0']);

/** What is wrong with the values of the properties. */
export function formProblems(parameters: Parameters, properties: INodeProperties[]): Problem[] {
	const problems: Problem[] = [];
	const form: Form = {
		read: ({ name, default: fallback }) => parameters.raw(name, fallback),
		// A parameter that is not in the form gives its default.
		holds: () => true,
		written: ({ name }) => parameters.asWritten.raw(name, undefined),
		place: '',
		isBox: false,
		isWhole: !givesLinesOnly(parameters),
	};
	checkAll(properties, form, problems);
	return problems;
}

function checkAll(properties: INodeProperties[], form: Form, problems: Problem[]): void {
	const { read } = form;
	const byName = new Map(properties.map((property) => [property.name, property]));
	const valueOf = (name: string) => {
		const sibling = byName.get(name);
		return sibling && read(sibling);
	};
	for (const property of properties.filter((each) => isShown(each, valueOf)))
		checkValue(property, form, problems);
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

function checkValue(property: INodeProperties, form: Form, problems: Problem[]): void {
	const value = form.read(property);
	const field = `${form.place}${property.displayName}`;
	const refuse = (message: string, remedy: string) => problems.push({ field, message, remedy });
	if (value === undefined) {
		if (
			form.isWhole &&
			form.holds(property) &&
			decides(property) &&
			!isLeftToAgent(form.written(property))
		)
			refuse('its expression gives nothing', 'Correct the expression, or set it here.');
		return;
	}
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
			if (!isText(value) || (Array.isArray(value) && !takesSeveral(property)))
				refuse(`${shown(value)} is not text`, EXPRESSION);
			else if (form.isBox && !isWritable(value)) refuseNumber(value, refuse);
			break;
		case 'resourceLocator':
			checkLocator(property, value, refuse);
			break;
		case 'collection':
			if (isRecord(value)) checkCollection(property, value, form, problems);
			else if (value !== null) refuse(`${shown(value)} is not a group of fields`, EXPRESSION);
			break;
		case 'fixedCollection':
			if (isRecord(value)) checkRows(property, value, form, problems);
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
	else if (!isWritable(given)) refuseNumber(given, refuse);
	const names = modes.map(({ name }) => name);
	if (mode !== undefined && !names.includes(String(mode)))
		refuse(
			`${shown(mode)} is no way to name a record`,
			`Give as mode one of: ${names.join(', ')}.`,
		);
}

function checkCollection(
	property: INodeProperties,
	values: Record<string, unknown>,
	form: Form,
	problems: Problem[],
): void {
	const { options = [] } = property;
	const inner: Form = {
		...form,
		isBox: true,
		read: ({ name }) => values[name],
		holds: ({ name }) => name in values,
		written: ({ name }) => {
			const box = form.written(property);
			return isRecord(box) ? box[name] : box;
		},
	};
	checkAll(options as INodeProperties[], inner, problems);
}

/** `{ conditions: [{ field, operator, value }] }`; a collection of one row has the row itself. */
function checkRows(
	{ displayName, options = [], typeOptions }: INodeProperties,
	values: Record<string, unknown>,
	{ place }: Form,
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
				{
					read: ({ name }) => row[name],
					// A column that only some rows have says nothing in the others.
					holds: () => false,
					written: () => undefined,
					isBox: true,
					place: `${place}${group.displayName} ${at + 1}: `,
					isWhole: true,
				},
				problems,
			),
		);
	}
}

function isPlain(value: unknown): boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/**
 * Settings that decide what is written or where. Where an expression gives nothing for one, its default would be used in
 * silence. Fields of records decide nothing: without a value they are left out.
 */
function decides({ name, type, typeOptions, options }: INodeProperties): boolean {
	// Choices that the site lists are its records, and a record may be left out.
	if (type === 'options') return options !== undefined;
	if (type === 'number') return typeOptions?.minValue !== undefined;
	return type === 'boolean' || CHOOSING.has(name);
}

/** An AI agent may leave out what it does not need: n8n gives nothing for it then. */
function isLeftToAgent(written: unknown): boolean {
	return typeof written === 'string' && written.startsWith('=') && /\$fromai\b/i.test(written);
}

/** Texts that tell one shop, site or company from another, or without which all records are read. */
const CHOOSING = new Set([
	'companyId',
	'filter',
	'keyPrefix',
	'orders',
	'products',
	'siteId',
	'warehouses',
]);

/** What is wrong with a number that cannot be written as text. */
function refuseNumber(value: unknown, refuse: (message: string, remedy: string) => void): void {
	if (Number.isInteger(value))
		refuse(`${shown(value)} is a number that has lost digits`, GIVE_AS_TEXT);
	else if (Number.isFinite(value))
		refuse(`${shown(value)} is too small to be sent`, 'Round it first.');
	else refuse(`${shown(value)} is not a number`, EXPRESSION);
}

/** Whether a field says of itself that several may be given. */
function takesSeveral({ placeholder = '', description = '' }: INodeProperties): boolean {
	return placeholder.includes(', ') || description.includes('commas');
}

/** Text, what is written as text, dates of expressions, and lists of them. */
function isText(value: unknown): boolean {
	if (value === null || isPlain(value) || value instanceof Date) return true;
	if (Array.isArray(value)) return value.every((each) => each !== null && isPlain(each));
	return typeof (value as { toISO?: unknown }).toISO === 'function';
}
