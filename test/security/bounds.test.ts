/** Replies and texts made to break the node: endless nesting, endless size, patterns that never end. */

import packed from '../../package.json';
import { isBeyondBounds } from '../../nodes/Sage200/transport/bounds';
import { redactText } from '../../nodes/Sage200/transport/redact';
import { failureOf, messageIn } from '../../nodes/Sage200/transport/reply';
import { DEFAULT_RETRY, waitBeforeRetry } from '../../nodes/Sage200/transport/retry';
import { safePath } from '../../nodes/Sage200/transport/path';

function nested(floors: number, wrap: (inner: unknown) => unknown): unknown {
	let value: unknown = 1;
	for (let floor = 0; floor < floors; floor++) value = wrap(value);
	return value;
}

describe('replies', () => {
	it.each([
		['lists', (inner: unknown) => [inner]],
		['objects', (inner: unknown) => ({ inner })],
	])('are refused when %s nest without end', (_what, wrap) => {
		expect(isBeyondBounds(nested(100_000, wrap), {})).toBe(true);
		expect(isBeyondBounds(nested(30, wrap), {})).toBe(false);
	});

	it('are refused when they say they are larger than any of Sage', () => {
		expect(isBeyondBounds([], { 'content-length': '900000000' })).toBe(true);
		expect(isBeyondBounds([], { 'content-length': '90000000' })).toBe(false);
	});

	it('are taken with as many rows as Sage gives, in little time', () => {
		const rows = Array.from({ length: 5_000 }, (_, id) => ({
			id,
			lines: [{ id }],
			customer: { id },
		}));
		const started = Date.now();
		expect(isBeyondBounds(rows, {})).toBe(false);
		expect(Date.now() - started).toBeLessThan(3_000);
	});

	it('give a message of bounded length, however deep they hide it', () => {
		const bodies = [
			nested(100_000, (inner) => [inner]),
			nested(100_000, (error) => ({ error })),
			{ Message: 'x'.repeat(1e6) },
			{ odd: 'x'.repeat(1e6) },
		];
		for (const body of bodies) expect(messageIn(body)!.length).toBeLessThan(600);
	});
});

it.each(['86400', 'Fri, 31 Dec 2999 23:59:59 GMT'])(
	'a reply that asks to wait until %p is waited for a minute at most',
	(asked) => {
		const failure = failureOf({
			method: 'GET',
			path: '/customers',
			status: 429,
			body: '',
			headers: { 'retry-after': asked },
		});
		expect(waitBeforeRetry(failure, 1, DEFAULT_RETRY)).toBe(60_000);
		expect(waitBeforeRetry(failure, DEFAULT_RETRY.maximum + 1, DEFAULT_RETRY)).toBeUndefined();
	},
);

describe('patterns', () => {
	const LENGTH = 200_000;
	it.each([
		'eyJaaaaaaaa-',
		'eyJ',
		'Bearer ',
		'Bearer',
		'a',
		'-',
		'.',
		' ',
		'access_token ',
		'access_token=',
		'<title>',
		'%',
	])('are linear on a long row of %p', (piece) => {
		const text = piece.repeat(LENGTH / piece.length);
		const started = Date.now();
		redactText(text);
		messageIn(text);
		messageIn(`<html>${text}`);
		try {
			safePath(text);
		} catch {
			// Refused or not, it must be quick.
		}
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});

describe('what ships', () => {
	it('depends on nothing at run time', () => {
		expect(packed).not.toHaveProperty('dependencies');
		expect(packed.files).toEqual(['dist']);
	});
});
