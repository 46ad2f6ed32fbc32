/** How much of products can be sold, when it is another amount than was sent last. */
import type { INodeProperties } from 'n8n-workflow';

import type { NumberProperty } from '../core/checkedNumber';
import type { Parameters } from '../core/parameters';
import type { TriggerEvent } from '../polling/event';
import { anyOf, condition } from '../sage200/lookups/odata';
import type { SageRecord } from '../sage200/protocol/api';
import { groupBy } from '../sage200/values/grouping';
import { listIn } from '../sage200/values/lists';
import { round } from '../sage200/values/numbers';
import { readByIds } from '../trigger/byIds';
import { changedAt, figuresMachine, type FigureSource, type Subject } from '../trigger/figures';
import type { Happening } from '../trigger/happening';
import type { Reading } from '../trigger/reading';
import { changeId, lastTold } from '../trigger/values';
import type { Source } from '../trigger/source';

import { figureRules, firstPoll, NIGHTLY } from './shared/comparing';

const DECIMALS = 5;
/** n8n shows so many of them, zeros as well. */
const SHOWN_DECIMALS = 2;

const BY: INodeProperties = {
	displayName: 'Level Of',
	name: 'levelOf',
	type: 'options',
	default: 'product',
	options: [
		{
			name: 'Product',
			value: 'product',
			description: 'One level for each product: the sum of the warehouses',
		},
		{
			name: 'Product in Each Warehouse',
			value: 'warehouse',
			description: 'One level for each product and warehouse',
		},
	],
	description: 'What has a level of its own',
};

const WAREHOUSES: INodeProperties = {
	displayName: 'Warehouse Names',
	name: 'warehouses',
	type: 'string',
	default: '',
	placeholder: 'e.g. HOME, NORTH',
	description: 'One name or several, separated by commas. Leave empty for all warehouses.',
};

const FIGURE: INodeProperties = {
	displayName: 'Figure',
	name: 'figure',
	type: 'options',
	default: 'free_stock_available',
	options: [
		{ name: 'Free Stock', value: 'free_stock_available' },
		{ name: 'Free Stock Less Reserved', value: 'free_stock_available_less_reserved' },
		{ name: 'In Stock', value: 'quantity_in_stock' },
		{ name: 'On Order', value: 'quantity_on_order' },
	],
	description: 'Which of Sage’s figures is the level',
};

const BUFFER: NumberProperty = {
	displayName: 'Buffer',
	name: 'buffer',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: SHOWN_DECIMALS },
	default: 0,
	validateType: 'number',
	description: 'Units that are kept back: they are taken off each level',
};

const FLOOR: NumberProperty = {
	displayName: 'Floor',
	name: 'floor',
	type: 'number',
	typeOptions: { numberPrecision: SHOWN_DECIMALS },
	default: 0,
	validateType: 'number',
	description: 'No level is sent lower than this: 0 for a shop that knows no stock below nothing',
};

export const stockLevelChanged: TriggerEvent = {
	value: 'stockLevelChanged',
	name: 'Stock Level Changed',
	description: 'The stock of a product is another than was sent last',
	properties: [BY, WAREHOUSES, FIGURE, BUFFER, FLOOR, firstPoll('levels', 'remember'), NIGHTLY],
	names: (parameters) => ({
		label: WAREHOUSES.displayName,
		list: 'warehouses',
		given: rulesOf(parameters).warehouses,
	}),
	machine: (parameters) => figuresMachine(levels(rulesOf(parameters)), figureRules(parameters)),
	scope: (parameters) => [rulesOf(parameters)],
};

export interface LevelRules {
	by: 'product' | 'warehouse';
	warehouses: string[];
	/** Field of a holding. */
	figure: string;
	buffer: number;
	floor: number;
}

