/**
 * One plausible row for every catalogued collection that nothing else fills, made from the catalog's field facts.
 * So each of them answers with a row of the right shape.
 */
import {
	findResource,
	findSchema,
	resourceNames,
	type Field,
} from '../../nodes/Sage200/catalog/index.ts';
import { CHILD_COLLECTIONS } from '../rules/children/collections.mts';
import { projections, rules } from '../rules/index.mts';
import { today } from '../rules/foundation/dates.mts';
import type { Body, Clock, Company, SeedOptions } from '../world.mts';
import { adoptChildren } from './children.mts';

/** Answered from the list of companies and from the call's own user, not from tables. */
const WITHOUT_TABLE = new Set(['sites']);

/** Seeds a row where a listed resource has none. */
export function seedGenericRows(company: Company, options: SeedOptions): void {
	seedGenericChildren(company, options);
	for (const resource of resourceNames()) {
		const schemaName = listedSchema(resource);
		if (schemaName === undefined || WITHOUT_TABLE.has(resource) || resource in projections)
			continue;
		if (`GET /${resource}` in rules || !isEmpty(company.table(resource).all())) continue;
		company.table(resource).insert(genericRow(company, schemaName, options));
	}
}

/** Seeds a child where no parent has one; parents come before their children in the list of collections. */
function seedGenericChildren(company: Company, options: SeedOptions): void {
	for (const collection of CHILD_COLLECTIONS) {
		if (!isEmpty(childRows(company, collection.resource))) continue;
		const [parent] = childRows(company, collection.parent);
		if (!parent) continue;
		parent[collection.field] = [genericRow(company, collection.schema, options)];
		adoptChildren(company, options.clock, collection.parent, parent);
	}
}

function childRows(company: Company, resource: string): Iterable<Body> {
	return projections[resource]?.(company) ?? company.table(resource).all();
}

/** A row of a schema: text from the field's name, references to rows that exist, the known values of enums. */
function genericRow(company: Company, schemaName: string, options: SeedOptions): Body {
	const fields = findSchema(schemaName)?.fields.values() ?? [];
	return Object.fromEntries(
		[...fields]
			.filter(({ name }) => name !== 'id')
			.map((field) => [field.name, sample(company, field, options)] as const)
			.filter(([, value]) => value !== undefined),
	);
}

/** Sage writes stamps to the millisecond and all other dates as days. */
function sampleDate({ name }: Field, clock: Clock): string {
	return name.endsWith('_date') ? today(clock) : clock.stamp();
}

function sample(company: Company, field: Field, { clock }: SeedOptions): unknown {
	if (field.values) return field.values[0];
	const samples: Record<Field['type'], () => unknown> = {
		string: () => enumValue(company, field) ?? sampleText(field),
		boolean: () => false,
		int16: () => 1,
		int32: () => 1,
		int64: () => reference(company, field),
		decimal: () => 1,
		datetime: () => sampleDate(field, clock),
		// Nested objects come from their own resources, when they are expanded.
		object: () => undefined,
		list: () => [],
	};
	return samples[field.type]();
}

function enumValue(company: Company, field: Field): unknown {
	if (field.refers === undefined) return undefined;
	for (const row of company.table(field.refers).all()) return row.value;
	return undefined;
}

function sampleText({ name, maxLength = 40 }: Field): string {
	if (/^(analysis_code|spare_text)_/.test(name)) return '';
	return `Sample ${name.replace(/_/g, ' ')}`.slice(0, maxLength);
}

function reference(company: Company, field: Field): number {
	if (field.refers === undefined) return 1;
	for (const row of company.table(field.refers).all()) return row.id;
	return 0;
}

/** The row schema of a resource that lists rows; undefined if it is posted to or read singly only. */
function listedSchema(resource: string): string | undefined {
	return findResource(resource)?.operations.find(
		({ method, reply }) => method === 'GET' && reply?.list,
	)?.reply?.schema;
}

function isEmpty(rows: Iterable<Body>): boolean {
	for (const _row of rows) return false;
	return true;
}
