/** The catalogue: groups, units, warehouses, products and their prices. */
import { childId } from '../rules/foundation/child-ids.mts';
import { GROUP_DISCOUNTS, PRODUCT_PRICES } from '../rules/pricing/sales-price.mts';
import type { Body, Company, Row, SeedOptions } from '../world.mts';
import { adoptChildren } from './children.mts';
import { makeDice, type Dice } from './dice.mts';
import { seeded } from './seeded.mts';
import { seedGoods, seedLabour } from './stock.mts';

/** Name, units of it in one base unit. */
const UNITS: Array<[string, number]> = [
	['Each', 1],
	['Box of 12', 12],
	['Hour', 1],
	['Metre', 1],
];

/** Code, description, product type, traceable type. */
const GROUPS: Array<[string, string, string, string]> = [
	['TOOLS', 'Hand and power tools', 'Stock', 'None'],
	['PAINT', 'Paint and finishes', 'Stock', 'None'],
	['FIXING', 'Screws and fixings', 'Stock', 'None'],
	['BOARD', 'Boards and panels', 'Stock', 'None'],
	['ADHESIVE', 'Adhesives, by batch', 'Stock', 'Batch'],
	['MACHINE', 'Machines, by serial number', 'Stock', 'Serial'],
	['SERVICE', 'Fitting and hire', 'ServiceLabour', 'None'],
	['MISC', 'Sundries', 'Miscellaneous', 'None'],
];

const ADJECTIVES = [
	'Drywipe',
	'Heavy duty',
	'Compact',
	'Matt white',
	'Galvanised',
	'Oak',
	'Trade',
	'Weatherproof',
	'Quick fit',
	'Premium',
];
const NOUNS: Record<string, string[]> = {
	TOOLS: [
		'Claw hammer',
		'Screwdriver set',
		'Tape measure',
		'Hand saw',
		'Drill bit set',
		'Spirit level',
	],
	PAINT: ['Emulsion', 'Gloss', 'Primer', 'Wood stain', 'Varnish', 'Masonry paint'],
	FIXING: ['Wood screws', 'Wall plugs', 'Coach bolts', 'Masonry nails', 'Angle brackets'],
	BOARD: ['Whiteboard', 'Plywood sheet', 'Skirting board', 'Worktop', 'Shelf'],
	ADHESIVE: ['Grab adhesive', 'Tile adhesive', 'Wood glue', 'Sealant'],
	MACHINE: ['Cordless drill', 'Mitre saw', 'Sander', 'Pressure washer'],
	SERVICE: ['Fitting', 'Tool hire', 'Delivery and set-up'],
	MISC: ['Gift voucher', 'Sample', 'Pallet'],
};

const WAREHOUSES: Array<[string, string]> = [
	['HOME', 'Leeds main warehouse'],
	['NORTH', 'Newcastle depot'],
	['COUNTER', 'Trade counter'],
];

/** Seeds the price bands, which customers refer to. */
export function seedPriceBands(company: Company): void {
	const base = seeded(company, 'currencies', 'is_base_currency', true).id;
	for (const [name, description] of [
		['Standard', 'Standard'],
		['Trade', 'Trade counter prices'],
		['Web', 'Web shop prices'],
	]) {
		company.table('price_bands').insert({
			name,
			description,
			is_standard_band: name === 'Standard',
			currency_id: base,
			price_band_type_id: 0,
			price_band_type: 'Universal',
			is_active: true,
			is_time_based: false,
		});
	}
}

/** Seeds everything about goods. */
export function seedProducts(company: Company, options: SeedOptions): void {
	const dice = makeDice(options.seed + 21);
	for (const [name, multiple] of UNITS)
		company.table('units').insert({ name, multiple_of_base_unit: multiple, each_value: true });
	seedGroups(company);
	for (const [name, description] of WAREHOUSES) {
		company.table('warehouses').insert({
			name,
			description,
			warehouse_type: 'EnumWarehouseStandard',
			use_for_sales_trading: true,
			postal_name: company.companyName,
			address_1: 'Unit 4, Quarry Park',
			city: name === 'NORTH' ? 'Newcastle' : 'Leeds',
			country_code_id: seeded(company, 'country_codes', 'code', 'GB').id,
		});
	}
	for (let index = 0; index < options.products; index += 1)
		seedProduct(company, options, dice, index);
	seedDiscounts(company);
}

function seedGroups(company: Company): void {
	for (const [code, description, type, traceable] of GROUPS) {
		const each = seeded(company, 'units', 'name', 'Each').id;
		const revenue = type === 'Stock' ? '4000' : '4010';
		company.table('product_groups').insert({
			code,
			description,
			product_type: `EnumStockItemType${type}`,
			costing_method: 'EnumCostingMethodTypeFIFO',
			label_printing_option_type: 'EnumNotRequired',
			keep_movement_history: true,
			do_items_use_units: true,
			selling_quantities_use_multiple_units: true,
			selling_prices_use_multiple_units: true,
			this_is_the_sop_product_group: code === 'MISC',
			traceable_type: `EnumTraceableType${traceable}`,
			landed_costs_type: 'EnumNotApplicable',
			stock_nominal_code_id: seeded(company, 'nominal_codes', 'reference', '1000').id,
			revenue_nominal_code_id: seeded(company, 'nominal_codes', 'reference', revenue).id,
			accrual_nominal_code_id: seeded(company, 'nominal_codes', 'reference', '2109').id,
			issue_nominal_code_id: seeded(company, 'nominal_codes', 'reference', '5000').id,
			base_unit_id: each,
			stock_unit_id: each,
			search_categories: [],
			units: [],
		});
	}
}

