/** Reads and checks what a call writes. The first fault is the only one told (api.md f). */
import {
	findSchema,
	type CatalogOperation,
	type Field,
} from '../../nodes/Sage200/catalog/index.ts';
import type { StoredCompany } from '../data/company.mts';
import type { StoredTable } from '../data/table.mts';
import { SageRefusal } from '../world.mts';
import type { Behaviour } from '../behaviour/index.mts';
import { asKept } from './key-storage.mts';
import type { SageRequest } from './request.mts';
import type { Sources } from './sources.mts';
import { validated, type Rigour } from './validate.mts';

/**
 * The body of a call, its values of the catalog's types.
 * @throws SageRefusal
 */
export function readBody(
	request: SageRequest,
	{ request: shape }: CatalogOperation,
	company: StoredCompany,
	sources: Sources,
	behaviour: Behaviour,
): unknown {
	if (request.method === 'GET' || request.method === 'DELETE') return undefined;
	const body = parseJson(request.body);
	const schema = shape && findSchema(shape.schema);
	if (!schema) return asKept(body, behaviour);
	const rigour = rigourOf(request.method === 'POST', company, sources, behaviour);
	if (!shape.list) return asKept(validated(schema, body, rigour), behaviour);
	if (!Array.isArray(body)) throw new SageRefusal('The request does not hold a JSON list.');
	return asKept(
		body.map((row) => validated(schema, row, { ...rigour, isNew: true })),
		behaviour,
	);
}

function rigourOf(
	isNew: boolean,
	company: StoredCompany,
	sources: Sources,
	behaviour: Behaviour,
): Rigour {
	const referred = ({ refers }: Field): StoredTable | undefined => {
		const table = refers && sources.isStored(refers) ? company.table(refers) : undefined;
		// What the seed left empty says nothing about what exists.
		return table && table.size > 0 ? table : undefined;
	};
	return {
		behaviour,
		isNew,
		exists: (field, value) => {
			const table = referred(field);
			return table === undefined || table.find(value) !== undefined;
		},
		isEnumValue: (field, value) => {
			const types = field.refers?.endsWith('_types') ? referred(field) : undefined;
			return types === undefined || types.where('value', value).length > 0;
		},
	};
}

function parseJson(text: string): unknown {
	try {
		return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
	} catch {
		throw new SageRefusal('The request is not valid JSON.');
	}
}
