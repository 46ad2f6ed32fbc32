/** Reads the query options of a call and refuses what Sage refuses (api.md d). */
import type { Schema } from '../../nodes/Sage200/catalog/index.ts';
import { SageRefusal } from '../world.mts';

/** Names with their own names below: `customer,customer.currency` → customer → currency. */
export type NameTree = Map<string, NameTree>;

export interface SortKey {
	field: string;
	descending: boolean;
}

export interface ListOptions {
	filter?: string;
	orderBy: SortKey[];
	top: number;
	skip: number;
	count: boolean;
}

export interface ShapeOptions {
	select?: NameTree;
	expand: NameTree;
	metadata: boolean;
}

export interface PageLimits {
	largestTop: number;
	topOverMaximum: 'clamp' | 'refuse';
}

const DEFAULT_TOP = 500;

const SINGLE_OPTIONS = new Set(['$select', '$expand', '$metadata']);

/**
 * Options of a list.
 * @throws SageRefusal
 */
export function listOptions(
	query: Record<string, string>,
	schema: Schema,
	{ largestTop, topOverMaximum }: PageLimits,
): ListOptions {
	if (query.$skip !== undefined && query.$orderby === undefined) {
		throw new SageRefusal('$skip can only be used together with $orderby.');
	}
	const top = wholeNumber(query, '$top') ?? DEFAULT_TOP;
	if (top > largestTop && query.$top !== undefined && topOverMaximum === 'refuse') {
		throw new SageRefusal(`The limit of '${largestTop}' for $top has been exceeded.`);
	}
	return {
		filter: query.$filter?.trim() || undefined,
		orderBy: sortKeys(query.$orderby, schema),
		top: Math.min(top, largestTop),
		skip: wholeNumber(query, '$skip') ?? 0,
		count: query.$count === 'true',
	};
}

/**
 * Which fields a reply has.
 * @throws SageRefusal
 */
export function shapeOptions(
	query: Record<string, string>,
	schema: Schema,
	customExpands: ReadonlySet<string>,
): ShapeOptions {
	return {
		select: query.$select?.trim() ? nameTree(query.$select, '$select', schema) : undefined,
		expand: expandTree(query.$expand, schema, customExpands),
		metadata: query.$metadata === 'true',
	};
}

/** The names of a call's $expand, for rules. */
export function expandNames(query: Record<string, string>): Set<string> {
	return new Set(namesIn(query.$expand));
}

/** Refuses options that a single record does not take. */
export function checkSingleOptions(query: Record<string, string>): void {
	const wrong = Object.keys(query).find(
		(name) => name.startsWith('$') && !SINGLE_OPTIONS.has(name),
	);
	if (wrong)
		throw new SageRefusal(`The query option '${wrong}' cannot be used on a single record.`);
}

/**
 * The tree of an $expand.
 * @throws SageRefusal for a name that is neither a field nor one of the custom expands
 */
export function expandTree(
	text: string | undefined,
	schema: Schema,
	customExpands: ReadonlySet<string>,
): NameTree {
	const names = namesIn(text);
	const isCustom = (name: string) => customExpands.has(name) && !schema.fields.has(name);
	const tree = nameTree(names.filter((name) => !isCustom(name)).join(), '$expand', schema);
	for (const name of names.filter(isCustom)) branch(tree, name);
	return tree;
}

function sortKeys(text: string | undefined, schema: Schema): SortKey[] {
	return namesIn(text).map((part) => {
		const [field, direction = 'asc', ...rest] = part.split(/\s+/);
		if (rest.length > 0 || !/^(asc|desc)$/i.test(direction))
			throw new SageRefusal(`Syntax error in $orderby '${text}'.`);
		checkName(field, '$orderby', schema);
		return { field, descending: direction.toLowerCase() === 'desc' };
	});
}

function nameTree(text: string, option: string, schema: Schema): NameTree {
	const root: NameTree = new Map();
	for (const path of namesIn(text)) {
		const [first, ...rest] = path.split(/[./]/);
		checkName(first, option, schema);
		let at = branch(root, first);
		for (const name of rest) at = branch(at, name);
	}
	return root;
}

function branch(tree: NameTree, name: string): NameTree {
	if (!tree.has(name)) tree.set(name, new Map());
	return tree.get(name)!;
}

function checkName(name: string, option: string, schema: Schema): void {
	if (schema.open || schema.fields.has(name)) return;
	throw new SageRefusal(
		`Could not find a property named '${name}' on type '${schema.name}' (${option}).`,
	);
}

function namesIn(text = ''): string[] {
	return text
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

function wholeNumber(query: Record<string, string>, option: string): number | undefined {
	const text = query[option];
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text))
		throw new SageRefusal(`The value '${text}' for ${option} is not a whole number.`);
	return Number(text);
}
