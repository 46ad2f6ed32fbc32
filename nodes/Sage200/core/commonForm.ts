/** The parameters that every operation has, and in which operations the form shows them. */
import type { INodeProperties } from 'n8n-workflow';

import { COMPANY, optionsWith, READ_ONLY } from './form/common';
import { fieldsOf, type Operation, type Resource } from './resource';

/** All parameters of an operation. */
export function formOf(operation: Operation): INodeProperties[] {
	const company = needsNoCompany(operation) ? [] : [COMPANY];
	return [...operation.properties, ...company, optionsWith(operation.options), READ_ONLY];
}

/**
 * The common parameters as the node's description has them. n8n hides a parameter by the name of an operation, whatever
 * its resource, so operations that share their name with one that has options of its own have a box of options as well.
 */
export function describeCommon(resources: Resource[]): INodeProperties[] {
	const all = resources.flatMap(({ operations }) => operations);
	const special = namesOf(all.filter(({ options }) => options));
	const boxes = resources.map((resource) => ({
		...resource,
		operations: resource.operations
			.filter(({ value }) => special.has(value))
			.map((operation) => ({ ...operation, properties: [optionsWith(operation.options)] })),
	}));
	const withoutCompany = resources.filter(({ operations }) => operations.every(needsNoCompany));
	return [
		{
			...COMPANY,
			displayOptions: { hide: { resource: withoutCompany.map(({ value }) => value) } },
		},
		{ ...optionsWith(), displayOptions: { hide: { operation: [...special] } } },
		...fieldsOf(boxes, resources),
		// In operations that read too: with it nothing is locked, and n8n gives no value of a parameter that is hidden.
		READ_ONLY,
	];
}

/** Whether the company matters for no item. */
function needsNoCompany({ withoutCompany }: Operation): boolean {
	return withoutCompany === true;
}

function namesOf(operations: Operation[]): Set<string> {
	return new Set(operations.map(({ value }) => value));
}
