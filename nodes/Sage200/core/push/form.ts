/** The form of documents that are pushed once: their key and their lines. */
import type { INodeProperties } from 'n8n-workflow';

import { box } from '../form/box';
import { lineInput, MORE_OF_LINES } from '../form/lineInput';
import {
	FIRST_LINE,
	LINE_PRICE,
	LINE_PRODUCT,
	LINE_TEXT,
	LINE_TYPE,
	OF_CHARGES,
	PRICED,
} from '../form/lineTypes';
import { namedPicker, TAX_CODES, WAREHOUSES, type NamedList } from '../form/namedPicker';

/** The field of the key of a document. */
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

const COUNTED = { show: { type: ['standard', 'freeText'] } };

/** What few lines have. */
const MORE_OF_LINE: INodeProperties[] = [
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		description: 'Of a product or charge: leave empty for its own',
	},
	{ displayName: 'Discount Percent', name: 'discountPercent', type: 'string', default: '' },
	namedPicker(TAX_CODES, 'Code or Name', {
		displayName: 'Tax Code',
		name: 'taxCode',
		placeholder: 'e.g. 1',
		description: 'Leave empty for the default of account and product',
	}),
	namedPicker(WAREHOUSES, 'Name', { displayName: 'Warehouse', name: 'warehouse' }),
];

/**
 * @param label how the form calls them: `Order Lines`
 * @param charges the charges that a line may be of
 */
export function documentLineInput(label: string, charges: NamedList): INodeProperties[] {
	return lineInput({
		choice: 'Lines',
		label,
		fields: [
			LINE_TYPE,
			LINE_PRODUCT,
			namedPicker(charges, 'Code', {
				displayName: 'Charge',
				name: 'code',
				placeholder: 'e.g. Carriage',
				displayOptions: OF_CHARGES,
			}),
			LINE_TEXT,
			{
				displayName: 'Quantity',
				name: 'quantity',
				type: 'string',
				default: '1',
				displayOptions: COUNTED,
			},
			LINE_PRICE,
			box('More', MORE_OF_LINES, MORE_OF_LINE, { displayOptions: PRICED }),
		],
		usual: [FIRST_LINE],
		json: 'An array of lines. Each has "code" (the product code) and "quantity", and if wanted "price", "discountPercent", "taxCode", "description", "warehouse" (by name), "type" (standard, freeText, charge, comment), or any field of a line by its name in the Sage 200 API.',
	});
}
