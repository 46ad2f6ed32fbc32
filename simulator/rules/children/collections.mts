/**
 * Collections whose rows live inside their parent's row: a contact in its customer, an e-mail in its contact.
 * Collections and their fields: the schema. That both ways show one row is inferred.
 */
import { finishContact } from '../accounts/contacts.mts';
import type { Body } from '../../world.mts';

export interface ChildCollection {
	resource: string;
	parent: string;
	/** Field of the parent that lists the children. */
	field: string;
	/** Field of the child that holds the parent's id. */
	key: string;
	schema: string;
	/** Works out what follows from the entered fields, of the child itself … */
	finish?: (child: Body) => void;
	/** … and of its parent. */
	finishParent?: (parent: Body) => void;
}

const WAYS_TO_REACH = ['emails', 'telephones', 'mobiles', 'faxes', 'websites'];

/** Everything an account of a ledger has: contacts with their numbers and addresses, notes. */
function ofTrader(trader: string): ChildCollection[] {
	const contacts = `${trader}_contacts`;
	const reach = WAYS_TO_REACH.map((field) => ({
		resource: `${trader}_${field}`,
		parent: contacts,
		field,
		key: `${trader}_contact_id`,
		schema: `${trader}_${field === 'faxes' ? 'fax' : field.slice(0, -1)}`,
		finishParent: finishContact,
	}));
	return [
		{
			resource: contacts,
			parent: `${trader}s`,
			field: 'contacts',
			key: `${trader}_id`,
			schema: `${trader}_contact`,
			finish: finishContact,
		},
		{
			resource: `${trader}_contact_roles`,
			parent: contacts,
			field: 'roles',
			key: `${trader}_contact_id`,
			schema: `${trader}_contact_role`,
		},
		{
			resource: `${trader}_memos`,
			parent: `${trader}s`,
			field: 'memos',
			key: `${trader}_id`,
			schema: `${trader}_memo`,
		},
		...reach,
	];
}

function listed(parent: string, key: string, fields: Record<string, string>): ChildCollection[] {
	return Object.entries(fields).map(([field, resource]) => ({
		resource,
		parent,
		field,
		key,
		schema: resource.slice(0, -1),
	}));
}

export const CHILD_COLLECTIONS: ChildCollection[] = [
	...ofTrader('customer'),
	...ofTrader('supplier'),
	...listed('customers', 'customer_id', {
		alerts: 'customer_alerts',
		cards: 'customer_cards',
		limited_price_bands: 'customer_price_bands',
	}),
	...listed('products', 'product_id', {
		alternative_products: 'alternative_products',
		cross_sell_products: 'cross_sell_products',
		memos: 'product_memos',
		suppliers: 'product_suppliers',
	}),
	...listed('nominal_codes', 'nominal_code_id', { memos: 'nominal_code_memos' }),
	...listed('sop_orders', 'sop_order_id', { lines: 'sop_order_lines' }),
	...listed('pop_orders', 'pop_order_id', { lines: 'pop_order_lines' }),
];

/** The child collections of one resource. */
export function childrenOf(resource: string): ChildCollection[] {
	return CHILD_COLLECTIONS.filter((each) => each.parent === resource);
}
