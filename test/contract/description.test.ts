/**
 * What people and AI agents see: the finished description of every node that ships. Factories make most of it, and
 * n8n's lint reads only literals in source files, so its rules run here on the result.
 */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { checkedNumber, type NumberProperty } from '../../nodes/Sage200/core/checkedNumber';
import { resources } from '../../nodes/Sage200/resources';
import { lintDescription } from '../support/descriptionLint.js';
import { shippedCredentials, shippedNodes } from '../support/shippedNodes.js';
import { exists } from '../support/source.js';

/** n8n checks the type of an expression's value only for a parameter that asks for it. */
const CHECKED_TYPES = ['number', 'boolean', 'dateTime'];

/** Values that an AI agent writes itself. */
const TYPED = ['boolean', 'dateTime', 'json', 'number', 'resourceLocator', 'string'];

/** Both nodes together, as the editor downloads them. */
const LARGEST_DESCRIPTIONS = 250 * 1024;

/** Characters that n8n shows of a choice's description. */
const TWO_LINES = 118;

/** Shown whatever resource and operation are chosen. */
const SHOWN_ALWAYS = ['resource', 'company', 'options', 'readOnly'];

const nodes = shippedNodes();

/** A property and all that stand inside it, each with its path of names. */
function walk(properties: INodeProperties[], parent = ''): Array<[string, INodeProperties]> {
	return properties.flatMap((property): Array<[string, INodeProperties]> => {
		const path = parent === '' ? property.name : `${parent}.${property.name}`;
		return [[path, property], ...walk(childrenOf(property), path)];
	});
}

function childrenOf({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type === 'fixedCollection') {
		return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
	}
	return [];
}

/** Values for which a display condition shows a property; undefined when it does not ask. */
function shownFor({ displayOptions }: INodeProperties, condition: string): unknown[] | undefined {
	return displayOptions?.show?.[condition];
}

function isShown(property: INodeProperties, resource: string, operation: string): boolean {
	return (
		(shownFor(property, 'resource')?.includes(resource) ?? true) &&
		(shownFor(property, 'operation')?.includes(operation) ?? true) &&
		property.displayOptions?.hide?.operation?.includes(operation) !== true &&
		property.displayOptions?.hide?.resource?.includes(resource) !== true
	);
}

/** Two properties never stand in the form together when some condition shows them for different values. */
function exclude(left: INodeProperties, right: INodeProperties): boolean {
	return Object.entries(left.displayOptions?.show ?? {}).some(([condition, values]) => {
		const others = shownFor(right, condition);
		return others !== undefined && !others.some((each) => (values as unknown[]).includes(each));
	});
}

/** Whether an operation works without a company, by `resource:operation`; a function where the item decides it. */
const withoutCompany = new Map(
	resources.flatMap(({ value, operations }) =>
		operations.map(
			(operation) => [`${value}:${operation.value}`, operation.withoutCompany] as const,
		),
	),
);

function optionsOf(property: INodeProperties): INodePropertyOptions[] {
	return (property.options ?? []) as INodePropertyOptions[];
}

it('keeps all descriptions together small enough for every editor', () => {
	const size = Buffer.byteLength(JSON.stringify(nodes.map(({ description }) => description)));
	expect(size).toBeLessThanOrEqual(LARGEST_DESCRIPTIONS);
});

