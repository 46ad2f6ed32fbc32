/**
 * Rules and projections of child collections, made from the catalog's operations: none is written by hand.
 * Operations: the schema; an unknown id answers 404: api.md f.
 */
import { findResource, type CatalogOperation } from '../../../nodes/Sage200/catalog/index.ts';
import {
	SageRefusal,
	type Body,
	type Call,
	type Company,
	type Projections,
	type Rules,
} from '../../world.mts';
import { bodyOf } from '../foundation/records.mts';
import { rowsOf } from '../foundation/read.mts';
import { applyCollection } from './apply.mts';
import { CHILD_COLLECTIONS, type ChildCollection } from './collections.mts';

/** A child with the record that holds it and the row of the table that holds them all. */
interface Found {
	child: Body;
	parent: Body;
	root: number;
}

/** `customer_contacts` → all contacts of all customers. */
export const childProjections: Projections = Object.fromEntries(
	CHILD_COLLECTIONS.map((collection) => [
		collection.resource,
		(company: Company) => childrenIn(company, collection),
	]),
);

type Answer = (collection: ChildCollection, call: Call) => unknown;

const ANSWERS: Record<string, Answer> = {
	'GET one': (collection, call) => childAt(collection, call).child,
	'GET list': (collection, call) => rowsOf(parentAt(collection, call).child[collection.field]),
	'POST list': addChild,
	'PUT one': changeChild,
	'DELETE one': removeChild,
};

/** Reading and writing single children, and lists below a parent. */
export const childRules: Rules = Object.fromEntries(CHILD_COLLECTIONS.flatMap(rulesOf));

function rulesOf(collection: ChildCollection): Array<[string, (call: Call) => unknown]> {
	const operations = findResource(collection.resource)?.operations ?? [];
	return operations.flatMap((operation) => {
		const answer = ANSWERS[`${operation.method} ${operation.path.endsWith('}') ? 'one' : 'list'}`];
		return answer === undefined || isWholeCollection(operation)
			? []
			: [
					[
						`${operation.method} ${operation.path}`,
						(call: Call) => answer(collection, call),
					] as const,
				];
	}) as Array<[string, (call: Call) => unknown]>;
}

/** `GET /customer_contacts` is a projection. */
function isWholeCollection({ method, path }: CatalogOperation): boolean {
	return method === 'GET' && !path.includes('{');
}

function addChild(collection: ChildCollection, call: Call): Body {
	const { child: parent, root } = parentAt(collection, call);
	const body = bodyOf(call);
	const existing = rowsOf(parent[collection.field]);
	const list = applyCollection(call, collection, parent, existing, [{ ...body, id: undefined }]);
	return store(collection, call, parent, root, list);
}

function changeChild(collection: ChildCollection, call: Call): Body {
	const { child, parent, root } = childAt(collection, call);
	const list = applyCollection(call, collection, parent, rowsOf(parent[collection.field]), [
		{ ...bodyOf(call), id: child.id },
	]);
	store(collection, call, parent, root, list);
	return child;
}

function removeChild(collection: ChildCollection, call: Call): void {
	const { child, parent, root } = childAt(collection, call);
	const left = rowsOf(parent[collection.field]).filter((each) => each !== child);
	store(collection, call, parent, root, left);
}

function store(
	collection: ChildCollection,
	call: Call,
	parent: Body,
	root: number,
	list: Body[],
): Body {
	parent[collection.field] = list;
	collection.finishParent?.(parent);
	call.company.table(rootOf(collection)).change(root, {});
	return list[list.length - 1];
}

function childAt(collection: ChildCollection, call: Call): Found {
	return findChild(call.company, collection, call.ids.Id);
}

/** The parent that the path or, on a plain collection, the body names. */
function parentAt(collection: ChildCollection, call: Call): Found {
	const owner = CHILD_COLLECTIONS.find((each) => each.resource === collection.parent);
	const inPath = Object.entries(call.ids).filter(([name]) => name !== 'Id');
	const id = inPath.length > 0 ? inPath[inPath.length - 1][1] : bodyOf(call)[collection.key];
	if (owner) return findChild(call.company, owner, id);
	const row = call.company.table(collection.parent).find(Number(id));
	if (!row)
		throw new SageRefusal(
			`There is no record ${String(id)} in ${collection.parent}.`,
			inPath.length > 0 ? 404 : 400,
		);
	return { child: row, parent: row, root: row.id };
}

function findChild(company: Company, collection: ChildCollection, id: unknown): Found {
	for (const found of foundIn(company, collection)) if (found.child.id === id) return found;
	throw new SageRefusal(`There is no record ${String(id)} in ${collection.resource}.`, 404);
}

function* childrenIn(company: Company, collection: ChildCollection): Iterable<Body> {
	for (const { child } of foundIn(company, collection)) yield child;
}

function* foundIn(company: Company, collection: ChildCollection): Iterable<Found> {
	for (const { child: parent, root } of parentsIn(company, collection)) {
		for (const child of rowsOf(parent[collection.field])) yield { child, parent, root };
	}
}

function* parentsIn(company: Company, collection: ChildCollection): Iterable<Found> {
	const owner = CHILD_COLLECTIONS.find((each) => each.resource === collection.parent);
	if (owner) yield* foundIn(company, owner);
	else
		for (const row of company.table(collection.parent).all())
			yield { child: row, parent: row, root: row.id };
}

function rootOf(collection: ChildCollection): string {
	const owner = CHILD_COLLECTIONS.find((each) => each.resource === collection.parent);
	return owner ? rootOf(owner) : collection.parent;
}
