/** What is compared with a record is read with it. */
import { schema } from '../../../nodes/Sage200/catalog';
import { expansionsFor } from '../../../nodes/Sage200/sage200/lookups/expansions';

it.each([
	['scalars that come by themselves', [{ name: 'A', price_band_id: 1 }], 'customer', undefined],
	[
		'nested records and lists, each once',
		[{ contacts: [] }, { contacts: [], main_address: {} }],
		'customer',
		['contacts', 'main_address'],
	],
	[
		'scalars that Sage gives only when asked by name',
		[{ stock_unit_id: 1, stock_nominal_code_id: 2, issue_nominal_code_id: 3 }],
		'product',
		['stock_unit', 'nominal_codes'],
	],
])('%s', (_, bodies, name, expected) => {
	expect(expansionsFor(bodies, name)).toEqual(expected);
});

it('names fields that the schemas have', () => {
	const { fields } = schema('product');
	for (const name of [
		'stock_unit_id',
		'base_unit_id',
		'stock_nominal_code_id',
		'accrual_nominal_code_id',
	])
		expect(fields.has(name)).toBe(true);
});
