/** A tax that the items of the analysis tell themselves is not lost, and was booked right before. */
import type { IDataObject } from 'n8n-workflow';

import { runNode, type StoredCredential } from '../support/engine';
import { loginTo } from '../support/login';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;
let login: StoredCredential;
beforeAll(async () => {
	sage = await startSimulator('--customers', '5', '--products', '5');
	login = await loginTo(sage);
	await sage.admin.setBehaviour({ posting: 'immediate' });
});
afterAll(async () => await sage.stop());

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });

it.each([
	[
		'two items',
		[
			{ code: '7500', goods_value: 5, tax_value: 1, gross_value: 6, tax_code_id: 1 },
			{ code: '7500', goods_value: 5, tax_value: 1, gross_value: 6, tax_code_id: 1 },
		],
	],
	['one item', [{ code: '7500', goods_value: 10, tax_value: 2, gross_value: 12, tax_code_id: 1 }]],
])('is posted where %s have the very tax of the entry', async (what, items) => {
	const parameters: IDataObject = {
		resource: 'bank',
		operation: 'postPayment',
		bank: by('code', 'current'),
		cheque_value: 12,
		documentKey: `RB-${what}`,
		additionalFields: {
			tax_code_id: '1',
			cheque_tax_value: 2,
			nominal_analysis_items: JSON.stringify(items),
		},
	};
	const { error } = await runNode(login, parameters);
	expect(error?.message).toBeUndefined();
});

it.each([-5, '12.01'])('is refused where it is no part of the amount: %p', async (tax) => {
	const { error } = await runNode(login, {
		resource: 'bank',
		operation: 'postReceipt',
		bank: by('code', 'current'),
		nominalCode: by('reference', '7500'),
		cheque_value: 12,
		documentKey: `RB-${tax}`,
		additionalFields: { tax_code_id: '1', cheque_tax_value: tax },
	});
	expect(error?.message).toContain('Cheque Tax Value');
	expect(await sage.admin.rows('bank_posted_transactions', { reference: `RB-${tax}` })).toEqual([]);
});