function rulesOf(parameters: Parameters): LevelRules {
	return {
		by: parameters.parameter<LevelRules['by']>(BY.name, 'product'),
		warehouses: listIn(parameters.parameter(WAREHOUSES.name, '')),
		figure: parameters.text(FIGURE.name),
		buffer: parameters.number(BUFFER),
		floor: parameters.number(FLOOR),
	};
}

/** Where the levels of products come from, added up over the warehouses that the form names. */
export function levels(rules: LevelRules): FigureSource {
	const rows: Source = {
		path: '/warehouse_holdings',
		key: 'id',
		stamp: 'date_time_updated',
		filter: anyOf(rules.warehouses.map((name) => condition('warehouse_name', 'eq', name))),
		select: ['product_id', 'warehouse_id', 'warehouse_name', rules.figure],
	};
	return {
		rows,
		group: 'product_id',
		subjects: (holdings) => levelsIn(holdings, rules, rows.stamp),
		gone: {
			groupOf: (key) => Number(key.split('/')[0]),
			subject: (key, at) => nothingOf(key, at, rules),
		},
		tell: (subject, before) => {
			const last = lastTold(before);
			return {
				type: 'stock.changed',
				id: changeId('stock', subject, before),
				record: subject.record,
				facts: last === undefined ? {} : { before: Number(last) },
			};
		},
		complete: withNames,
	};
}

function levelsIn(holdings: SageRecord[], rules: LevelRules, stamp: string): Subject[] {
	const groups = groupBy(holdings, ({ product_id: product, warehouse_id: warehouse }) =>
		rules.by === 'product' ? String(product) : `${String(product)}/${String(warehouse)}`,
	);
	return [...groups].map(([key, group]) => {
		const sum = group.reduce((total, holding) => total + Number(holding[rules.figure] ?? 0), 0);
		const level = levelOf(sum, rules);
		const { product_id, warehouse_id, warehouse_name } = group[0];
		return {
			key,
			figure: String(level),
			at: Math.max(...group.map((holding) => changedAt(holding, stamp))),
			record: {
				product_id,
				...(rules.by === 'product' ? {} : { warehouse_id, warehouse_name }),
				level,
			},
		};
	});
}

function levelOf(sum: number, { floor, buffer }: LevelRules): number {
	return Math.max(floor, round(sum - buffer, DECIMALS));
}

/** A product that no warehouse holds any more. */
function nothingOf(key: string, at: number, rules: LevelRules): Subject {
	const level = levelOf(0, rules);
	const [product_id, warehouse_id] = key.split('/').map(Number);
	const record = { product_id, ...(rules.by === 'product' ? {} : { warehouse_id }), level };
	return { key, figure: String(level), at, record };
}

/** Adds code and name of the products, and the names of warehouses that hold nothing of them any more. */
function* withNames(happenings: Happening[]): Reading<Happening[]> {
	const products = yield* readByIds(
		{ path: '/products', query: { $select: 'id,code,name' } },
		'id',
		{ field: 'id', ids: happenings.map(({ record }) => record.product_id) },
	);
	const unnamed = happenings.filter(({ record }) => record.warehouse_name === undefined);
	const warehouses = yield* readByIds(
		{ path: '/warehouses', query: { $select: 'id,name' } },
		'id',
		{ field: 'id', ids: unnamed.map(({ record }) => record.warehouse_id) },
	);
	const productOf = byId(products);
	const warehouseOf = byId(warehouses);
	return happenings.map((happening) => {
		const product = productOf(happening.record.product_id);
		const warehouse = warehouseOf(happening.record.warehouse_id);
		const record = {
			product_code: product?.code,
			product_name: product?.name,
			...(warehouse ? { warehouse_name: warehouse.name } : {}),
			...happening.record,
		};
		return { ...happening, record };
	});
}

function byId(rows: SageRecord[]): (id: unknown) => SageRecord | undefined {
	const known = new Map(rows.map((row) => [Number(row.id), row]));
	return (id) => known.get(Number(id));
}
