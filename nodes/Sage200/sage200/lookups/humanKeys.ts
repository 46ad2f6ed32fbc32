/** Finds records of any resource by what people call them: reference, code, document number or name. */
import { schema } from '../../catalog';

import type { SageRecord } from '../protocol/api';
import { listedShape } from '../protocol/endpoints';
import { isNotOffered, onSageFailure } from '../protocol/failures';
import { mayBeCut } from '../values/texts';
import { normalKey, type Lookups } from './lookups';
import type { Naming } from './named';

/** Fields that people know records by, best first. */
const NAMING = ['reference', 'code', 'document_no', 'name', 'description', 'value'];

/** Fields of a resource that its records are known by, best first; none when it cannot be listed. */
export function humanKeysOf(resource: string): string[] {
	const shape = listedShape(resource);
	if (!shape) return [];
	const { fields } = schema(shape.schema);
	return fields.has('id') ? NAMING.filter((name) => fields.has(name)) : [];
}

/**
 * Whether a field that records are told apart by holds words, where a resource has a better key: names may have no-break
 * blanks, or pictures that are joined by characters that nobody sees.
 */
export function tellsByWords(resource: string, field: string): boolean {
	return mayBeCut({ name: field }) && humanKeysOf(resource)[0] !== field;
}

/** What a name or number leads to. */
export interface Match {
	/** IDs of the records that have it, in the first field in which any has. */
	byCode: number[];
	/** The record whose ID it is. */
	byId?: number;
}

/** Names that a number is looked up by as well: what is common in Sage, and short. */
const NUMBERED = new Set(['reference', 'code', 'document_no', 'name']);

/** Records of one resource that people name, found in as few calls as possible. */
export class Matches {
	private constructor(
		private readonly named: Map<string, number[]>,
		private readonly numbered: Map<string, SageRecord[]>,
		private readonly fields: string[],
	) {}

	/** Reads the records that any of the names may mean. */
	static async read(lookups: Lookups, resource: string, names: Naming[]): Promise<Matches> {
		const asked = names.filter(({ as }) => as !== 'id');
		const isNumber = ({ text }: Naming) => /^\d+$/.test(text);
		const maybeIds = asked.filter((each) => each.as === 'either' && isNumber(each));
		const codes = asked.filter((each) => !maybeIds.includes(each));
		const [named, numbered] = await Promise.all([
			findByName(
				lookups,
				resource,
				codes.map(({ text }) => text),
			),
			findByNumber(
				lookups,
				resource,
				maybeIds.map(({ text }) => text),
			),
		]);
		return new Matches(named, numbered, humanKeysOf(resource));
	}

	of(text: string): Match {
		const key = normalKey(text);
		const rows = this.numbered.get(key);
		if (!rows) return { byCode: this.named.get(key) ?? [] };
		const having = (field: string) =>
			rows.filter((row) => normalKey(String(row[field] ?? '')) === key).map(({ id }) => Number(id));
		const byCode = this.fields.map(having).find((ids) => ids.length > 0) ?? [];
		return { byCode, byId: having('id')[0] };
	}
}

/** Numbers as codes and as IDs, all in one call. Where the site does not list the records, a number is an ID. */
async function findByNumber(
	lookups: Lookups,
	resource: string,
	numbers: string[],
): Promise<Map<string, SageRecord[]>> {
	const fields = humanKeysOf(resource).filter((field) => NUMBERED.has(field));
	return await lookups.byAnyKey({ resource, fields: ['id', ...fields] }, numbers).catch(
		onSageFailure((failure) => {
			if (!isNotOffered(failure)) throw failure;
			return new Map<string, SageRecord[]>();
		}),
	);
}

/** Looks names up in the resource's naming fields, all names in as few calls as possible. Keyed by the normal form of the name. */
async function findByName(
	lookups: Lookups,
	resource: string,
	names: string[],
): Promise<Map<string, number[]>> {
	const matches = new Map<string, number[]>();
	const shape = listedShape(resource);
	if (!shape) return matches;
	const known = schema(shape.schema).fields;
	for (const field of humanKeysOf(resource)) {
		const numeric = known.get(field)?.type !== 'string';
		const open = names.filter(
			(name) => !matches.has(normalKey(name)) && !(numeric && !/^\d+$/.test(name.trim())),
		);
		if (open.length === 0) continue;
		const found = await lookups.byKeys(
			{ resource, field, select: ['id', field], inCapitals: !numeric },
			open,
		);
		for (const [key, rows] of found)
			if (rows.length > 0)
				matches.set(
					key,
					rows.map(({ id }) => Number(id)),
				);
	}
	return matches;
}
