/** What order lines name, found in what a company has. */
import type { Problem } from '../../../nodes/Sage200/sage200/protocol/failures';
import { Lookups } from '../../../nodes/Sage200/sage200/lookups/lookups';
import { readLines } from '../../../nodes/Sage200/sage200/lines/orderLines';
import { OrderReferences } from '../../../nodes/Sage200/sage200/lines/lineReferences';
import { MemorySage } from '../../support/memorySage';

const tables = {
	products: [{ id: 1, code: 'A' }],
	tax_codes: [
		{ id: 11, code: 1, name: 'Standard rate', tax_rate: 20 },
		{ id: 12, code: 7, name: 'Standard rate', tax_rate: 5 },
	],
	warehouses: [{ id: 21, name: 'Home' }],
	sop_additional_charges: [{ id: 31, code: 'Carriage', name: 'Delivery' }],
};

async function resolve(row: object): Promise<[object, string[]]> {
	const problems: Problem[] = [];
	const lines = readLines([{ quantity: 1, ...row }], problems);
	const references = await OrderReferences.read(new Lookups(new MemorySage(tables)), lines);
	const found = references.of(lines[0], problems);
	return [found, problems.map(({ field, message, remedy }) => [field, message, remedy].join(' '))];
}

it.each([
	[{ code: 'A', taxCode: '7' }, { taxCodeId: 12 }],
	[{ code: 'a', taxCode: '11' }, { taxCodeId: 11 }],
	[{ code: 'A', warehouse: 'home' }, { warehouseId: 21 }],
	[{ type: 'charge', code: 'delivery' }, { charge: { id: 31 } }],
])('takes %j by code, name or ID', async (row, expected) => {
	const [found, problems] = await resolve(row);
	expect(problems).toEqual([]);
	expect(found).toMatchObject(expected);
});

it.each([
	[
		{ code: 'A', taxCode: 'Standard Rate' },
		'Line 1: Tax Code Sage 200 has 2 of them called "Standard Rate": 1 (Standard rate, 20 %), 7 (Standard rate, 5 %) Give its code or ID.',
	],
	[
		{ code: 'A', taxRate: 19 },
		'Line 1: Tax Code Sage 200 has no tax code for a rate of 19 % It has: 1 (Standard rate, 20 %), 7 (Standard rate, 5 %).',
	],
	[
		{ code: 'A', warehouse: 'Moon' },
		'Line 1: Warehouse Sage 200 has no warehouse "Moon" It has: Home.',
	],
	[
		{ type: 'charge', code: 'Wrapping' },
		'Line 1: Charge Sage 200 has no additional charge "Wrapping" It has: Carriage.',
	],
])('lists what there is for %j', async (row, expected) => {
	expect((await resolve(row))[1]).toEqual([expected]);
});
