/** An order as a user asks for it: everything by human keys, nothing looked up yet. */
import type { SageRecord } from '../../protocol/api';
import type { CustomerDetails, Overwritable } from '../../customers/details';
import type { Clue } from '../../customers/finder';
import type { Problem } from '../../protocol/failures';
import type { PriceComparison } from '../prices/compare';
import type { OrderDiscount } from '../prices/shopPrices';
import type { ValueRules } from '../../values/convert';

import type { OrderLine } from '../../lines/orderLines';
import type { Payment } from './payment';
import type { UnknownProduct } from './unknownProducts';

export interface PriceRules {
	/** Whose prices the order has. */
	use: 'shop' | 'sage' | 'compare';
	comparison: PriceComparison;
	/** The shop's prices contain tax. */
	taxInclusive: boolean;
	/** ISO code of the shop's currency. */
	currency?: string;
	/** Off the whole order. */
	discount?: OrderDiscount;
}

/** An account to be made, or brought up to date, with the order. */
export interface Account {
	details: CustomerDetails;
	/** Makes the account where no customer fits. */
	create: boolean;
	/** Mask of references of new accounts; empty where Sage numbers them. */
	mask: string;
	/** Parts of a matching account that the shop's details overwrite. */
	overwrite: Overwritable[];
	/** Keeps the order's delivery address with a new account. */
	keepAddress: boolean;
}

export interface OrderRequest {
	/** How to find the customer, best first. */
	clues: Clue[];
	account?: Account;
	/** Header fields by Sage's names; IDs of other records may be given by code or name. */
	header: SageRecord;
	/** The field that keeps the order's key, with the key, which was checked. */
	key: SageRecord;
	/** Name of a delivery address that Sage has of the customer. */
	storedAddress?: string;
	/** Values of the header's analysis codes, by the site's own names. */
	analysisCodes: Record<string, unknown>;
	payment?: Payment;
	lines: OrderLine[];
	unknownProduct: UnknownProduct;
	prices: PriceRules;
	rules: ValueRules;
	/** What is wrong with the request; grows as it is resolved. */
	problems: Problem[];
}