describe.each(nodes.map((node) => [node.type, node] as const))(
	'%s',
	(_, { file, description, codex, type }) => {
		const { properties } = description;
		const operationLists = properties.filter(({ name }) => name === 'operation');
		const pairs = operationLists.flatMap((list) =>
			(shownFor(list, 'resource') as string[]).flatMap((resource) =>
				optionsOf(list).map((operation) => ({ resource, operation })),
			),
		);

		it('passes n8n’s rules as a finished description', () => {
			expect(lintDescription(file, description)).toEqual([]);
		});

		it('has an operation list for every resource', () => {
			const offered = properties.filter(({ name }) => name === 'resource').flatMap(optionsOf);
			const listed = operationLists.flatMap((list) => shownFor(list, 'resource'));
			expect(listed.sort()).toEqual(offered.map(({ value }) => value).sort());
		});

		it('takes the default of every number itself', () => {
			const refused = walk(properties)
				.filter(([, { type: kind }]) => kind === 'number')
				.filter(([, property]) => {
					try {
						checkedNumber(property.default, property as NumberProperty);
						return false;
					} catch {
						return true;
					}
				});
			expect(refused.map(([path]) => path)).toEqual([]);
		});

		it('asks for the company wherever it matters, and nowhere else', () => {
			const companies = properties.filter(({ name }) => name === 'company');
			const without = pairs
				.filter(({ resource, operation }) =>
					companies.every((property) => !isShown(property, resource, String(operation.value))),
				)
				.map(({ resource }) => resource);
			const expected = pairs.filter(
				({ resource, operation }) => withoutCompany.get(`${resource}:${operation.value}`) === true,
			);
			expect(without).toEqual(expected.map(({ resource }) => resource));
		});

		it('begins every list with one of its own values', () => {
			const foreign = walk(properties)
				.filter(([, { type: kind, options }]) => kind === 'options' && options)
				.filter(
					([, each]) =>
						each.default !== '' && !optionsOf(each).some(({ value }) => value === each.default),
				);
			expect(foreign.map(([path]) => path)).toEqual([]);
		});

		it('gives every operation an action and a description of its own', () => {
			const bare = pairs.filter(({ operation }) => !operation.action || !operation.description);
			expect(bare).toEqual([]);
			const actions = pairs.map(({ operation }) => operation.action);
			expect(actions.filter((action, at) => actions.indexOf(action) !== at)).toEqual([]);
		});

		it('names what an operation does without articles, as n8n’s guidelines ask', () => {
			const actions = properties.flatMap(optionsOf).map(({ action = '' }) => action);
			expect(actions.filter((action) => /\b(an?|the)\b/i.test(action))).toEqual([]);
		});

		it('describes what can be chosen in the two lines that n8n shows of it', () => {
			const choices = properties
				.filter(({ name }) => name === 'operation' || name === 'event')
				.flatMap(optionsOf);
			expect(choices.filter(({ description = '' }) => description.length > TWO_LINES)).toEqual([]);
		});

		it('shows each name once in every operation’s form', () => {
			const clashes = pairs.flatMap(({ resource, operation }) => {
				const form = properties.filter((each) => isShown(each, resource, String(operation.value)));
				return form
					.filter((each, at) =>
						form.slice(0, at).some((other) => other.name === each.name && !exclude(other, each)),
					)
					.map(({ name }) => `${resource}:${operation.value} shows ${name} twice`);
			});
			expect(clashes).toEqual([]);
		});

		it('shows no two fields of a form under one label', () => {
			const lists = walk(properties)
				.filter(([, { typeOptions }]) => typeOptions?.multipleValues)
				.map(([path]) => path);
			const clashes = pairs.flatMap(({ resource, operation }) => {
				const shown = properties
					.filter((each) => isShown(each, resource, String(operation.value)))
					.flatMap((each) =>
						walk([each]).map(([path, field]) => ({ path, field, conditions: [each, field] })),
					)
					.filter(({ field }) => !['hidden', 'notice'].includes(field.type))
					// The columns of a list are read with the name of their list.
					.filter(({ path }) => !lists.some((list) => path.startsWith(`${list}.`)));
				return shown
					.filter(({ field, conditions }, at) =>
						shown
							.slice(0, at)
							.some(
								(other) =>
									other.field.displayName === field.displayName &&
									!conditions.some((each) =>
										other.conditions.some((before) => exclude(before, each)),
									),
							),
					)
					.map(({ path, field }) => `${resource}:${operation.value} ${path}: ${field.displayName}`);
			});
			expect(clashes).toEqual([]);
		});

		it('shows a field only where it belongs', () => {
			const everywhere = properties
				.filter(() => pairs.length > 0)
				.filter(({ displayOptions, name }) => !displayOptions && !SHOWN_ALWAYS.includes(name));
			expect(everywhere.map(({ name }) => name)).toEqual([]);
		});

		it('has numbers, switches and dates from expressions checked by n8n', () => {
			// Sage's own fields are converted, or refused, by the domain.
			const checked = properties.filter((each) => !each.ignoreValidationDuringExecution);
			const unchecked = walk(checked).filter(
				([, each]) => CHECKED_TYPES.includes(each.type) && each.validateType !== each.type,
			);
			expect(unchecked.map(([path]) => path)).toEqual([]);
		});

		it('has n8n ask only for what every item needs: an expression may hide the field', () => {
			const conditional = properties.filter(
				({ required, displayOptions }) =>
					required &&
					Object.keys(displayOptions?.show ?? {}).some(
						(name) => !properties.some((each) => each.name === name && each.noDataExpression),
					),
			);
			expect(conditional.map(({ name }) => name)).toEqual([]);
		});

		it('says of every value at the top of a form what it is: AI agents know nothing else of it', () => {
			const bare = properties.filter((each) => TYPED.includes(each.type) && !each.description);
			expect(bare.map(({ name }) => name)).toEqual([]);
		});

		it('tells who waits for a list of Sage’s that there is another way', () => {
			const ownLists = ['recordTypes', 'followedTypes'];
			const silent = walk(properties)
				.flatMap(([path, { modes = [] }]) => modes.map((mode) => ({ path, ...mode })))
				.filter(({ type, typeOptions }) => type === 'list' && !typeOptions?.slowLoadNotice)
				.filter(({ typeOptions }) => !ownLists.includes(String(typeOptions?.searchListMethod)));
			expect(silent.map(({ path }) => path)).toEqual([]);
		});

		it('has a codex that n8n does not drop', () => {
			expect(codex.node).toBe(type);
			expect(codex.categories).not.toHaveLength(0);
			// Without this key n8n silently ignores the whole file.
			expect(codex.resources).toEqual(expect.any(Object));
		});

		it('has a light and a dark icon', () => {
			expectThemedIcon(file, description.icon);
		});
	},
);

describe.each(shippedCredentials().map((each) => [each.credential.name, each] as const))(
	'%s',
	(_, { file, credential }) => {
		it('has a light and a dark icon', () => {
			expectThemedIcon(file, credential.icon);
		});

		it('hides what is secret', () => {
			const open = walk(credential.properties).filter(
				([path, { typeOptions }]) =>
					/secret|password|subscriptionKey/i.test(path) && !typeOptions?.password,
			);
			expect(open.map(([path]) => path)).toEqual([]);
		});
	},
);

function expectThemedIcon(file: string, icon: unknown): void {
	const { light, dark } = icon as { light: string; dark: string };
	expect(light).not.toBe(dark);
	const folder = file.slice(0, file.lastIndexOf('/'));
	for (const path of [light, dark]) {
		expect(path).toMatch(/^file:.*\.svg$/);
		expect(exists(`${folder}/${path.slice('file:'.length)}`)).toBe(true);
	}
}
