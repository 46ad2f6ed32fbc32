/**
 * Selling and buying units of a product: a case of 12 is sold, single pieces are counted.
 * Multiples of the base unit: the schema. That a unit which the product does not have is refused is inferred.
 */
import { SageRefusal, type Body, type Company, type Row } from '../../world.mts';
import { decimal, type Decimal, Decimal as Exact } from '../foundation/money.mts';
import { numberOf, rowsOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

export interface LineUnit {
	id: number;
	name: string;
	/** Base units in one of it. */
	multiple: Decimal;
}

/**
 * The unit a line is entered in: the one asked for, else the product's stock unit.
 * @throws SageRefusal if the product is not traded in it
 */
export function unitOf(company: Company, product: Row, unitId: unknown): LineUnit {
	const wanted = numberOf(unitId) || numberOf(product.stock_unit_id);
	const own = rowsOf(product.units).find((unit) => unit.unit_id === wanted);
	if (!own)
		throw new SageRefusal(
			`The unit with the Id ${wanted} is not set up for the stock item '${String(product.code)}'.`,
		);
	return {
		id: wanted,
		name: String(optional(company, 'units', wanted)?.name ?? ''),
		multiple: decimal(own.multiple_of_base_unit),
	};
}

/** Stock units in a quantity of a line's own unit. */
export function stockUnits(line: Body, quantity: Decimal): Decimal {
	return quantity.times(decimal(line.selling_unit_multiple ?? 1)).div(stockMultiple(line));
}

/** A stock quantity in the line's own unit. */
export function lineUnits(line: Body, quantity: Decimal): Decimal {
	return quantity.times(stockMultiple(line)).div(decimal(line.selling_unit_multiple ?? 1));
}

function stockMultiple(line: Body): Decimal {
	const multiple = decimal(line.stock_unit_multiple ?? 1);
	return multiple.isZero() ? new Exact(1) : multiple;
}
