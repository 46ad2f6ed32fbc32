/** The form of documents that are pushed once: their key, and how duplicates are kept out. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { DUPLICATE_PROTECTION } from './protection';

/** Options of the protection that orders have and these documents have not. */
const ONLY_FOR_ORDERS = ['ifExists', 'keyField'];
/** Ledger postings have no drafts, which Strict protection rests on. */
const NEED_DRAFTS = ['level', 'settleSeconds'];

export function protection(drafts: boolean): INodeProperties {
	const left = drafts ? ONLY_FOR_ORDERS : [...ONLY_FOR_ORDERS, ...NEED_DRAFTS];
	const options = (DUPLICATE_PROTECTION.options as INodePropertyOptions[]).filter(
		({ name }) => !left.includes(name),
	);
	return { ...DUPLICATE_PROTECTION, options };
}

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
