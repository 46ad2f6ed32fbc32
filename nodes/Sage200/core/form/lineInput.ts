/** Lines of a document, filled in below or given as JSON by an expression; `lineRows` reads either. */
import type { IDataObject, IDisplayOptions, INodeParameters, INodeProperties } from 'n8n-workflow';

import { collecting, invalid, type Problem } from '../../sage200/protocol/failures';

import { parsedJson } from './fields';
import type { Item } from '../item';

/** The choice of lines that come from several items. */
const ONE_EACH = 'items';

export interface LineInput {
	/** How the form asks for the way they are given: `Lines`. */
	choice: string;
	/** How the form calls them: `Lines to Despatch`. */
	label: string;
	/** What a line has in the form. */
	fields: INodeProperties[];
	/** What a line has in the JSON, in words. */
	json: string;
	/** What lines of several items make together, in words, where they may. */
	each?: string;
	/** The lines that the form begins with. */
	usual?: INodeParameters[];
	/** Where lines are asked for at all. */
	show?: IDisplayOptions['show'];
}

/** Box of a line's fields that few lines have. */
export const MORE_OF_LINES = 'more';

/** What asks for lines. */
export const LINE_PARAMETERS = ['linesInput', 'lines', 'linesJson'];

/** The three parameters of lines. */
export function lineInput({
	choice,
	label,
	fields,
	json,
	each,
	usual,
	show = {},
}: LineInput): INodeProperties[] {
	const shownFor = (...linesInput: string[]): IDisplayOptions => ({
		show: { ...show, linesInput },
	});
	return [
		{
			displayName: choice,
			name: 'linesInput',
			type: 'options',
			default: 'form',
			...(Object.keys(show).length > 0 ? { displayOptions: { show } } : {}),
			options: [
				{ name: 'As JSON', value: 'json' },
				{ name: 'Fill in Below', value: 'form' },
				...(each ? [{ name: 'One Item Each', value: ONE_EACH, description: each }] : []),
			],
			description: 'How the lines are given',
		},
		{
			displayName: label,
			name: 'lines',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Line',
			default: {},
			...(usual ? { default: { line: usual } } : {}),
			displayOptions: each ? shownFor('form', ONE_EACH) : shownFor('form'),
			options: [{ displayName: 'Line', name: 'line', values: fields }],
		},
		{
			displayName: `${label} (JSON)`,
			name: 'linesJson',
			type: 'json',
			default: '[\n  { "code": "", "quantity": 1 }\n]',
			displayOptions: shownFor('json'),
			description: json,
		},
	];
}

/** Rows of the form, or of the JSON: an expression may give an array or text. What is neither is added to `problems`. */
export function lineRows(item: Item, label: string, problems: Problem[]): unknown[] {
	if (item.parameter<string>('linesInput', 'form') !== 'json') return item.parts.flatMap(formRows);
	return collecting(problems, () => jsonRows(item, label)) ?? [];
}

/** How the lines are called that several items give: with the item that a person finds them by. */
export function lineLabels({ parts }: Item): string[] | undefined {
	if (parts.length === 1) return undefined;
	return parts
		.flatMap((part) => formRows(part).map(() => part.index + 1))
		.map((item, at) => `Line ${at + 1} (item ${item})`);
}

/** Whether an item gives lines of a document that others give lines of as well. */
export function givesLinesOnly(item: Pick<Item, 'parameter'>): boolean {
	return item.parameter<string>('linesInput', 'form') === ONE_EACH;
}

/** Whether items of an operation may give lines of one document. */
export function takesLinesOfItems({ properties }: { properties: INodeProperties[] }): boolean {
	const choices = properties.find(({ name }) => name === 'linesInput')?.options ?? [];
	return choices.some((choice) => 'value' in choice && choice.value === ONE_EACH);
}

function formRows(item: Item): IDataObject[] {
	const rows = (item.collection('lines').line as IDataObject[] | undefined) ?? [];
	return rows.map(({ [MORE_OF_LINES]: more, ...row }) => ({ ...row, ...(more as IDataObject) }));
}

function jsonRows(item: Item, label: string): unknown[] {
	const rows = parsedJson(item.raw('linesJson', '[]'), label);
	if (Array.isArray(rows)) return rows;
	throw invalid(
		label,
		'must be a JSON array',
		'Write it as [{"code": "BOARD001", "quantity": 2}].',
	);
}
