/** Inputs of operations that need more than their required fields, by method and path. */
import type { Bodies } from './bodies.mts';
import type { Company, Row } from './company.mts';

interface Input {
	/** IDs of the path, outermost first. */
	ids?: number[];
	body?: Row | Row[];
}

type Make = (company: Company, bodies: Bodies) => Promise<Input>;

const idOf = (row: Row | undefined) => Number(row?.id);

/** A posting to a trading ledger. */
function posting(party: string, resource: string): Make {
	return async (company) => ({
		body: {
			[party]: idOf(await company.one(resource)),
			document_goods_value: 10,
			document_tax_value: 0,
		},
	});
}

/** A copy of a document. */
function duplicate(resource: string, party: string): Make {
	return async (company) => {
		const source = await company.one(resource);
		return { body: { source_id: idOf(source), [party]: source?.[party] } };
	};
}

/** Another of the accounts, with a reference of its own. */
const account: Make = async () => ({ body: { reference: 'CONF001', name: 'Conformance Ltd' } });

/** Saves a draft by the defaults. */
function savedDraft(resource: string, party: string): Make {
	return async (company, bodies) => {
		const parties = party === 'supplier_id' ? 'suppliers' : 'customers';
		const body = {
			...(await bodies.least(
				resource === 'sop_quotes'
					? 'sop_quote'
					: resource === 'pop_orders'
						? 'pop_order'
						: 'sop_order',
			)),
			[party]: idOf(await company.one(parties)),
		};
		const draft = (await company.call('POST', `/${resource}`, {
			...body,
			is_editing: true,
		})) as Row;
		return { ids: [idOf(draft)], body: { [party]: draft[party] } };
	};
}

/** A confirmed order of one line that can be despatched, of a product that there is enough of. */
async function orderToDespatch(company: Company): Promise<{ order: Row; line: Row }> {
	const customers = await company.list('/customers', '&$filter=on_hold eq false');
	const [holding] = await company.list(
		'/warehouse_holdings',
		'&$filter=free_stock_available gt 10',
	);
	const lines = [
		{
			line_type: 'EnumLineTypeStandard',
			product_id: holding.product_id,
			warehouse_id: holding.warehouse_id,
			line_quantity: 1,
		},
	];
	const order = (await company.call('POST', '/sop_orders', {
		customer_id: idOf(customers[0]),
		lines,
	})) as Row;
	return { order, line: (order.lines as Row[])[0] };
}

const lineToDespatch: Make = async (company) => ({
	body: { id: idOf((await orderToDespatch(company)).line) },
});

/** A product with a warehouse that does not hold it yet. */
async function unheld(company: Company): Promise<Row> {
	const [products, warehouses, holdings] = [
		await company.list('/products'),
		await company.list('/warehouses'),
		await company.list('/warehouse_holdings'),
	];
	for (const { id: product_id } of products) {
		const own = await company.list(`/products/${String(product_id)}/warehouse_holdings`);
		const free = warehouses.find(({ id }) => !own.some((holding) => holding.warehouse_id === id));
		if (free) return { product_id, warehouse_id: free.id };
	}
	return { product_id: holdings[0]?.product_id };
}

const stocktake: Make = async (company) => {
	const [holding] = await company.list('/warehouse_holdings');
	const made = (await company.call('POST', '/stocktakes', {
		stocktake_name: 'Conformance',
		warehouse_id: holding.warehouse_id,
	})) as Row;
	return { body: { id: idOf(made) } };
};

/** A row of a stock-take's count sheet. */
const sheet: Make = async (company) => {
	const { body } = await stocktake(company, undefined as never);
	const { id } = await company.make('stocktake_count_sheet_items', {
		stocktake_id: idOf(body as Row),
		actual_quantity_in_stock: 0,
	});
	return { ids: [Number(id)], body: { actual_quantity_in_stock: 7 } };
};

/** A record that only a path names. */
function named(resource: string): Make {
	return async (company) => ({ ids: [Number((await company.make(resource, {})).id)] });
}

const toAuthorise: Make = async (company) => {
	const supplier = idOf(await company.one('suppliers'));
	const { urn } = (await company.call('POST', '/purchase_invoices', {
		supplier_id: supplier,
		document_goods_value: 10,
		authorisation_type: 'Authorise',
		is_authorised: false,
	})) as Row;
	const [posted] = await company.list(
		'/purchase_posted_transactions',
		`&$filter=urn eq ${String(urn)}`,
	);
	const waiting = (await company.call('GET', `/purchase_authorisations/${idOf(posted)}`)) as Row;
	return { ids: [idOf(posted)], body: { oplock: waiting.oplock } };
};

/** An invoice and a receipt of one customer, set against each other. */
const allocation: Make = async (company) => {
	const customer_id = idOf(await company.one('customers'));
	const bank_id = idOf(await company.one('banks'));
	const posted = async (path: string, body: Row) => {
		const { urn } = (await company.call('POST', path, { customer_id, ...body })) as Row;
		return idOf(
			(await company.list('/sales_posted_transactions', `&$filter=urn eq ${String(urn)}`))[0],
		);
	};
	const invoice = await posted('/sales_invoices', { document_goods_value: 10 });
	const receipt = await posted('/sales_receipts', { bank_id, cheque_value: 10 });
	const lines = [
		{ posted_tran_id: invoice, value_to_allocate: 10 },
		{ posted_tran_id: receipt, value_to_allocate: -10 },
	];
	return { body: { customer_id, allocation_lines: lines } };
};

