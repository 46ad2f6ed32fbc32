/** How the rows of a collection can be told apart and put in order, read from the catalog. */
import { findResource, findSchema, type Schema } from '../../catalog';

export interface RowOrder {
	/** Field that numbers the rows one by one; undefined where there is none. */
	key?: string;
	/** Order that at least does not change from page to page. */
	orderBy?: string;
}

/** Views whose key is not named after them. */
const KEYS: Record<string, string> = {
	sales_transaction_views: 'posted_customer_transaction_id',
	purchase_transaction_views: 'posted_supplier_transaction_id',
};

/** These can be filtered on a few fields only, the key not among them, so they are paged by position. */
const POSITION_ONLY = new Set(['sop_confirm_despatch', 'sop_despatch_discrete_orders', 'sites']);

/** Fields beside the ID that no two records of a resource share. */
const UNIQUE: Record<string, string> = {
	customers: 'reference',
	products: 'code',
	suppliers: 'reference',
};

/** Whether a value of this field names one record at most. */
export function namesOne(resource: string, field: string): boolean {
	return field === 'id' || UNIQUE[resource] === field;
}

/** A resource that the catalog does not know is taken to have an id, as nearly all have. */
export function rowOrderOf(resource: string): RowOrder {
	const reply = findResource(resource)?.operations.find(
		({ method, reply: body }) => method === 'GET' && body?.list,
	)?.reply;
	const schema = reply && findSchema(reply.schema);
	if (!schema || schema.open) return { key: 'id' };
	const key = keyOf(resource, schema);
	if (key !== undefined && !POSITION_ONLY.has(resource)) return { key };
	const scalars = [...schema.fields.values()].filter(
		({ type }) => type !== 'object' && type !== 'list',
	);
	const ids = scalars.filter(({ type, name }) => type.startsWith('int') && /(^|_)id$/.test(name));
	const orderBy = (ids.length > 0 ? ids : scalars)
		.slice(0, 3)
		.map(({ name }) => `${name} asc`)
		.join(',');
	return { orderBy: orderBy || undefined };
}

function keyOf(resource: string, schema: Schema): string | undefined {
	const named = `${resource.replace(/_views$/, '')}_id`;
	const candidates = ['id', KEYS[resource], named];
	return candidates.find(
		(name) => name !== undefined && schema.fields.get(name)?.type.startsWith('int'),
	);
}
