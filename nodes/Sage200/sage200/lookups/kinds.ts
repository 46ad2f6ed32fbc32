/**
 * Kinds of Sage's own, such as the status of an account. Sage lists each under a resource of its own
 * (`/account_status_types`), by ID, value and description; a field holds the value (`account_status_type`) or the ID
 * (`account_status_type_id`).
 */
import { findSchema, type Field } from '../../catalog';
import { valueLabels } from '../../catalog/labels';

import type { SageApi } from '../protocol/api';
import { listedShape } from '../protocol/endpoints';
import { onSageFailure } from '../protocol/failures';
import { shown } from '../values/shown';

import type { Part } from './odata';

export interface Kind {
	/** What a field holds that is no text; undefined where the catalog alone knows the kind. */
	id?: number;
	/** `AccountStatusActive` */
	value: string;
	/** `Active` */
	name: string;
}

/** The kinds of a list; none where the site does not tell. */
export type ReadKinds = (resource: string) => Promise<Kind[]>;

/** What is meant, or why nothing is: clauses that follow the field's name. */
export type Meant = { value: unknown } | { problem: string; remedy: string };

/** They are part of Sage's program, so they change with its release only. */
const LAST = 3_600_000;
const remembered = new Map<string, { kinds: Promise<Kind[]>; at: number }>();

/** The kinds that a field can hold, as far as the catalog knows them. */
export function knownKinds({ values = [] }: Pick<Field, 'values'>): Kind[] {
	const names = valueLabels(values);
	return values.map((value, at) => ({ value, name: names[at] }));
}

/** The resource that lists the kinds which a field can hold; undefined for a field that holds something else. */
export function kindsListOf({ refers, type }: Field): string | undefined {
	if (refers === undefined || (type !== 'string' && type !== 'int64')) return undefined;
	const fields = findSchema(listedShape(refers)?.schema ?? '')?.fields;
	return fields?.has('value') && fields.has('description') ? refers : undefined;
}

/** The kinds of a list, read once an hour for each company. */
export async function readKinds(api: SageApi, resource: string): Promise<Kind[]> {
	const key = `${api.scope}|${resource}`;
	const known = remembered.get(key);
	if (known && Math.abs(Date.now() - known.at) < LAST) return await known.kinds;
	const query = { $select: 'id,value,description' };
	const kinds = api.list({ path: `/${resource}`, query }).then(
		(rows) =>
			rows.map(({ id, value, description }) => ({
				id: Number(id),
				value: String(value),
				name: String(description ?? '') || String(value),
			})),
		onSageFailure((): Kind[] => {
			remembered.delete(key);
			return [];
		}),
	);
	remembered.set(key, { kinds, at: Date.now() });
	return await kinds;
}

/** Whether a field holds one of a few words, whatever is known of them. */
export function holdsAKind(field: Field): boolean {
	return kindsListOf(field) !== undefined || (field.type === 'string' && NAMED.test(field.name));
}

const NAMED = /_(type|status)$/;

/** `AccountStatusActive`: two words in one, as Sage writes its values. */
const SPELLED = /^[A-Z]\w*[a-z][A-Z]\w*$/;

/** Whether a text is spelled as Sage spells the values of its kinds. */
export function isSpelledAsSage(text: string): boolean {
	return SPELLED.test(text.trim());
}

/**
 * What a field that holds a kind is to be compared with, whether its value, its name or its number is given. The site is
 * asked only for what the catalog does not know; where it does not answer, what is spelled as Sage does goes as it is.
 */
export async function kindMeant(field: Field, given: unknown, read: ReadKinds): Promise<Meant> {
	const list = kindsListOf(field);
	const known = knownKinds(field);
	const text = String(given ?? '').trim();
	// Sage takes the number of a kind as well: document_status eq '2' (api.md §d).
	if ((!list && known.length === 0) || /^-?\d+$/.test(text)) return { value: given };
	if (typeof given === 'object') return { value: given };
	const isText = field.type === 'string';
	const foreknown = isText ? oneOf(known, text) : undefined;
	if (foreknown) return { value: foreknown.value };
	const told = list ? await read(list) : [];
	const kinds = told.length > 0 ? told : known;
	const found = oneOf(kinds, text);
	if (found) return { value: isText ? found.value : found.id };
	if (list && told.length === 0 && SPELLED.test(text)) return { value: given };
	return noneOf(kinds, text);
}

/** What the choices of a field are called; none where nobody tells. */
export async function kindNames(field: Field, read: ReadKinds): Promise<string[]> {
	return (await kindsOf(field, read)).map(({ name }) => name);
}

/**
 * What the kinds are whose name or value has a part: who asks for "Hold" means what the form shows as "On Hold".
 * @returns undefined for a text whose kinds nobody tells, which Sage itself can compare
 */
export async function kindsNamed(
	field: Field,
	part: Part,
	given: unknown,
	read: ReadKinds,
): Promise<{ values: unknown[] } | { problem: string; remedy: string } | undefined> {
	const isText = field.type === 'string';
	const kinds = await kindsOf(field, read);
	if (kinds.length === 0 && isText) return undefined;
	const wanted = lettersOf(String(given));
	const has = HAS_PART[part];
	const found = kinds.filter(
		(_, at) => wanted !== '' && spellings(kinds, at).some((spelling) => has(spelling, wanted)),
	);
	if (found.length === 0) return noneOf(kinds, String(given));
	return { values: found.map(({ id, value }) => (isText ? value : id)) };
}

const HAS_PART: Record<Part, (text: string, part: string) => boolean> = {
	contains: (text, part) => text.includes(part),
	startswith: (text, part) => text.startsWith(part),
	endswith: (text, part) => text.endsWith(part),
};

/** What the catalog knows, unless the site alone can say it. */
async function kindsOf(field: Field, read: ReadKinds): Promise<Kind[]> {
	const known = knownKinds(field);
	const list = kindsListOf(field);
	if (list === undefined || (known.length > 0 && field.type === 'string')) return known;
	const told = await read(list);
	return told.length > 0 ? told : known;
}

function noneOf(kinds: Kind[], text: string): { problem: string; remedy: string } {
	if (kinds.length === 0)
		return {
			problem: `Sage 200 did not say what ${shown(text)} is: its choices could not be read`,
			remedy: 'Give it as Sage 200 spells it, such as AccountStatusActive, or by its number.',
		};
	return {
		problem: `${shown(text)} is none of its choices`,
		remedy: `Give one of: ${kinds.map(({ name }) => name).join(', ')}.`,
	};
}

/** The letters of the value of a kind, of its name, and of its value without what all values start with. */
function spellings(kinds: Kind[], at: number): string[] {
	const { value, name } = kinds[at];
	const label = valueLabels(kinds.map((each) => each.value))[at];
	return [value, name, label].map(lettersOf);
}

/** The one kind that has the text as its value or name; two of one name are told apart by their values. */
function oneOf(kinds: Kind[], text: string): Kind | undefined {
	const wanted = lettersOf(text);
	const labels = valueLabels(kinds.map(({ value }) => value));
	const byValue = kinds.filter(({ value }) => lettersOf(value) === wanted);
	const byName = kinds.filter(
		({ name }, at) => lettersOf(name) === wanted || lettersOf(labels[at]) === wanted,
	);
	const [found, ...others] = byValue.length > 0 ? byValue : byName;
	return others.length === 0 ? found : undefined;
}

/** `On Hold`, `on-hold` and `OnHold` are one. */
function lettersOf(text: string): string {
	return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
