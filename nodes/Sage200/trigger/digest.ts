/** A short name for a long text. */

const FIRST = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** 64 bits (FNV-1a): of a hundred thousand texts, two have the same with a chance of one in billions. */
export function digest(text: string): string {
	let hash = FIRST;
	for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
	return hash.toString(36);
}
