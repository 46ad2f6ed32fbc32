/** Prices of products, band by band. */
import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../core/parameters';
import type { TriggerEvent } from '../polling/event';
import { anyOf, condition } from '../sage200/lookups/odata';
import { listIn } from '../sage200/values/lists';
import { changedAt, figuresMachine, type FigureSource } from '../trigger/figures';
import { changeId, lastTold } from '../trigger/values';
import type { Source } from '../trigger/source';

import { figureRules, firstPoll, NIGHTLY } from './shared/comparing';

const BANDS: INodeProperties = {
	displayName: 'Price Band Names',
	name: 'priceBands',
	type: 'string',
	default: '',
	placeholder: 'e.g. Standard, Trade',
	description: 'One name or several, separated by commas. Leave empty for all bands.',
};

export const priceChanged: TriggerEvent = {
	value: 'priceChanged',
	name: 'Price Changed',
	description: 'The price of a product in a price band is another than before',
	properties: [BANDS, firstPoll('prices', 'remember'), NIGHTLY],
	names: (parameters) => ({
		label: BANDS.displayName,
		list: 'price_bands',
		given: bandsOf(parameters),
	}),
	machine: (parameters) => figuresMachine(prices(bandsOf(parameters)), figureRules(parameters)),
	scope: (parameters) => [bandsOf(parameters)],
};

function bandsOf(parameters: Parameters): string[] {
	return listIn(parameters.parameter(BANDS.name, ''));
}

/**
 * Where prices of products come from.
 * @param bands names of the price bands; all where empty
 */
export function prices(bands: string[]): FigureSource {
	const rows: Source = {
		path: '/product_price_views',
		key: 'product_price_id',
		stamp: 'date_time_updated',
		filter: anyOf(bands.map((name) => condition('price_band_name', 'eq', name))),
		select: [
			'product_price_id',
			'product_id',
			'product_code',
			'product_name',
			'price_band_id',
			'price_band_name',
			'product_price_price',
			'currency_symbol',
		],
	};
	return {
		rows,
		group: rows.key,
		subjects: (found) =>
			found.map((row) => ({
				key: String(row[rows.key]),
				figure: String(row.product_price_price ?? ''),
				at: changedAt(row, rows.stamp),
				record: row,
			})),
		tell: (subject, before) => ({
			type: 'price.changed',
			id: changeId('price', subject, before),
			record: subject.record,
			facts: factsOf(lastTold(before)),
		}),
	};
}

function factsOf(before: string | undefined): { before?: number | null } {
	if (before === undefined) return {};
	return { before: before === '' ? null : Number(before) };
}
