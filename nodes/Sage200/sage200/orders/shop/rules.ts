/** What a person decides about the orders of a shop. */
import type { Decimal } from '../../values/decimal';

export interface TaxCodeRule {
	/** Percent. */
	rate: Decimal;
	/** ISO code of the country that the rule is for; every country where it is left out. */
	country?: string;
	/** Code of the tax code in Sage. */
	code: string;
}

export interface ShopRules {
	/** Code or name of the additional charge that delivery is booked as; a charge by its description alone where empty. */
	deliveryCharge?: string;
	/** How fees, tips, duties, gift cards, goods without a number and rounding are booked. */
	extras: 'freeText' | 'charge';
	/** Code or name of the additional charge of those. */
	extraCharge?: string;
	taxCodes: TaxCodeRule[];
	/** Tax code, by its code, name or ID, for amounts without tax, where a site has several at 0 %. */
	untaxedCode?: string;
	/** The site takes prices below 0. */
	negativeLines: boolean;
	/** A line of a penny may close a total that rounding leaves out of reach. */
	roundingLine: boolean;
	/** Pence that Sage's total may be off. */
	allowedPence: number;
	/** Decimals of unit prices that the site multiplies as they are; 2 is safe on every site. */
	unitDecimals: 2 | 5;
	/** The buyer's words become comment lines. */
	notes: boolean;
	/** Fields of every line, by Sage's names. */
	lineFields: Record<string, unknown>;
	warehouse?: string;
}
