/** Choices that are given by the names that the form shows are those that it stores. */
import type { INodeProperties } from 'n8n-workflow';

import { asChosen } from '../../nodes/Sage200/core/choices';

const CHOICE: INodeProperties = {
	displayName: 'If It Exists',
	name: 'ifExists',
	type: 'options',
	default: 'return',
	options: [
		{ name: 'Return It', value: 'return' },
		{ name: 'Number', value: 'id' },
		{ name: 'ID', value: 'number' },
		{ name: 'Five Decimals', value: 5 },
		{ name: 'Both', value: 'one' },
		{ name: 'both', value: 'two' },
	],
};
const SEVERAL: INodeProperties = { ...CHOICE, name: 'several', type: 'multiOptions' };
const BOX: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: [CHOICE, SEVERAL],
};
const ROWS: INodeProperties = {
	displayName: 'Lines',
	name: 'lines',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	options: [{ displayName: 'Line', name: 'line', values: [CHOICE, BOX] }],
};

it.each<[unknown, unknown]>([
	['Return It', 'return'],
	[' return it ', 'return'],
	['RETURN', 'return'],
	['return', 'return'],
	['Five Decimals', 5],
	['5', 5],
	// What is stored goes before what is shown.
	['id', 'id'],
	['number', 'number'],
	['ID', 'number'],
	// What may be two choices, and what is none, is left for the check of the form.
	['BOTH', 'BOTH'],
	['Return', 'return'],
	['Bring It Back', 'Bring It Back'],
	['', ''],
	[undefined, undefined],
	[null, null],
	[7, 7],
	[{}, {}],
])('%j is %j', (given, stored) => {
	expect(asChosen([CHOICE], given)).toEqual(stored);
});

it.each<[unknown, unknown]>([
	[
		['Return It', 'number'],
		['return', 'number'],
	],
	['Return It, Five Decimals', ['return', 5]],
	[{ a: 1 }, { a: 1 }],
])('of several %j are %j', (given, stored) => {
	expect(asChosen([SEVERAL], given)).toEqual(stored);
});

it('finds them in boxes and rows, and leaves all else as it is', () => {
	const given = {
		line: [
			{ ifExists: 'Return It', code: 'Return It', options: { several: ['Return It'] } },
			'no row',
		],
		other: [{ ifExists: 'Return It' }],
	};
	expect(asChosen([ROWS], given)).toEqual({
		line: [{ ifExists: 'return', code: 'Return It', options: { several: ['return'] } }, 'no row'],
		other: [{ ifExists: 'Return It' }],
	});
	expect(asChosen([], given)).toBe(given);
});

it('leaves lists alone whose choices the site has', () => {
	const listed = { ...SEVERAL, options: undefined, typeOptions: { loadOptionsMethod: 'fields' } };
	expect(asChosen([listed], 'Return It, name')).toBe('Return It, name');
});
