/** Every regular expression that ships, tried on long texts that are made to keep one busy. */
import { patternsOf } from '../support/patterns.js';
import { sourceFiles } from '../support/source.js';

/** A pattern that goes over a text once needs a millisecond for this; one that starts again at each character, seconds. */
const LENGTH = 60_000;
const SLOW = 400;
const PIECES = [
	'a',
	'A',
	'0',
	'_',
	'-',
	'.',
	' ',
	'\n',
	'/',
	"'",
	'"',
	'<',
	'=',
	':',
	'@',
	'%',
	'(',
	',',
	'a1',
	'a.',
	'a ',
	'a_',
	'0,',
	'1.0',
	'-1',
	'is_',
	'eyJ',
	'$',
	'[0]',
	'2026-01-01',
];
/** What makes a match fail at its end, after all of the text was looked at. */
const ENDS = ['', '!', '\u0000', '>'];

/** A busy machine may be slow once, not three times. */
function isQuick(pattern: RegExp, text: string): boolean {
	return [1, 2, 3].some(() => {
		const started = Date.now();
		text.replace(pattern, '');
		return Date.now() - started < SLOW;
	});
}

const files = sourceFiles(['nodes', 'credentials']);
const patterns = files.flatMap((file) =>
	patternsOf(file).map(({ line, pattern }) => ({ place: `${file}:${line}`, pattern })),
);

it('there are some', () => expect(patterns.length).toBeGreaterThan(20));

it.each(patterns)('$place $pattern is linear', ({ pattern }) => {
	for (const piece of PIECES) {
		for (const end of ENDS) {
			const text = piece.repeat(LENGTH / piece.length) + end;
			expect(`${piece}${end} ${isQuick(pattern, text) ? 'quick' : 'slow'}`).toBe(
				`${piece}${end} quick`,
			);
		}
	}
});
