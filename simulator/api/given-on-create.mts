/**
 * Sage's schemas mark some fields read-only and yet required on create (api.md n): they are given once, with the new
 * record, and stay. Fields of records that a rule makes are read there.
 */
import type { Schema } from '../../nodes/Sage200/catalog/index.ts';
import type { Body } from '../world.mts';

/** What of a new record's body stays although the schema says that it is read-only. */
export function givenOnCreate(schema: Schema | undefined, body: Body): Body {
	const names = [...(schema?.fields.values() ?? [])].flatMap(({ name, givenOnCreate: given }) =>
		given && body[name] !== undefined ? [name] : [],
	);
	return Object.fromEntries(names.map((name) => [name, body[name]]));
}
