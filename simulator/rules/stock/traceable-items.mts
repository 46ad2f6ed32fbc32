/**
 * Batches and serial numbers in stock, apart from sales.
 * Fields: the schema; a batch holds what it holds: api.md k 7. Which items move where none is chosen is unknown, the
 * simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { decimal, Decimal, fine } from '../foundation/money.mts';
import { numberOf, rowsOf, textOf } from '../foundation/read.mts';
import { addressed, bodyOf, optional, referred } from '../foundation/records.mts';

const TABLE = 'traceable_items';

/** Rule of `POST /stock_transfer_traceable_items`. */
export function transferableItems(call: Call): Body {
	const body = bodyOf(call);
	const items = call.company.table(TABLE).where('bin_holding_id', body.bin_holding_from_id);
	return {
		product_id: body.product_id,
		bin_holding_from_id: body.bin_holding_from_id,
		traceable_adjustment_items: items
			.filter(({ product_id }) => product_id === body.product_id)
			.map((item) => describe(call.company, item)),
	};
}

/** Rule of the two POSTs that list items to assign or amend. */
export function adjustableItems(call: Call): Body {
	const product = referred(call.company, 'products', bodyOf(call).product_id, 'product');
	const items = call.company.table(TABLE).where('product_id', product.id);
	return {
		product_id: product.id,
		traceable_adjustment_items: items.map((item) => describe(call.company, item)),
	};
}

/** Rule of `POST /traceable_items_assign` and `…_amend`: numbers and references of items change, their stock does not. */
export function amendItems(call: Call): Body {
	const body = bodyOf(call);
	referred(call.company, 'products', body.product_id, 'product');
	for (const sent of rowsOf(body.traceable_adjustment_items)) {
		const item = referred(call.company, TABLE, sent.traceable_item_id, 'batch or serial number');
		call.company.table(TABLE).change(item.id, {
			identification_no: textOf(sent.identification_no) || item.identification_no,
			additional_reference: textOf(sent.additional_reference) || textOf(item.additional_reference),
		});
	}
	return body;
}

/** Rule of `GET /warehouse_holdings/{warehouseHoldingId}/traceable_item_balances`. */
export function itemBalances(call: Call): Body[] {
	const holding = addressed(call, 'warehouse_holdings', 'warehouseHoldingId');
	return call.company
		.table(TABLE)
		.where('warehouse_holding_id', holding.id)
		.map((item) => describe(call.company, item));
}

/** Rule of `GET /traceable_items/{traceableItemId}/traceable_item_locations`. */
export function itemLocations(call: Call): Body[] {
	const item = addressed(call, TABLE, 'traceableItemId');
	const bin = optional(call.company, 'bin_holdings', item.bin_holding_id);
	const holding = optional(call.company, 'warehouse_holdings', item.warehouse_holding_id);
	return [
		{
			traceable_bin_item_id: item.id,
			warehouse_name: textOf(holding?.warehouse_name),
			bin_item_id: numberOf(item.bin_holding_id),
			bin_name: textOf(bin?.name),
			free_stock_available: item.available_quantity,
			bin_quantity_in_stock: item.quantity,
		},
	];
}

/**
 * Moves chosen items, or the first of the bin, to another bin.
 * @throws SageRefusal
 */
export function takeItems(
	company: Company,
	product: Row,
	from: Row,
	to: Row,
	sent: Body[],
	quantity: Decimal,
): void {
	if (
		product.traceable_type !== 'EnumTraceableTypeBatch' &&
		product.traceable_type !== 'EnumTraceableTypeSerial'
	)
		return;
	const chosen = new Set(
		sent
			.filter((each) => each.is_selected === true || decimal(each.quantity).gt(0))
			.map((each) => each.traceable_item_id),
	);
	let left = quantity;
	for (const item of company.table(TABLE).where('bin_holding_id', from.id)) {
		if (chosen.size > 0 && !chosen.has(item.id)) continue;
		const part = Decimal.min(left, decimal(item.available_quantity));
		if (part.lte(0)) continue;
		left = left.minus(part);
		const rest = fine(decimal(item.quantity).minus(part));
		company.table(TABLE).change(item.id, { quantity: rest, available_quantity: rest });
		company.table(TABLE).insert({
			product_id: product.id,
			warehouse_holding_id: to.warehouse_holding_id,
			bin_holding_id: to.id,
			identification_no: item.identification_no,
			quantity: fine(part),
			available_quantity: fine(part),
			allocated_quantity: 0,
		});
	}
	if (left.gt(0))
		throw new SageRefusal(
			`The chosen batches or serial numbers of '${textOf(product.code)}' do not hold the quantity.`,
		);
}

function describe(company: Company, item: Row): Body {
	return {
		traceable_item_id: item.id,
		traceable_bin_item_id: item.id,
		identification_no: item.identification_no,
		quantity: item.quantity,
		is_selected: false,
		is_selectable: true,
		original_quantity: item.quantity,
		available_quantity: item.available_quantity,
		allocated_quantity: item.allocated_quantity,
		additional_reference: textOf(item.additional_reference),
		bin_item_id: numberOf(item.bin_holding_id),
		bin_name: textOf(optional(company, 'bin_holdings', item.bin_holding_id)?.name),
		is_allocated: numberOf(item.allocated_quantity) > 0,
	};
}
