/** The form of documents that are pushed once: their key and their lines. */
import type { INodeProperties } from 'n8n-workflow';

export function keyProperty(
	displayName: string,
	placeholder: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name: 'documentKey',
		type: 'string',
		required: true,
		default: '',
		placeholder,
		description,
	};
}

export const DOCUMENT_LINES: INodeProperties = {
	displayName: 'Lines (JSON)',
	name: 'linesJson',
	type: 'json',
	default: '[\n  { "code": "", "quantity": 1 }\n]',
	description:
		'An array of lines. Each has "code" (the product code) and "quantity", and if wanted "price", "discountPercent", "description", "warehouse" (by name), "type" (standard, freeText, charge, comment), or any field of a line by its name in the Sage 200 API.',
};
