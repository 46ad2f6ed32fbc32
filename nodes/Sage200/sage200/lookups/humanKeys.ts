/** Finds records of any resource by what people call them: reference, code, document number or name. */
import { schema } from '../../catalog';

import { listedShape } from '../protocol/endpoints';
import { normalKey, type Lookups } from './lookups';

/** Fields that people know records by, best first. */
const NAMING = ['reference', 'code', 'document_no', 'name', 'description', 'value'];

/** Fields of a resource that its records are known by, best first; none when it cannot be listed. */
export function humanKeysOf(resource: string): string[] {
	const shape = listedShape(resource);
	if (!shape) return [];
	const { fields } = schema(shape.schema);
	return fields.has('id') ? NAMING.filter((name) => fields.has(name)) : [];
}

/** What a name leads to: the IDs of the records that have it, in the first field in which any has. */
export type Matches = Map<string, number[]>;

/** Looks names up in the resource's naming fields, all names in as few calls as possible. Keyed by the normal form of the name. */
export async function findByName(
	lookups: Lookups,
	resource: string,
	names: string[],
): Promise<Matches> {
	const matches: Matches = new Map();
	const shape = listedShape(resource);
	for (const field of humanKeysOf(resource)) {
		const numeric = schema(shape!.schema).fields.get(field)!.type !== 'string';
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
