/**
 * What tells one kind of trade document from another. Sales orders, returns, quotes and purchase orders are entered the
 * same way (api.md j 12); the differences are names and a few switches, so they are data.
 */
import type { Body, Call, Row } from '../../world.mts';

export interface DocumentKind {
	/** Catalog resource: `sop_orders`. */
	resource: string;
	schema: string;
	/** As the user calls it: `sales order`. */
	name: string;
	trader: { resource: string; key: string; name: string };
	/** Field of a line that holds its document's id. */
	lineParent: string;
	numbering: { series: string; settings: string; automatic: string };
	/** The header fields that hold the net value and (sales only) the tax of charge lines. */
	charges: { resource: string; net: string; tax?: string };
	line: LineNames;
	/** Sales orders take stock from a holding, purchase orders announce it, quotes and returns leave it alone. */
	stock: 'allocates' | 'announces' | 'none';
	/** Where lines that were cancelled are recorded; undefined if Sage keeps no such record. */
	cancelled?: { resource: string; unit: string };
	/** Sales documents are checked against the customer's status and credit. */
	checksCredit: boolean;
	/** Sage's sales permissions guard prices, costs and fulfilment of sales lines only. */
	guardsPrices: boolean;
	takesPayment: boolean;
	/** Unit price, discount and cost of a product for this trader. */
	price(request: PriceRequest): Price;
	/** Document status that an update may set: quotes go Live and Lost, other kinds leave it to Sage. */
	settableStatuses: string[];
}

export interface LineNames {
	price: string;
	unitId: string;
	unitDescription: string;
	/** Quantity despatched (sales) or received (purchases). */
	done: string;
	doneStatus: string;
}

export interface PriceRequest {
	entry: Entry;
	product: Row;
	/** In selling units. */
	quantity: number;
	/** Stock units in one selling unit. */
	stockUnitsPerUnit: number;
}

export interface Price {
	unitPrice: number;
	discountPercent: number;
	cost: number;
}

/** One document being entered: who enters what for whom. */
export interface Entry {
	kind: DocumentKind;
	call: Call;
	trader: Row;
	document: Body;
}
