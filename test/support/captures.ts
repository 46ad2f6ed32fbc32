/** Captured replies of the real API, read from their notation, and what tells a reply from one. */
import captured from '../fixtures/captures.json';

/** A kind of value, an object's fields, or the fields of a list's rows. */
export type Shape = string | { fields: Fields } | { rows: Fields };
export type Fields = Map<string, Shape>;

export interface Capture {
	resource: string;
	/** `POST`, `PUT`, `GET one` or `GET list`. */
	method: string;
	fields: Fields;
}

type Row = Record<string, unknown>;

const DAY = /^\d{4}-\d{2}-\d{2}T00:00:00Z$/;
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** `id:n name:s customer(id:n) lines[id:n] analysis_code_{1-5}:''`. */
class Notation {
	private at = 0;

	constructor(private readonly text: string) {}

	read(end = ''): Fields {
		const fields: Fields = new Map();
		for (;;) {
			while (this.text[this.at] === ' ') this.at++;
			if (this.at >= this.text.length || this.text[this.at] === end) return fields;
			const name = this.until(/[:([]/);
			const shape = this.shape();
			for (const each of expanded(name)) fields.set(each, shape);
		}
	}

	private shape(): Shape {
		const opening = this.text[this.at++];
		if (opening === ':') return this.until(/[ )\]]/);
		const fields = this.read(opening === '(' ? ')' : ']');
		this.at++;
		return opening === '(' ? { fields } : { rows: fields };
	}

	private until(stop: RegExp): string {
		const from = this.at;
		while (this.at < this.text.length && !stop.test(this.text[this.at])) this.at++;
		return this.text.slice(from, this.at);
	}
}

/** Every captured reply. */
export const CAPTURES: Capture[] = captured.replies.map(({ resource, method, fields }) => ({
	resource,
	method,
	fields: new Notation(fields).read(),
}));

/** Fields of records that were exported, by resource. */
export const EXPORTED: Array<[resource: string, fields: string[]]> = captured.exports.map(
	({ resource, fields }) => [resource, fields.split(' ')],
);

/**
 * In what a reply differs from a captured one: `+ field` has the reply only, `- field` the capture only, `~ field` is of
 * another kind. Whether a day is set depends on the record, so a day may be there or not.
 */
export function differences(reply: Row, fields: Fields, path = ''): string[] {
	const more = Object.keys(reply)
		.filter((name) => !fields.has(name) && !isDay(reply[name], name))
		.map((name) => `+ ${path}${name}`);
	const others = [...fields].flatMap(([name, shape]) =>
		differenceOf(reply[name], shape, `${path}${name}`),
	);
	return [...more, ...others];
}

/** The enum texts of a capture, by field. */
export function enumTexts(fields: Fields): Array<[field: string, text: string]> {
	return [...fields].flatMap(([name, shape]) =>
		typeof shape === 'string' && shape.startsWith('=') ? [[name, shape.slice(1)] as const] : [],
	) as Array<[string, string]>;
}

function differenceOf(value: unknown, shape: Shape, path: string): string[] {
	if (value === undefined) return shape === 'd' ? [] : [`- ${path}`];
	if (typeof shape === 'string') return isOfKind(value, shape) ? [] : [`~ ${path}`];
	if ('fields' in shape) return differences(value as Row, shape.fields, `${path}.`);
	const [row] = value as Row[];
	return row && shape.rows.size > 0 ? differences(row, shape.rows, `${path}[].`) : [];
}

function isOfKind(value: unknown, kind: string): boolean {
	if (kind === 'n' || kind === '0') return typeof value === 'number';
	if (kind === 't' || kind === 'f') return typeof value === 'boolean';
	if (typeof value !== 'string') return false;
	if (kind === 'd') return DAY.test(value);
	return kind === 'ts' ? STAMP.test(value) : !STAMP.test(value);
}

function isDay(value: unknown, name: string): boolean {
	return typeof value === 'string' && STAMP.test(value) && !name.startsWith('date_time_');
}

/** `spare_text_{1-3}` → its three names. */
function expanded(name: string): string[] {
	const [, stem, last] = /^(.*)\{1-(\d+)\}$/.exec(name) ?? [];
	if (stem === undefined) return [name];
	return Array.from({ length: Number(last) }, (_, index) => `${stem}${index + 1}`);
}
