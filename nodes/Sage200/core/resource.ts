/** The vocabulary of resources: what a resource is, what an operation is, and how they become n8n's form. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from './alphabet';
import { OUTPUT_PROPERTIES } from './form/output';
import type { Answer, Gives } from './gives';
import { type Identity } from './identity';
import { isRecord } from '../sage200/values/records';
import type { Item } from './item';
import type { Prepared } from './prepared';

export interface Operation {
	/** n8n's words: create, get, getAll, update, upsert, delete, or a verb of the trade. */
	value: string;
	name: string;
	/** Sentence case, naming the resource without articles: `Create sales order`. */
	action: string;
	description: string;
	/** Changes something in Sage; where the item decides it, a function of the item. */
	writes: boolean | ((item: Item) => boolean);
	/** Works without the company of the node or the credential, as `/sites` does; where the item decides it, a function of the item. */
	withoutCompany?: boolean | ((item: Item) => boolean);
	/** Collection whose fields its lists offer, where it is not the resource's. */
	listed?: string;
	properties: INodeProperties[];
	/** Fields of what it gives, unless the form asks for others; undefined where the form decides them. */
	gives?: Gives;
	/** The record that a write answers with, where it has more fields than someone reads; a function of the item where it decides the kind. */
	answer?: Answer | ((item: Item) => Answer | undefined);
	/** Options of its own, in the box of those that every operation has. */
	options?: INodeProperties[];
	/** Looks up what all items need, in as few calls as possible, and returns what carries out each. */
	prepare(items: Item[]): Promise<Prepared>;
}

/** What an operation says of itself, or says of the item. */
export function decided<Fact extends boolean | object | undefined>(
	fact: Fact | ((item: Item) => Fact),
	item: Item,
): Fact {
	return typeof fact === 'function' ? fact(item) : fact;
}

/** The switch of operations that can be tried. */
const DRY_RUN_NAME = 'dryRun';

/** Whether an operation has no use for All Companies: it changes something, unless it is only tried. */
export function isForOneCompany({ writes, properties }: Operation): boolean {
	return (
		writes === true || (writes !== false && properties.some(({ name }) => name === DRY_RUN_NAME))
	);
}

export interface Resource {
	value: string;
	name: string;
	/** Collection of the API whose fields the lists of Get Many offer. */
	listed?: string;
	/** How a person picks one of its records from a list. */
	identity?: Identity;
	operations: Operation[];
}

/** A resource with its operations in n8n's alphabetical order. */
export function defineResource(resource: Resource): Resource {
	const operations = [...resource.operations].sort(alphabetically(({ name }) => name));
	return { ...resource, operations: operations.map(askingForOutput) };
}

function askingForOutput(operation: Operation): Operation {
	if (!operation.answer) return operation;
	const { properties } = operation;
	const asked = properties.some(({ name }) => name === DRY_RUN_NAME)
		? OUTPUT_PROPERTIES.map(unlessDry)
		: OUTPUT_PROPERTIES;
	return { ...operation, properties: [...properties, ...asked] };
}

/** A dry run tells all that it found, so it does not ask how much of a record is wanted. */
function unlessDry(property: INodeProperties): INodeProperties {
	const { displayOptions: { show, hide } = {} } = property;
	return {
		...property,
		displayOptions: { ...(show ? { show } : {}), hide: { ...hide, [DRY_RUN_NAME]: [true] } },
	};
}

/** The form of all resources: the Resource list, an Operation list for each, and every operation's fields. */
export function describeResources(resources: Resource[]): INodeProperties[] {
	const options = resources.map(({ name, value }) => ({ name, value }));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: options.sort(alphabetically(({ name }) => name)),
			default: 'salesOrder',
		},
		...resources.map(operationList),
		...fieldsOf(resources),
	];
}

function operationList({ value, operations }: Resource): INodeProperties {
	const options: INodePropertyOptions[] = operations.map((operation) => ({
		name: operation.name,
		value: operation.value,
		action: operation.action,
		description: operation.description,
	}));
	const { value: usual } =
		operations.find((operation) => operation.value === 'getAll') ?? operations[0];
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options,
		default: usual,
	};
}

