/** What Sage makes of keys that a field cannot hold as they are. */
import { normalKey } from '../lookups/lookups';

/** What a place was seen to do to keys. */
export interface KeyLosses {
	/** It keeps nothing at all. */
	nothing: boolean;
	/** It keeps no more characters. */
	longest: number;
	/** Characters that it replaces. */
	letters: Set<string>;
}

/** Whether a key that Sage has may be what it made of the one that was sent: cut, trimmed, `?` for letters, or nothing. */
export function isAltered(sent: string, kept: string): boolean {
	return normalKey(sent) !== normalKey(kept) && skeleton(sent).startsWith(skeleton(kept));
}

/** The characters that every code page has, without those that stand for lost ones. */
function skeleton(key: string): string {
	return normalKey(key).replace(/[^\x21-\x7e]|\?/g, '');
}

/** What a place does to keys, as far as one of them shows it. */
export function lossesOf(sent: string, kept: string): KeyLosses {
	if (kept === '') return { nothing: true, longest: Infinity, letters: new Set() };
	const letters = [...sent].filter((letter) => isLost(letter, kept));
	const isCut = kept.length < sent.length && letters.length === 0;
	return {
		nothing: false,
		longest: isCut ? kept.length : Infinity,
		letters: new Set(letters),
	};
}

function isLost(letter: string, kept: string): boolean {
	return /[^\x20-\x7e]/.test(letter) && !kept.includes(letter) && kept.includes('?');
}

/** What a place makes of a key. */
export function keptForm(key: string, { nothing, longest, letters }: KeyLosses): string {
	if (nothing) return '';
	return [...key]
		.map((letter) => (letters.has(letter) ? '?' : letter))
		.join('')
		.slice(0, longest);
}
