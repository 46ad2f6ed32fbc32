/** Lines of a document, filled in below or given as JSON by an expression; `lineRows` reads either. */
import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { collecting, invalid, type Problem } from '../../sage200/protocol/failures';

import { parsedJson } from './fields';
import type { Item } from '../item';

export interface LineInput {
	/** How the form asks for the way they are given: `Lines`. */
	choice: string;
	/** How the form calls them: `Lines to Despatch`. */
	label: string;
	/** What a line has in the form. */
	fields: INodeProperties[];
	/** What a line has in the JSON, in words. */
	json: string;
	/** Where lines are asked for at all. */
	show?: IDisplayOptions['show'];
}

/** The three parameters of lines. */
export function lineInput({
	choice,
	label,
	fields,
	json,
	show = {},
}: LineInput): INodeProperties[] {
	const shownFor = (linesInput: string): IDisplayOptions => ({
		show: { ...show, linesInput: [linesInput] },
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
			displayOptions: shownFor('form'),
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
	if (item.parameter('linesInput', 'form') === 'form')
		return (item.collection('lines').line as IDataObject[] | undefined) ?? [];
	return collecting(problems, () => jsonRows(item, label)) ?? [];
}

function jsonRows(item: Item, label: string): unknown[] {
	const rows = parsedJson(item.parameter('linesJson', '[]'), label);
	if (Array.isArray(rows)) return rows;
	throw invalid(
		label,
		'must be a JSON array',
		'Write it as [{"code": "BOARD001", "quantity": 2}].',
	);
}
