/** All resources: one file each. A new one is added to this list and nowhere else. */
import type { Resource } from '../core/resource';

import { apiRequest } from './apiRequest';
import { bank } from './bank';
import { company } from './company';
import { connection } from './connection';
import { customer } from './customer';
import { customerContact } from './customerContact';
import { customerDeliveryAddress } from './customerDeliveryAddress';
import { despatch } from './despatch';
import { nominalLedger } from './nominalLedger';
import { price } from './price';
import { product } from './product';
import { purchaseLedger } from './purchaseLedger';
import { purchaseOrder } from './purchaseOrder';
import { record } from './record';
import { salesLedger } from './salesLedger';
import { salesOrder } from './salesOrder';
import { salesQuote } from './salesQuote';
import { salesReturn } from './salesReturn';
import { stock } from './stock';
import { supplier } from './supplier';
import { warehouse } from './warehouse';

export const resources: Resource[] = [
	apiRequest,
	bank,
	company,
	connection,
	customer,
	customerContact,
	customerDeliveryAddress,
	despatch,
	nominalLedger,
	price,
	product,
	purchaseLedger,
	purchaseOrder,
	record,
	salesLedger,
	salesOrder,
	salesQuote,
	salesReturn,
	stock,
	supplier,
	warehouse,
];
