/** Turns stored rows into what Sage sends: the schema's fields only, unset ones in Sage's way, expandable ones on request. */
import {
	findResource,
	findSchema,
	type CatalogOperation,
	type Field,
	type Schema,
} from '../../nodes/Sage200/catalog/index.ts';
import type { StoredCompany } from '../data/company.mts';
import { resourceOf } from '../data/resources.mts';
import { unset } from '../odata/filter.mts';
import { expandTree, type NameTree } from '../odata/options.mts';
import type { Body, Expansions } from '../world.mts';
import type { Behaviour } from '../behaviour/index.mts';
import {
	CUSTOM_EXPANDS,
	expandsOf,
	isAbsentId,
	isUntold,
	TOLD_IF_GIVEN,
	writeExpands,
} from './captured.mts';
import { hasSince } from './releases.mts';
import type { Sources } from './sources.mts';

export interface ShapeContext {
	company: StoredCompany;
	sources: Sources;
	expansions: Expansions;
	behaviour: Behaviour;
}

export interface Wanted {
	select?: NameTree;
	expand: NameTree;
	/** Every expandable field, as in the reply to a write. */
	everything?: boolean;
	/** Fields left out. */
	without?: ReadonlySet<string>;
}

/** Fields that only tell Sage what to do; its replies show none of them (api.md §i, captures). */
const INSTRUCTION =
	/^(is_editing|is_to_\w+|suppress_warnings|override_on_hold|recalculate_prices|apply_available_\w+|create_cancelled_line)$/;

const STAMPS: ReadonlySet<string> = new Set(['date_time_created', 'date_time_updated']);

/** What is particular to the reply to a write (api.md §g); nothing for a read. */
export function writeReply(
	{ method, resource }: CatalogOperation,
	schema: Schema,
	{ postReplyStamps, writeReplies }: Behaviour,
): Partial<Wanted> {
	if (method !== 'POST' && method !== 'PUT') return {};
	const omitsStamps = method === 'POST' && postReplyStamps === 'omitted';
	return {
		...REPLIES[isRecord(resource) ? writeReplies : answerTo(writeReplies)](schema, method),
		without: omitsStamps ? STAMPS : undefined,
	};
}

const ALL: Partial<Wanted> = { everything: true };

/** What of the expandable fields comes with the reply to a write. */
const REPLIES: Record<
	Behaviour['writeReplies'],
	(schema: Schema, method: string) => Partial<Wanted>
> = {
	captured: (schema, method) => {
		const expands = writeExpands(schema.name, method);
		return expands === 'everything' ? ALL : { expand: expandTree(expands, schema, CUSTOM_EXPANDS) };
	},
	expanded: () => ALL,
	scalars: () => ({}),
};

/** Captures are of records; what only answers a question tells all that was asked for. */
function answerTo(writeReplies: Behaviour['writeReplies']): Behaviour['writeReplies'] {
	return writeReplies === 'captured' ? 'expanded' : writeReplies;
}

/** Whether a resource holds records that are read or changed one by one. */
function isRecord(resource: string): boolean {
	return findResource(resource)?.operations.some(({ path }) => path.endsWith('/{Id}')) === true;
}

/** Makes a function that shapes rows of a schema. */
export function shaper(schema: Schema, wanted: Wanted, context: ShapeContext): (row: Body) => Body {
	// Sage publishes no fields of some answers (api.md): what the rule tells is sent as it is.
	if (schema.fields.size === 0) return (row) => scalarsOf(row);
	const fields = [...schema.fields.values()].filter((field) =>
		isWanted(schema, field, wanted, context),
	);
	const writers = fields.map((field) => writerOf(schema, field, wanted, context));
	return (row) => {
		const shaped: Body = {};
		for (const write of writers) write(row, shaped);
		return shaped;
	};
}

type Writer = (row: Body, shaped: Body) => void;

function isWanted(
	schema: Schema,
	{ name, type, since }: Field,
	{ select, expand, everything, without }: Wanted,
	{ behaviour }: ShapeContext,
): boolean {
	if (INSTRUCTION.test(name) || without?.has(name) || !hasSince(behaviour.release, since))
		return false;
	if (type === 'object' || type === 'list') return everything === true || expand.has(name);
	if (behaviour.writeOnlyFields === 'hidden' && isUntold(schema.name, name)) return false;
	const named = behaviour.namedScalars === 'onRequest' ? expandsOf(schema.name, name) : undefined;
	if (named && !named.some((each) => expand.has(each))) return false;
	return select === undefined || select.has(name);
}

function writerOf(schema: Schema, field: Field, wanted: Wanted, context: ShapeContext): Writer {
	const { name } = field;
	if (field.type === 'object' || field.type === 'list') {
		const expand = expander(schema, field, wanted, context);
		return (row, shaped) => {
			const value = expand(row);
			if (value !== undefined) shaped[name] = value;
		};
	}
	const empty = emptyValue(schema, field, context.behaviour);
	const normal = normaliser(field, context.behaviour);
	return (row, shaped) => {
		const value = row[name];
		const sent = isUnset(value, field) ? empty : normal(value);
		if (sent !== undefined) shaped[name] = sent;
	};
}

