/** Templates use the forms as they are shown today: what a form keeps for older workflows is in none of them. */
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyMode,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { types } from '../support/engine';
import { shippedTemplates } from '../support/shippedTemplates.js';

type Values = Record<string, unknown>;

const SAGE_NODES = 'n8n-nodes-sage200.';
const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;
/** A row of a group as n8n completes it. */
const completed = (properties: INodeProperties[], row: Values) =>
	({
		...Object.fromEntries(properties.map((each) => [each.name, each.default])),
		...row,
	}) as INodeParameters;
const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('=');

/** What a node holds that its form does not show, by paths. */
function notShown(node: INode): string[] {
	const { description } = types[node.type];
	const whole = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		true,
		false,
		node,
		description,
	)!;
	const isShown = (property: INodeProperties, values: INodeParameters) =>
		property.type !== 'hidden' &&
		NodeHelpers.displayParameter(values, property, node, description, whole);

	const within = (
		properties: INodeProperties[],
		given: Values,
		values: INodeParameters,
	): string[] =>
		Object.entries(given).flatMap(([name, value]) => {
			const property = properties.find((each) => each.name === name && isShown(each, values));
			if (!property) return [name];
			return inside(property, value).map((path) => (path === '' ? name : `${name}.${path}`));
		});

	const inside = (property: INodeProperties, value: unknown): string[] => {
		if (isExpression(value)) return [];
		switch (property.type) {
			case 'collection':
				return within(
					property.options as INodeProperties[],
					value as Values,
					value as INodeParameters,
				);
			case 'fixedCollection':
				return Object.entries(value as Values).flatMap(([group, rows]) => {
					const found = (property.options as INodePropertyCollection[]).find(
						({ name }) => name === group,
					);
					if (!found) return [group];
					return [rows]
						.flat()
						.flatMap((row) =>
							within(found.values, row as Values, completed(found.values, row as Values)).map(
								(path) => `${group}.${path}`,
							),
						);
				});
			case 'resourceLocator': {
				const { mode } = isObject(value) ? value : { mode: undefined };
				const modes = property.modes as INodePropertyMode[];
				return modes.some(({ name }) => name === mode) ? [] : ['mode'];
			}
			case 'options':
				return (property.options as INodePropertyOptions[]).some((each) => each.value === value)
					? []
					: [''];
			default:
				return [];
		}
	};
	// When a trigger polls is n8n's own.
	const own = Object.entries(node.parameters).filter(([name]) => name !== 'pollTimes');
	return within(description.properties, Object.fromEntries(own), whole);
}

it('tells what a form does not show', () => {
	const parameters = {
		resource: 'salesOrder',
		operation: 'create',
		customer: { __rl: true, mode: 'nickname', value: 'Zen' },
		deliveryAddress: { city: 'York', country_iso: 'GB' },
		lines: { line: [{ code: 'TOOLS001', colour: 'red' }] },
		shop: 'shopify',
	};
	const node = { name: '', type: `${SAGE_NODES}sage200`, typeVersion: 1, parameters };
	expect(notShown(node as unknown as INode)).toEqual([
		'customer.mode',
		'deliveryAddress.country_iso',
		'lines.line.code.mode',
		'lines.line.colour',
		'shop',
	]);
});

const nodes = shippedTemplates().flatMap(({ file, nodes: all }) =>
	all
		.filter(({ type }) => type.startsWith(SAGE_NODES))
		.map((node) => ({ file, name: node.name, node: node as unknown as INode })),
);

it.each(nodes)('$file: $name has nothing that its form does not show', ({ node }) => {
	expect(notShown(node)).toEqual([]);
});