const bankEntry: Make = async (company) => ({
	body: {
		bank_id: idOf(await company.one('banks')),
		cheque_value: 10,
		nominal_analysis_items: [
			{ code: (await company.one('nominal_codes'))?.reference, gross_value: 10 },
		],
	},
});

export const inputs: Record<string, Make> = {
	'POST /bank_receipt': bankEntry,
	'POST /bank_payment': bankEntry,
	'POST /bank_transfer': async (company) => {
		const [from, to] = await company.list('/banks');
		return { body: { bank_from_id: from.id, bank_to_id: to.id, payment_value: 1 } };
	},
	'POST /currency_exchange_rates': async (company) => {
		const [from, to] = await company.list('/currencies');
		return { body: { currency_from_id: from.id, currency_to_id: to?.id ?? from.id } };
	},
	'PUT /pop_orders_new/{Id}': savedDraft('pop_orders', 'supplier_id'),
	'PUT /sop_orders_new/{Id}': savedDraft('sop_orders', 'customer_id'),
	'PUT /sop_quotes_new/{Id}': savedDraft('sop_quotes', 'customer_id'),
	'PUT /sop_returns_new/{Id}': savedDraft('sop_returns', 'customer_id'),
	'POST /pop_orders_duplicate': duplicate('pop_orders', 'supplier_id'),
	'POST /sop_orders_duplicate': duplicate('sop_orders', 'customer_id'),
	'POST /sop_quotes_duplicate': duplicate('sop_quotes', 'customer_id'),
	'POST /sop_returns_duplicate': duplicate('sop_returns', 'customer_id'),
	'POST /purchase_invoices': posting('supplier_id', 'suppliers'),
	'POST /purchase_credit_notes': posting('supplier_id', 'suppliers'),
	'POST /sales_invoices': posting('customer_id', 'customers'),
	'POST /sales_credit_notes': posting('customer_id', 'customers'),
	'GET /purchase_authorisations/{Id}': toAuthorise,
	'PUT /purchase_authorisations/{Id}': toAuthorise,
	'POST /suppliers': account,
	'POST /customers': account,
	'POST /sales_allocations': allocation,
	'POST /sop_confirm_despatch': async (company) => {
		const { order, line } = await orderToDespatch(company);
		return { body: { sop_order_return_id: order.id, items: [{ id: line.id, quantity: 1 }] } };
	},
	'POST /sop_confirm_despatch_bin_items': lineToDespatch,
	'POST /sop_confirm_despatch_traceable_items': lineToDespatch,
	'POST /sop_order_line_traceable_items': lineToDespatch,
	'POST /products': async (company, bodies) => ({
		body: {
			...(await bodies.least('product')),
			code: 'CONF001',
			warehouse_holdings: [{ product_id: 0, warehouse_id: idOf(await company.one('warehouses')) }],
		},
	}),
	'POST /products_duplicate': async (company) => ({
		body: {
			source_id: idOf(await company.one('products')),
			new_code: 'CONF002',
			new_name: 'Copy',
			locations: true,
		},
	}),
	'POST /product_suppliers': async (company) => ({
		body: {
			supplier_id: idOf(await company.one('suppliers')),
			product_id: idOf(await company.one('products')),
		},
	}),
	'PUT /alternative_products/{Id}': async (company) => ({
		body: { is_preferred: (await company.one('alternative_products'))?.is_preferred !== true },
	}),
	'PUT /cross_sell_products/{Id}': async (company) => ({
		body: { cross_sell_product_id: idOf((await company.list('/products'))[1]) },
	}),
	'POST /stock_transfers': async (company) => {
		const [from] = await company.list('/bin_holdings', '&$filter=free_stock_available gt 5');
		const to = (
			await company.list('/bin_holdings', `&$filter=product_id eq ${String(from.product_id)}`)
		).find(({ id }) => id !== from.id);
		return {
			body: {
				product_id: from.product_id,
				bin_holding_from_id: from.id,
				bin_holding_to_id: to?.id,
				quantity: 1,
			},
		};
	},
	'POST /warehouse_holdings': async (company) => ({ body: await unheld(company) }),
	'GET /warehouses/{warehouseId}/products/{productId}/warehouse_holdings': async (company) => {
		const [{ warehouse_id, product_id }] = await company.list('/warehouse_holdings');
		return { ids: [Number(warehouse_id), Number(product_id)] };
	},
	'GET /product_transactions/{traceableHistoryId}/traceable_item_transactions':
		named('product_transactions'),
	'GET /traceable_bin_items/{traceableBinItemId}/traceable_item_allocations':
		named('traceable_bin_items'),
	'POST /stocktake_view_adjustments': stocktake,
	'POST /stocktake_enter_values': stocktake,
	'POST /stocktake_approve_complete': stocktake,
	'GET /stocktake_count_sheet_items/{Id}': sheet,
	'PUT /stocktake_count_sheet_items/{Id}': sheet,
};
