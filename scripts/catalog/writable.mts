/**
 * Corrects what Sage's files mark read-only against their own paths.
 *
 * - A record that can be created or changed, and whose every field is marked read-only (`nominal_report_categories`),
 *   takes its fields all the same: only the ID and the stamps stay Sage's own.
 * - `oplock` says which state of a record was read. A change gives it back, so it is sent wherever a request has it.
 */
import type { Draft, SchemaDraft } from './draft.mts';

const SET_BY_SAGE = /^(id|date_time_(created|updated))$/;

/** Takes the read-only mark from fields of request bodies that must be sent. */
export function correctReadOnly(draft: Draft): void {
	for (const name of requestSchemas(draft)) {
		const schema = draft.schemas.get(name);
		if (!schema) continue;
		const sent = isReadOnly(schema) ? (field: string) => !SET_BY_SAGE.test(field) : isOplock;
		for (const [field, { flags }] of schema.fields) if (sent(field)) flags.delete('readonly');
	}
}

function requestSchemas(draft: Draft): Set<string> {
	return new Set(
		[...draft.operations.values()].flatMap(({ request }) =>
			request ? [request.replace(/^\[|\]$/g, '')] : [],
		),
	);
}

function isReadOnly({ fields }: SchemaDraft): boolean {
	return [...fields.values()].every(({ flags }) => flags.has('readonly'));
}

function isOplock(field: string): boolean {
	return field === 'oplock';
}
