/** Which fields of a body a schema lets a caller write: the catalog says, which has it from Sage's schemas. */
import { schema } from '../../../nodes/Sage200/catalog/index.ts';
import type { Body } from '../../world.mts';

const NESTED = new Set(['object', 'list']);

/** The writable scalar fields of a body that the schema knows. Instructions (`is_editing`, `override_on_hold`) count too. */
export function writable(schemaName: string, body: Body): Body {
	const { fields } = schema(schemaName);
	return Object.fromEntries(
		Object.entries(body).filter(([name, value]) => {
			const field = fields.get(name);
			return field !== undefined && !field.readOnly && !NESTED.has(field.type) && value !== null;
		}),
	);
}

/** The given fields of a row, where they are set. */
export function pick(row: Body, names: Iterable<string>): Body {
	return Object.fromEntries(
		[...names].filter((name) => row[name] !== undefined).map((name) => [name, row[name]]),
	);
}

/** A row without the given fields. */
export function omit(row: Body, names: Iterable<string>): Body {
	const left = { ...row };
	for (const name of names) delete left[name];
	return left;
}
