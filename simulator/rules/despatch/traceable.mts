/**
 * Batches and serial numbers of a product: which there are, and which go with an order line.
 * The helper POSTs and their fields: api.md j 6 and the schema. That the oldest numbers go where none is chosen, and
 * the words of refusals, are the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Company, type Row } from '../../world.mts';
import { decimal, Decimal, fine, sum } from '../foundation/money.mts';
import { numberOf, textOf } from '../foundation/read.mts';
import { bodyOf, optional, referred } from '../foundation/records.mts';
import { allocationsOf, openQuantity } from '../orders/allocation.mts';
import { orderLine } from './ready-lines.mts';

/** Rule of `POST /sop_confirm_despatch_bin_items`: where an untraced line's stock lies. */
export function despatchBinItems(call: Call): Body {
	const { line } = orderLine(call, bodyOf(call).id);
	return { id: line.id, bin_items: binItems(call.company, line) };
}

/** Rule of `POST /sop_confirm_despatch_traceable_items`: the numbers that a line can be despatched from. */
export function despatchTraceableItems(call: Call): Body {
	const { line } = orderLine(call, bodyOf(call).id);
	return {
		id: line.id,
		bin_items: binItems(call.company, line).map((bin) => ({ ...bin, quantity: 0 })),
		traceable_adjustment_items: traceableItems(call.company, line),
	};
}

/** Rule of `POST /sop_order_line_traceable_items`. */
export function orderLineTraceableItems(call: Call): Body {
	const { line } = orderLine(call, bodyOf(call).id);
	const product = referred(call.company, 'products', line.product_id, 'product');
	return {
		id: line.id,
		product_id: product.id,
		sale_from_single_batch: product.sale_from_single_batch === true,
		is_fixed_single_batch: false,
		fixed_single_batch_traceable_item_id: 0,
		traceable_adjustment_items: traceableItems(call.company, line),
	};
}

/**
 * Checks the numbers sent with a despatched line and takes them out of stock.
 * @throws SageRefusal
 */
export function takeTraceable(company: Company, line: Body, sent: Body[], quantity: Decimal): void {
	const product = optional(company, 'products', line.product_id);
	const type = product?.traceable_type;
	if (!product || (type !== 'EnumTraceableTypeBatch' && type !== 'EnumTraceableTypeSerial')) return;
	const chosen =
		sent.length > 0
			? chosenItems(company, product, sent)
			: firstItems(company, product, line, quantity);
	const total = chosen.reduce((whole, each) => whole.plus(each.quantity), new Decimal(0));
	if (!total.eq(quantity)) {
		throw new SageRefusal(
			`The batch or serial numbers of '${textOf(product.code)}' do not add up to the quantity despatched.`,
		);
	}
	for (const { item, quantity: part } of chosen) {
		const left = decimal(item.available_quantity).minus(part);
		company
			.table('traceable_items')
			.change(item.id, { available_quantity: fine(left), quantity: fine(left) });
	}
}

interface Chosen {
	item: Row;
	quantity: Decimal;
}

function chosenItems(company: Company, product: Row, sent: Body[]): Chosen[] {
	const isSerial = product.traceable_type === 'EnumTraceableTypeSerial';
	const wanted = sent.filter((each) =>
		isSerial ? each.is_selected === true : decimal(each.quantity).gt(0),
	);
	return wanted.map((each) => {
		const item = referred(
			company,
			'traceable_items',
			each.traceable_item_id,
			'batch or serial number',
		);
		const quantity = isSerial ? new Decimal(1) : decimal(each.quantity);
		if (quantity.gt(decimal(item.available_quantity))) {
			throw new SageRefusal(
				`'${textOf(item.identification_no)}' does not hold the quantity asked for.`,
			);
		}
		return { item, quantity };
	});
}

/** Without numbers from the caller, Sage takes the oldest of the line's warehouse. */
function firstItems(company: Company, product: Row, line: Body, quantity: Decimal): Chosen[] {
	let left = quantity;
	return itemsOf(company, product, line).flatMap((item) => {
		const part = Decimal.min(left, decimal(item.available_quantity));
		left = left.minus(part);
		return part.gt(0) ? [{ item, quantity: part }] : [];
	});
}

function itemsOf(company: Company, product: Row, line: Body): Row[] {
	return company
		.table('traceable_items')
		.where('product_id', product.id)
		.filter(
			(item) =>
				decimal(item.available_quantity).gt(0) && warehouseOf(company, item) === line.warehouse_id,
		);
}

function warehouseOf(company: Company, item: Row): unknown {
	return optional(company, 'warehouse_holdings', item.warehouse_holding_id)?.warehouse_id;
}

function traceableItems(company: Company, line: Body): Body[] {
	const product = referred(company, 'products', line.product_id, 'product');
	return itemsOf(company, product, line).map((item) => ({
		traceable_item_id: item.id,
		identification_no: item.identification_no,
		quantity: 0,
		is_selected: false,
		original_quantity: item.quantity,
		available_quantity: item.available_quantity,
		allocation_quantity: 0,
		despatched_quantity: 0,
		traceable_bin_item_id: item.id,
		bin_item_id: item.bin_holding_id,
		bin_name: textOf(optional(company, 'bin_holdings', item.bin_holding_id)?.name),
		is_allocated: false,
		is_selectable: true,
	}));
}

function binItems(company: Company, line: Body): Body[] {
	const byBin = new Map<number, Row[]>();
	for (const allocation of allocationsOf(company, line)) {
		const bin = numberOf(allocation.bin_holding_id);
		byBin.set(bin, [...(byBin.get(bin) ?? []), allocation]);
	}
	return [...byBin].map(([id, allocations]) => {
		const open = fine(
			sum(
				allocations.map((each) => ({ open: openQuantity(each).toNumber() })),
				'open',
			),
		);
		return {
			id,
			bin_name: textOf(optional(company, 'bin_holdings', id)?.name),
			available_quantity: open,
			quantity: open,
		};
	});
}
