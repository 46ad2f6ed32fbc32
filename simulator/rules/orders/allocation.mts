/**
 * Allocation of stock to order lines. Sage has no endpoint for it: it happens on order entry, by
 * `sop_settings.allocate_stock_on_order_entry` and the line's `to_allocate_quantity` (api.md §j 5).
 */
import type { Body, Company, Row } from '../../world.mts';
import { decimal, Decimal, fine, sum } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import { optional, referred, settings } from '../foundation/records.mts';
import { binsOf, holdingIn, moveStock } from '../stock/levels.mts';
import { isCounted } from '../stock/product-kinds.mts';
import type { Entry } from './kind.mts';
import { stockUnits } from './units.mts';

/** One allocation of a line to a bin; not a resource of its own, `sop_allocation_line_views` shows it. */
export const ALLOCATIONS = 'sop_allocations';

/** Brings the stock allocated to a line to what the line asks for, as far as the stock goes. */
export function allocate(entry: Entry, line: Body, sent: Body): void {
	const { company, user } = entry.call;
	if (!takesStock(company, line)) return;
	const wanted = Decimal.min(wantedQuantity(company, line, sent), decimal(line.line_quantity));
	const open = Decimal.max(0, wanted.minus(decimal(line.despatch_receipt_quantity)));
	line.to_allocate_quantity = fine(wanted);
	const target = stockUnits(line, open);
	const allocated = allocatedTo(company, line);
	if (allocated.gt(target)) release(company, line, allocated.minus(target));
	else
		takeFromBins(
			company,
			line,
			target.minus(allocated),
			textOf(user.name),
			entry.call.clock.stamp(),
		);
}

/** Gives allocated stock of a line back, all of it if no quantity is given. */
export function release(company: Company, line: Body, quantity?: Decimal): void {
	let left = quantity ?? allocatedTo(company, line);
	for (const allocation of allocationsOf(company, line)) {
		const part = Decimal.min(left, openQuantity(allocation));
		if (part.lte(0)) continue;
		moveStock(company, binOf(company, allocation), { allocated: part.neg() });
		changeAllocation(company, allocation, decimal(allocation.quantity).minus(part));
		left = left.minus(part);
	}
}

/** Allocations of a line, oldest first. */
export function allocationsOf(company: Company, line: Body): Row[] {
	return [...company.table(ALLOCATIONS).where('sop_order_line_id', line.id)];
}

/** Allocated and not yet despatched, in stock units. */
export function allocatedTo(company: Company, line: Body): Decimal {
	const allocations = allocationsOf(company, line);
	return sum(allocations, 'quantity').minus(sum(allocations, 'despatched'));
}

/** What of one allocation is still to go. */
export function openQuantity(allocation: Row): Decimal {
	return decimal(allocation.quantity).minus(decimal(allocation.despatched));
}

/** The bin an allocation takes from. */
export function binOf(company: Company, allocation: Row): Row {
	return referred(company, 'bin_holdings', allocation.bin_holding_id, 'bin');
}

/** Whether a line takes counted stock from a warehouse of the company. */
export function takesStock(company: Company, line: Body): boolean {
	return (
		line.line_type === 'EnumLineTypeStandard' &&
		line.fulfilment_method === 'EnumFulfilmentFromStock' &&
		isCounted(company, optional(company, 'products', line.product_id))
	);
}

function wantedQuantity(company: Company, line: Body, sent: Body): Decimal {
	if (sent.allocated_quantity !== undefined) return decimal(sent.allocated_quantity);
	if (sent.to_allocate_quantity !== undefined) return decimal(sent.to_allocate_quantity);
	const onEntry = settings(company, 'sop_settings').allocate_stock_on_order_entry === true;
	return onEntry ? decimal(line.line_quantity) : decimal(line.to_allocate_quantity);
}

function takeFromBins(
	company: Company,
	line: Body,
	quantity: Decimal,
	userName: string,
	stamp: string,
): void {
	const holding = holdingIn(company, line.product_id, line.warehouse_id);
	let left = quantity;
	for (const bin of holding ? binsOf(company, holding.id) : []) {
		const part = Decimal.min(left, decimal(bin.free_stock_available));
		if (part.lte(0)) continue;
		moveStock(company, bin, { allocated: part });
		company.table(ALLOCATIONS).insert({
			sop_order_line_id: line.id,
			bin_holding_id: bin.id,
			warehouse_id: line.warehouse_id,
			quantity: fine(part),
			despatched: 0,
			allocated_date: stamp,
			user_name: userName,
		});
		left = left.minus(part);
	}
}

function changeAllocation(company: Company, allocation: Row, quantity: Decimal): void {
	const table = company.table(ALLOCATIONS);
	if (quantity.lte(0)) table.remove(allocation.id);
	else table.change(allocation.id, { quantity: fine(quantity) });
}