function isUnset(value: unknown, field: Field): boolean {
	return (
		value === undefined ||
		value === null ||
		(value === '' && field.type === 'datetime') ||
		(value === 0 && isForeignId(field))
	);
}

/** What stands in a reply for a field that is not set; undefined where the reply does not have it. */
function emptyValue(schema: Schema, field: Field, behaviour: Behaviour): unknown {
	if (field.type === 'datetime') return behaviour.nullDates === 'null' ? null : undefined;
	if (behaviour.writeOnlyFields === 'hidden' && TOLD_IF_GIVEN.has(field.name)) return undefined;
	return isForeignId(field) ? emptyId(schema, field, behaviour) : unset(field);
}

/** The id of another record; ids of enum values start at 0, which is one of them. */
function isForeignId({ name, type }: Field): boolean {
	return type === 'int64' && /(?<!_type|_status|_terms)_id$/.test(name);
}

function emptyId(schema: Schema, { name }: Field, { unsetIds }: Behaviour): unknown {
	if (unsetIds === 'null') return null;
	const isAbsent =
		unsetIds === 'absent' || (unsetIds === 'captured' && isAbsentId(schema.name, name));
	return isAbsent ? undefined : 0;
}

function normaliser(
	{ type, decimals }: Field,
	{ dateZone }: Behaviour,
): (value: unknown) => unknown {
	if (type === 'datetime' && dateZone === 'none') return (value) => String(value).replace(/Z$/, '');
	if (type !== 'decimal' || decimals === undefined) return (value) => value;
	const scale = 10 ** decimals;
	return (value) => (typeof value === 'number' ? Math.round(value * scale) / scale : value);
}

function expander(
	schema: Schema,
	field: Field,
	wanted: Wanted,
	context: ShapeContext,
): (row: Body) => unknown {
	const child = field.schema === undefined ? undefined : findSchema(field.schema);
	const shape =
		child && shaper(child, nestedWanted(schema, field, child, wanted, context), context);
	const own = shape ?? ((value: Body) => value);
	const find = finder(schema, field, context);
	if (field.type === 'list') {
		return (row) => {
			const value = row[field.name] ?? find(row) ?? [];
			return Array.isArray(value) ? value.map((each) => own(each as Body)) : [];
		};
	}
	return (row) => {
		const value = row[field.name] ?? find(row);
		return typeof value === 'object' && value !== null ? own(value as Body) : undefined;
	};
}

/** Inside an expanded field: what was named with a dot, and the rows that are stored in it. */
function nestedWanted(
	schema: Schema,
	field: Field,
	child: Schema,
	{ select, expand, without }: Wanted,
	{ expansions }: ShapeContext,
): Wanted {
	const named = expand.get(field.name) ?? new Map();
	const isWorkedOut = field.type === 'object' && `${schema.name}.${field.name}` in expansions;
	const belongs =
		field.readOnly || isWorkedOut
			? []
			: [...child.fields.values()].filter((each) => each.type === 'list' && !each.readOnly);
	const stored: NameTree = new Map(
		belongs.map((each) => [each.name, named.get(each.name) ?? new Map()]),
	);
	const selected = select?.get(field.name);
	return {
		expand: new Map([...stored, ...named]),
		select: selected?.size ? selected : undefined,
		// A record that is referred to is not new with its parent.
		without: schema.fields.has(`${field.name}_id`) ? undefined : without,
	};
}

/** Where the value of an expandable field comes from when its row does not hold it. */
function finder(
	schema: Schema,
	field: Field,
	{ expansions, company, sources }: ShapeContext,
): (row: Body) => unknown {
	const expansion = expansions[`${schema.name}.${field.name}`];
	if (expansion) return (row) => expansion(row, company);
	const resource = field.schema === undefined ? undefined : resourceOf(field.schema);
	if (resource === undefined) return () => undefined;
	if (field.type === 'list') return listFinder(schema, field.schema!, resource, company, sources);
	const key = schema.fields.has(`${field.name}_id`) ? `${field.name}_id` : undefined;
	if (key === undefined || !sources.isStored(resource)) return () => undefined;
	return (row) =>
		typeof row[key] === 'number' ? company.table(resource).visible(row[key]) : undefined;
}

function listFinder(
	schema: Schema,
	child: string,
	resource: string,
	company: StoredCompany,
	sources: Sources,
): (row: Body) => unknown {
	const key = `${schema.name}_id`;
	if (!findSchema(child)?.fields.has(key)) return () => undefined;
	return (row) =>
		[...sources.of(company, resource).where(key, row.id)].filter((each) => each[key] === row.id);
}

function scalarsOf(row: Body): Body {
	return Object.fromEntries(
		Object.entries(row).filter(([, value]) => typeof value !== 'object' || value === null),
	);
}
