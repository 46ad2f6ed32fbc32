/**
 * Pickers of what a line or an order names: from a list of the site's, or by a code or name that is typed. What is chosen
 * stands in the field as what a person could have typed, so both are read alike.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { Fields, Rows } from '../../catalog/fieldNames';
import type { SageRecord } from '../../sage200/protocol/api';
import { isRecord } from '../../sage200/values/records';

import { listMode } from './picker';

export interface NamedList {
	/** Name of its list for the editor. */
	name: string;
	resource: string;
	/** Fields that the list shows and searches: first what is read first. */
	shown: string[];
	/** The nested record that names a row. Sage does not search it, so such a list is read whole. */
	expand?: string;
	/** What stands for a record. */
	textOf(row: SageRecord): string;
}

const ID = { kind: 'named', textOf: ({ id }: SageRecord) => `id:${String(id)}` };
const CODE = { kind: 'coded', textOf: ({ code, name }: SageRecord) => String(code || name) };
/** A currency without an ISO code has nothing that a shop would call it. */
const ISO_CODE = {
	kind: 'iso',
	expand: 'currency_iso_code',
	textOf: ({ currency_iso_code: iso }: SageRecord) => (isRecord(iso) ? String(iso.code) : ''),
};

/** Declares a list, and checks the names of its fields as it is compiled. */
function defineList<Resource extends keyof Rows>(
	resource: Resource,
	shown: Array<Fields[Rows[Resource]]>,
	{ kind, ...naming }: Pick<NamedList, 'expand' | 'textOf'> & { kind: string } = ID,
): NamedList {
	return { name: `${kind}_${resource}`, resource, shown, ...naming };
}

/** Lines name products by their codes, and charges where Sage takes no ID of them. */
export const PRODUCTS = defineList('products', ['code', 'name'], CODE);
export const CHARGES = defineList('sop_additional_charges', ['name', 'code']);
export const SALES_CHARGE_CODES = defineList('sop_additional_charges', ['name', 'code'], CODE);
export const PURCHASE_CHARGE_CODES = defineList('pop_additional_charges', ['name', 'code'], CODE);
/** Countries and currencies are compared with what shops call them, which is no ID. */
export const COUNTRIES = defineList('country_codes', ['name', 'code'], CODE);
export const CURRENCIES = defineList('currencies', ['name'], ISO_CODE);
export const COURIERS = defineList('couriers', ['name']);
export const PAYMENT_METHODS = defineList('sop_payment_methods', ['name', 'description']);
export const TAX_CODES = defineList('tax_codes', ['name', 'code']);
export const WAREHOUSES = defineList('warehouses', ['name', 'description']);

export const BANKS = defineList('banks', ['description', 'code']);
export const CURRENCY_RECORDS = defineList('currencies', ['name', 'symbol']);
/** A code with several cost centres and departments is one choice: they are fields of their own. */
export const NOMINAL_REFERENCES = defineList('nominal_codes', ['name', 'reference'], {
	kind: 'referenced',
	textOf: ({ reference }) => String(reference),
});

export const NAMED_LISTS = [
	BANKS,
	CURRENCY_RECORDS,
	NOMINAL_REFERENCES,
	PRODUCTS,
	CHARGES,
	SALES_CHARGE_CODES,
	PURCHASE_CHARGE_CODES,
	COUNTRIES,
	CURRENCIES,
	COURIERS,
	PAYMENT_METHODS,
	TAX_CODES,
	WAREHOUSES,
];

/** The mode in which a code or name is typed. */
export const TYPED = 'name';

/** @param typed how the field is called where it is typed: `Name` */
export function namedPicker(
	{ name: searchListMethod }: NamedList,
	typed: string,
	{ placeholder, ...property }: Omit<INodeProperties, 'type' | 'default'>,
): INodeProperties {
	return {
		...property,
		type: 'resourceLocator',
		default: { __rl: true, mode: TYPED, value: '' },
		modes: [
			listMode(searchListMethod),
			{ displayName: typed, name: TYPED, type: 'string', placeholder },
		],
	};
}