/**
 * The fields of all operations, with where they are shown. One that several operations share is described once: the
 * description travels to every editor.
 * @param all every resource with every operation that there is
 */
export function fieldsOf(resources: Resource[], all = resources): INodeProperties[] {
	const known = new Map<string, INodeProperties>();
	/** Field → the resources that show it → in which operations. */
	const shown = new Map<INodeProperties, Map<string, string[]>>();
	const forms = resources.flatMap(({ value, operations }) =>
		operations.map(({ value: operation, properties }) =>
			properties.map((property) => {
				const field = firstOfItsKind(property, known);
				const places = shown.get(field) ?? new Map<string, string[]>();
				shown.set(field, places.set(value, [...(places.get(value) ?? []), operation]));
				return field;
			}),
		),
	);
	return inFormOrder(forms).flatMap((field) =>
		together(shown.get(field) ?? new Map<string, string[]>(), all).map((places) =>
			shownIn(field, places),
		),
	);
}

/** The first field that says the same. */
export function firstOfItsKind(
	property: INodeProperties,
	known: Map<string, INodeProperties>,
): INodeProperties {
	const text = JSON.stringify(property);
	const first = known.get(text) ?? property;
	known.set(text, first);
	return first;
}

/**
 * The field with the places that show it. They come first: n8n goes through the conditions in order and stops at the
 * first that does not hold, and some of a field's own are costly (a regular expression, which n8n gives a time limit).
 */
function shownIn(
	field: INodeProperties,
	{ resources: resource, operations: operation }: Places,
): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return {
		...withoutLists(field),
		displayOptions: { ...others, show: { resource, operation, ...show } },
	};
}

/** Choices that the editor asks for when it opens their list do not travel with the description. */
function withoutLists<Property extends object>(property: Property): Property {
	return JSON.parse(
		JSON.stringify(property, (_, value: unknown) => {
			if (!isRecord(value) || !isRecord(value.typeOptions) || !value.typeOptions.loadOptionsMethod)
				return value;
			return { ...value, options: undefined };
		}),
	) as Property;
}

/** Resources and operations, any of one with any of the other. */
interface Places {
	resources: string[];
	operations: string[];
}

/**
 * Places that can be named together, so that a field is described as few times as can be: where a resource has no
 * operation of that name, nothing is shown that should not be.
 */
function together(shown: Map<string, string[]>, all: Resource[]): Places[] {
	const isRight = ({ resources, operations }: Places) =>
		all
			.filter(({ value }) => resources.includes(value))
			.every(({ value, operations: own }) =>
				own.every(
					(each) => !operations.includes(each.value) || shown.get(value)?.includes(each.value),
				),
			);
	const groups: Places[] = [];
	for (const [resource, operations] of shown) {
		const joinedTo = (group: Places): Places => ({
			resources: [...group.resources, resource],
			operations: [...new Set([...group.operations, ...operations])],
		});
		const at = groups.findIndex((group) => isRight(joinedTo(group)));
		if (at < 0) groups.push({ resources: [resource], operations });
		else groups[at] = joinedTo(groups[at]);
	}
	return groups;
}

/** All fields in one order that is the order of each form as well. */
export function inFormOrder<Field>(forms: Field[][]): Field[] {
	const followers = new Map<Field, Set<Field>>();
	for (const form of forms) {
		form.forEach((field, at) => {
			const after = followers.get(field) ?? new Set<Field>();
			followers.set(field, at + 1 < form.length ? after.add(form[at + 1]) : after);
		});
	}
	const lastFirst: Field[] = [];
	const visited = new Set<Field>();
	const visit = (field: Field): void => {
		if (visited.has(field)) return;
		visited.add(field);
		for (const follower of [...(followers.get(field) ?? [])].reverse()) visit(follower);
		lastFirst.push(field);
	};
	for (const field of [...followers.keys()].reverse()) visit(field);
	return lastFirst.reverse();
}
