/**
 * The catalog's short notation, a line a field and a line an operation, and its reader.
 *
 * Field:      `string(60) required refers=tax_codes since=2021-07-26`; nested `{schema}`, list of rows `[schema]`.
 * Operation:  `request_schema > reply_schema`, a list in square brackets, followed by the same flags.
 */

export type FieldType =
	| 'string'
	| 'int16'
	| 'int32'
	| 'int64'
	| 'decimal'
	| 'boolean'
	| 'datetime'
	| 'object'
	| 'list';

export interface Field {
	name: string;
	type: FieldType;
	/** Characters that Sage stores; undefined where Sage names no limit. */
	maxLength?: number;
	/** Decimal places of a decimal. */
	decimals?: number;
	/** Schema of a nested object or of the rows of a list; undefined where Sage does not publish it. */
	schema?: string;
	required: boolean;
	/** Required unless automatic numbering or the line type lifts it. */
	conditional: boolean;
	readOnly: boolean;
	/** Read-only and yet required by Sage's schema: given when a record is made, and never changed. */
	givenOnCreate: boolean;
	professionalOnly: boolean;
	default?: string;
	/** Known values of an enum text; a site may know more. */
	values?: string[];
	/** Resource whose id (or, for enum texts, whose value) the field holds. */
	refers?: string;
	/** ISO date of the Sage release that brought the field. */
	since?: string;
	/** 'inferred': the name is established, the type is not. */
	confidence: 'established' | 'inferred';
}

export interface BodyShape {
	schema: string;
	list: boolean;
}

export interface OperationFacts {
	request?: BodyShape;
	reply?: BodyShape;
	professionalOnly: boolean;
	since?: string;
	confidence: 'established' | 'inferred';
}

/** Reads one field line. A name such as `analysis_code_{1-5}` stands for five fields. */
export function readFields(name: string, text: string): Field[] {
	const [kind, ...words] = text.split(' ');
	const flags = readFlags(words);
	const facts: Omit<Field, 'name'> = {
		...readKind(kind),
		required: flags.has('required'),
		conditional: flags.has('conditional'),
		readOnly: flags.has('readonly'),
		givenOnCreate: flags.has('oncreate'),
		professionalOnly: flags.has('pro'),
		default: flags.get('default'),
		values: flags.get('values')?.split('|'),
		refers: flags.get('refers'),
		since: flags.get('since'),
		confidence: flags.has('inferred') ? 'inferred' : 'established',
	};
	return expandRange(name).map((each) => ({ name: each, ...facts }));
}

/** Reads one operation line, `request > reply flags`. */
export function readOperation(text: string): OperationFacts {
	const words = text.split(' ').filter((word) => word !== '');
	const arrow = words.indexOf('>');
	const bodies = words.slice(arrow + 1).filter((word) => !isFlag(word));
	const flags = readFlags(words.filter(isFlag));
	return {
		request: arrow > 0 ? readShape(words[0]) : undefined,
		reply: bodies[0] === undefined ? undefined : readShape(bodies[0]),
		professionalOnly: flags.has('pro'),
		since: flags.get('since'),
		confidence: flags.has('inferred') ? 'inferred' : 'established',
	};
}

function isFlag(word: string): boolean {
	return word === 'pro' || word === 'inferred' || word.startsWith('since=');
}

/** `required refers=tax_codes` → required: '', refers: 'tax_codes'. */
function readFlags(words: string[]): Map<string, string> {
	const flags = new Map<string, string>();
	for (const word of words) {
		const at = word.indexOf('=');
		if (at < 0) flags.set(word, '');
		else flags.set(word.slice(0, at), word.slice(at + 1));
	}
	return flags;
}

function readShape(text: string): BodyShape {
	const list = text.startsWith('[');
	return { schema: list ? text.slice(1, -1) : text, list };
}

function readKind(kind: string): Pick<Field, 'type' | 'maxLength' | 'decimals' | 'schema'> {
	if (kind.startsWith('{')) return { type: 'object', schema: kind.slice(1, -1) || undefined };
	if (kind.startsWith('[')) return { type: 'list', schema: kind.slice(1, -1) || undefined };
	const [type, size] = kind.replace(')', '').split('(');
	const limit = size === undefined ? undefined : Number(size);
	return type === 'decimal'
		? { type, decimals: limit }
		: { type: type as FieldType, maxLength: limit };
}

function expandRange(name: string): string[] {
	const [stem, range] = name.replace('}', '').split('{');
	if (range === undefined) return [name];
	const [first, last] = range.split('-').map(Number);
	return Array.from({ length: last - first + 1 }, (_, offset) => `${stem}${first + offset}`);
}
