/** Price: what a customer would pay, and the price bands that prices come from. */
import { listing } from '../../core/operations/listing';
import { defineResource } from '../../core/resource';

import { enquirePrices } from './enquire';

/** What things cost: for one customer, by price band, by product. */
export const price = defineResource({
	value: 'price',
	name: 'Price',
	listed: 'product_price_views',
	operations: [
		enquirePrices,
		listing({
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many product prices',
			description: 'Read the prices of products in each price band',
			listed: 'product_price_views',
			simple: [
				'product_price_id',
				'product_id',
				'product_code',
				'product_name',
				'price_band_id',
				'price_band_name',
				'product_price_price',
				'product_price_use_standard',
				'currency_name',
				'date_time_updated',
			],
		}),
		listing({
			value: 'getBands',
			name: 'Get Bands',
			action: 'Get many price bands',
			description: 'Read the price bands',
			listed: 'price_bands',
			simple: [
				'id',
				'name',
				'description',
				'is_standard_band',
				'currency_id',
				'price_band_type',
				'is_active',
				'is_time_based',
				'active_date_time_from',
				'date_time_updated',
			],
		}),
		listing({
			value: 'getCustomerBands',
			name: 'Get Customer Bands',
			action: 'Get price bands of customers',
			description: 'Read which customers have which price band',
			listed: 'customer_price_bands',
			simple: ['id', 'customer_id', 'price_band_id', 'date_time_updated'],
			named: [
				{
					field: 'customer_id',
					resource: 'customers',
					shown: { customer_reference: 'reference', customer_name: 'name' },
				},
				{ field: 'price_band_id', resource: 'price_bands', shown: { price_band_name: 'name' } },
			],
		}),
	],
});
