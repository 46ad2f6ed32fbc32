/**
 * What an operation gives, as far as it is known before it runs. n8n's editor offers these fields for mapping while the
 * node has no output yet; the build writes them where it asks for them (scripts/package/schemas.mts).
 */
import { fieldOf, type FieldType } from '../catalog';

/** JSON's own types. What is in a list or a record is said where people map it. */
export type JsonType = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** Fields by name, in the order in which they come; records with their own. */
export interface Gives {
	[name: string]: JsonType | Gives;
}

/** What every write says of itself. */
export const WRITTEN: Gives = { outcome: 'string' };

/** What is said of a record that was removed. */
export const REMOVED: Gives = { deleted: 'boolean', id: 'number' };

/** What a write answers with: a record of Sage's, and the fields of it that Simplify keeps. */
export interface Answer {
	schema: string;
	simple: string[];
}

/** What is said of a write that answers with a record. */
export function answering(schema: string, simple: string[]): { gives: Gives; answer: Answer } {
	return {
		gives: { ...WRITTEN, ...recordFields(schema, simple) },
		answer: { schema, simple },
	};
}

/** Flat fields of a record. */
export function recordFields(schemaName: string, names: string[]): Record<string, JsonType> {
	return Object.fromEntries(
		names.map((name) => [name, jsonTypeOf(fieldOf(schemaName, name).type)] as const),
	);
}

function jsonTypeOf(type: FieldType): JsonType {
	if (type === 'boolean') return 'boolean';
	return type === 'string' || type === 'datetime' ? 'string' : 'number';
}