function seedProduct(company: Company, options: SeedOptions, dice: Dice, index: number): void {
	const [groupCode] = GROUPS[index % GROUPS.length];
	const group = seeded(company, 'product_groups', 'code', groupCode);
	const noun = dice.pick(NOUNS[groupCode]);
	const serial = String(Math.floor(index / GROUPS.length) + 1).padStart(3, '0');
	const cost = dice.amount(1, 90);
	const isStock = group.product_type === 'EnumStockItemTypeStock';
	const product = company.table('products').insert({
		...inherited(group),
		code: groupCode + serial,
		name: `${noun} - ${dice.pick(ADJECTIVES)}`,
		description: '',
		barcode: isStock ? String(5_010_000_000_000 + index) : '',
		allow_sales_order: true,
		free_stock_quantity: 0,
		// The last of each forty is no longer sold.
		product_status_type:
			index % 40 === 39 ? 'EnumStockItemStatusTypeInactive' : 'EnumStockItemStatusTypeActive',
		// The first adhesive is the one that must come from one batch.
		sale_from_single_batch: groupCode === 'ADHESIVE' && serial === '001',
		tax_code_id: seeded(
			company,
			'tax_codes',
			'code',
			index % 30 === 14 ? 5 : index % 30 === 22 ? 0 : 1,
		).id,
		standard_cost: cost,
		average_buying_price: cost,
		weight: dice.amount(0.1, 12),
		commodity_code: '',
		country_of_origin_id: seeded(company, 'country_codes', 'code', 'GB').id,
		has_preferred_supplier: isStock,
		units: units(company, groupCode),
		suppliers: isStock ? [terms(company, dice, cost)] : [],
		alternative_products: [],
		cross_sell_products: [],
		memos: [],
		search_category_values: [],
	});
	adoptChildren(company, options.clock, 'products', product);
	seedPrices(company, product, Math.round(cost * 150) / 100);
	if (isStock) seedGoods(company, dice, product);
	else seedLabour(company, product);
}

/** What a product takes over from its group. */
function inherited(group: Row): Body {
	return {
		product_group_id: group.id,
		traceable_type: group.traceable_type,
		fulfilment_method_type: 'EnumFulfilmentFromStock',
		fulfilment_sequence_type: 'EnumBinPriority',
		label_printing_option_type: group.label_printing_option_type,
		landed_costs_type: group.landed_costs_type,
		bom_item_type: 'EnumBOMItemTypeComponent',
		shelf_life_type: 'EnumTimeUnitDay',
		auto_generate_option_type: 'EnumDoNotGenerate',
		stock_nominal_code_id: group.stock_nominal_code_id,
		revenue_nominal_code_id: group.revenue_nominal_code_id,
		accrual_nominal_code_id: group.accrual_nominal_code_id,
		issue_nominal_code_id: group.issue_nominal_code_id,
		base_unit_id: group.base_unit_id,
		stock_unit_id: group.stock_unit_id,
	};
}

/** Every product is sold by the piece, fixings by the box too. */
function units(company: Company, groupCode: string): Body[] {
	return (groupCode === 'FIXING' ? ['Each', 'Box of 12'] : ['Each']).map((name) => {
		const unit = seeded(company, 'units', 'name', name);
		return {
			id: childId(company),
			unit_id: unit.id,
			unit_type: 'EnumUnitTypeSelling',
			multiple_of_base_unit: unit.multiple_of_base_unit,
			unit_precision: 0.00001,
			use_own_price: false,
		};
	});
}

function terms(company: Company, dice: Dice, cost: number): Body {
	return {
		supplier_id: dice.pick([...company.table('suppliers').all()]).id,
		supplier_stock_code: `S-${1000 + dice.roll(9000)}`,
		lead_time: 5,
		lead_time_unit: 'EnumTimeUnitDay',
		usual_order_quantity: 50,
		minimum_order_quantity: 10,
		list_price: cost,
		last_buying_price: cost,
		is_preferred: true,
	};
}

function seedPrices(company: Company, product: Row, price: number): void {
	const stamp = product.date_time_updated;
	for (const band of company.table('price_bands').all()) {
		const factor = band.name === 'Trade' ? 0.9 : 1;
		company.table(PRODUCT_PRICES).insert({
			product_id: product.id,
			price_band_id: band.id,
			// The web band follows the standard one.
			use_standard: band.name === 'Web',
			price: Math.round(price * factor * 100) / 100,
			date_time_updated: stamp,
		});
	}
}

/** Key accounts get more off the more they take. */
function seedDiscounts(company: Company): void {
	for (const group of company.table('product_groups').all()) {
		for (const [name, quantity_from, percent] of [
			['TRADE', 1, 5],
			['KEY', 1, 7.5],
			['KEY', 24, 10],
		] as const) {
			company.table(GROUP_DISCOUNTS).insert({
				customer_discount_group_id: seeded(company, 'customer_discount_groups', 'name', name).id,
				product_group_id: group.id,
				quantity_from,
				percent,
			});
		}
	}
}
