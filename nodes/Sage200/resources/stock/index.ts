/** Stock: levels, allocations, movements, and transfers between warehouses. */
import { listing } from '../../core/operations/listing';
import { defineResource } from '../../core/resource';

import { getAllocations } from './allocations';
import { getLevels } from './levels';
import { transferStock } from './transfer';

/** How much there is, where, and how it came and went. */
export const stock = defineResource({
	value: 'stock',
	name: 'Stock',
	listed: 'product_transaction_views',
	operations: [
		getAllocations,
		getLevels,
		transferStock,
		listing({
			value: 'getTransactions',
			name: 'Get Transactions',
			action: 'Get many stock transactions',
			description: 'Read what came in and went out',
			listed: 'product_transaction_views',
			simple: [
				'id',
				'product_id',
				'product_code',
				'transaction_type',
				'transaction_date',
				'reference',
				'second_reference',
				'warehouse_name',
				'quantity',
				'date_time_updated',
			],
		}),
	],
});
