/** Messages name fields by the labels that the forms show: one that no form has any more sends a person looking in vain. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { shippedNodes } from '../support/shippedNodes.js';
import { sourceFiles, textOf } from '../support/source.js';

/** What messages are about that is no field of a form. */
const NO_FIELDS = [
	// Of an order as Sage 200 has it, or would have it.
	'Prices',
	'Sage 200',
	'Total',
	// Asked for among Other Fields alone.
	'Customer Type',
	'ID',
	'Nominal Analysis Items',
];

type Property = INodeProperties | INodePropertyCollection;

/** Every label of a form, each with those of the boxes that it stands in. */
function labelsIn(properties: Property[], box = ''): string[] {
	return properties.flatMap((property): string[] => {
		if (!('displayName' in property) || ('type' in property && property.type === 'hidden'))
			return [];
		const label = property.displayName.replace(/ (Names? or IDs?|\(JSON\))$/, '');
		const inner = 'values' in property ? property.values : ((property.options ?? []) as Property[]);
		return [label, `${box}: ${label}`, ...labelsIn(inner, label)];
	});
}

const forms = shippedNodes().flatMap(({ description }) => description.properties);
const known = new Set([...labelsIn(forms), ...NO_FIELDS]);
const BOXES = ['Customer Details', 'Read Options', 'Refund Rules', 'Shop Rules'];

/** Labels that the source names. */
function named(pattern: RegExp): string[] {
	return sourceFiles(['nodes']).flatMap((file) =>
		[...textOf(file).matchAll(pattern)].map(([, label]) => label),
	);
}

it('have the labels of fields that are in a form', () => {
	const labels = [
		...named(/\bfield: '([A-Z][^']*)'/g),
		...named(/\binvalid\(\s*'([A-Z][^']*)'/g),
	].map((label) => label.replace(/ \(JSON\)$/, ''));
	expect(labels.length).toBeGreaterThan(50);
	expect(labels.filter((label) => !known.has(label))).toEqual([]);
});

it.each(BOXES)('name of the box %s fields that it has', (box) => {
	const places = named(
		new RegExp(`(${box}: [A-Z][a-z]*(?: [A-Za-z]+)*(?: \\([A-Za-z]+\\))?)`, 'g'),
	).map((place) => place.replace(/ \(JSON\)$/, ''));
	expect(places.length).toBeGreaterThan(0);
	expect(places.filter((place) => !known.has(place))).toEqual([]);
});
