/** Writes the draft in the catalog's short notation: a line an operation, a line a field. See nodes/Sage200/catalog/notation.ts. */
import { resourceOf, type Draft, type FieldDraft, type OperationDraft } from './draft.mts';

const FLAGS = ['required', 'conditional', 'readonly', 'oncreate', 'pro', 'open', 'inferred'];

/** The files of the catalog: name to text. */
export function compact(draft: Draft): Map<string, string> {
	const groups = [...new Set([...draft.operations.values()].map(({ group }) => group))].sort();
	const files = new Map<string, string>();
	const index = { resources: {} as Record<string, string>, schemas: {} as Record<string, string> };
	for (const group of groups) {
		const operations = [...draft.operations.values()].filter(
			(operation) => operation.group === group,
		);
		const schemas = [...draft.schemas].filter(([, schema]) => schema.group === group);
		for (const { path } of operations) index.resources[resourceOf(path)] ??= group;
		for (const [name] of schemas) index.schemas[name] = group;
		files.set(
			`${group}.json`,
			print({
				operations: Object.fromEntries(
					operations.map((operation) => [
						`${operation.method} ${operation.path}`,
						operationText(operation),
					]),
				),
				schemas: Object.fromEntries(
					schemas.map(([name, { fields, flags }]) => [
						flags.size ? `${name} ${ordered(flags).join(' ')}` : name,
						foldRanges([...fields].map(([field, facts]) => [field, fieldText(facts)])),
					]),
				),
			}),
		);
	}
	files.set('index.json', print(index));
	return files;
}

function operationText({ request, reply, flags, since }: OperationDraft): string {
	return [request && `${request} >`, reply, ...ordered(flags), since && `since=${since}`]
		.filter(Boolean)
		.join(' ');
}

function fieldText({ type, flags, default: value, values, refers, since }: FieldDraft): string {
	return [
		type,
		...ordered(flags),
		value !== undefined && `default=${value}`,
		values && `values=${values.join('|')}`,
		refers && `refers=${refers}`,
		since && `since=${since}`,
	]
		.filter(Boolean)
		.join(' ');
}

function ordered(flags: Set<string>): string[] {
	return FLAGS.filter((flag) => flags.has(flag));
}

/** analysis_code_1 … analysis_code_5 of the same facts become one line, `analysis_code_{1-5}`. */
function foldRanges(fields: Array<[string, string]>): Record<string, string> {
	const folded: Record<string, string> = {};
	for (let start = 0; start < fields.length; ) {
		const [name, text] = fields[start];
		const [, stem, first] = /^(.*_)(\d+)$/.exec(name) ?? [];
		let end = start;
		while (
			stem &&
			fields[end + 1]?.[0] === `${stem}${Number(first) + end + 1 - start}` &&
			fields[end + 1][1] === text
		)
			end++;
		folded[end > start ? `${stem}{${first}-${Number(first) + end - start}}` : name] = text;
		start = end + 1;
	}
	return folded;
}

function print(value: unknown): string {
	return `${JSON.stringify(value, null, 1)}\n`;
}
