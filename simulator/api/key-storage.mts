/**
 * What Sage keeps of a text that others search by. Whether it keeps keys exactly is unknown (api.md n), so a client must
 * find out: the switch `keyStorage` says what comes of one.
 */
import type { Behaviour } from '../behaviour/index.mts';

/** Where clients keep keys of their own: references, document numbers, analysis codes, spare texts. */
const KEY =
	/^((second_|external_)?reference|\w*document_no|consignment_no|analysis_code_\d+|spare_text_\d+)$/;

/** Letters of Windows' western code page above those that Unicode has at the same place. */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

type Keep = (text: string, isKey: boolean, behaviour: Readonly<Behaviour>) => string;

const KEEP: Record<Behaviour['keyStorage'], Keep> = {
	trimmed: (text, isKey) => (isKey ? text.trim() : text),
	exact: (text) => text,
	cut: (text, isKey, { cutKeyLength }) => (isKey ? text.slice(0, cutKeyLength) : text),
	// A column that is not Unicode loses letters of every text.
	codePage: (text) => Array.from(text, inCodePage).join(''),
};

/** A written value with its texts as Sage keeps them. */
export function asKept(value: unknown, behaviour: Readonly<Behaviour>, name = ''): unknown {
	if (typeof value === 'string')
		return KEEP[behaviour.keyStorage](value, KEY.test(name), behaviour);
	if (Array.isArray(value)) return value.map((each) => asKept(each, behaviour, name));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([field, each]) => [field, asKept(each, behaviour, field)]),
	);
}

function inCodePage(letter: string): string {
	const code = letter.codePointAt(0)!;
	const isLatin1 = code < 0x80 || (code >= 0xa0 && code <= 0xff);
	return isLatin1 || WINDOWS_1252.includes(letter) ? letter : '?';
}
