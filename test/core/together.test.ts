/** What several rows say of one thing, as one. */
import { saysNothing, together } from '../../nodes/Sage200/core/gathering/together';

it.each([
	['the first that is given', ['', 'a', 'b'], 'a'],
	['a number, though it is 0', [null, 0, 5], 0],
	['false', [undefined, false, true], false],
	['fields, each by itself', [{ a: '', b: 1 }, { a: 2, b: '' }, { c: 3 }], { a: 2, b: 1, c: 3 }],
	[
		'rows, each by its place',
		[{ row: [{ a: 1 }] }, { row: [{ b: 2 }, { a: 3 }] }],
		{ row: [{ a: 1, b: 2 }, { a: 3 }] },
	],
	['JSON, as the fields that it says', ['{"a": ""}', '{"a": 1}', { b: 2 }], { a: 1, b: 2 }],
	['text that is no JSON as it is', ['{a', ''], '{a'],
	['empty JSON as nothing', ['{}', '{"a": 1}'], { a: 1 }],
	['nothing at all as the first has it', ['', undefined], ''],
])('%s', (_what, values, expected) => {
	expect(together(values)).toEqual(expected);
});

it('takes a picker as a whole, and passes over one that picks nothing', () => {
	const empty = { __rl: true, mode: 'list', value: '' };
	const picked = { __rl: true, mode: 'reference', value: 'ZEN001' };
	expect(together([empty, picked])).toEqual(picked);
	expect(together([picked, { ...picked, mode: 'id', value: '5' }])).toEqual(picked);
});

it('takes a date as it is', () => {
	const day = new Date(0);
	expect(saysNothing(day)).toBe(false);
	expect(together(['', day])).toBe(day);
});
