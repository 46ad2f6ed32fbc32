/**
 * Finds products by the values of search categories.
 * Fields: the schema. That a product must have all of the values is inferred.
 */
import type { Body, Call, Row } from '../../world.mts';
import { rowsOf } from '../foundation/read.mts';
import { bodyOf } from '../foundation/records.mts';
import { productType } from './product-kinds.mts';

const ANY_TYPE = 'EnumStockItemTypeAll';

/** Rule of `POST /product_search`. */
export function searchProducts(call: Call): Body {
	const body = bodyOf(call);
	const found = [...call.company.table('products').all()].filter((product) =>
		matches(call, product, body),
	);
	return { ...body, matching_products: found.map((product) => matching(call, product)) };
}

function matches(call: Call, product: Row, body: Body): boolean {
	if (
		body.show_inactive !== true &&
		product.product_status_type !== 'EnumStockItemStatusTypeActive'
	)
		return false;
	if (body.show_only_allow_sales_order === true && product.allow_sales_order === false)
		return false;
	const type = body.product_search_type ?? ANY_TYPE;
	if (type !== ANY_TYPE && type !== productType(call.company, product)) return false;
	const own = rowsOf(product.search_category_values);
	return rowsOf(body.search_category_values).every((wanted) =>
		own.some(
			(value) =>
				value.search_category_id === wanted.search_category_id &&
				value.search_value_id === wanted.search_value_id,
		),
	);
}

function matching(call: Call, product: Row): Body {
	return {
		id: product.id,
		product_id: product.id,
		code: product.code,
		name: product.name,
		product_status_type: product.product_status_type,
		product_type: productType(call.company, product),
		free_stock_quantity: product.free_stock_quantity,
	};
}
