/** Pushes orders of shops as they are into a simulated Sage 200. */
import type { IDataObject } from 'n8n-workflow';

import type { NodeResult, RunOptions } from './engine';
import type { SalesWorld } from './salesWorld';

export const WEB_ACCOUNT = 'ZEN001';

/** What the node gives for these items, with rules that most shops have. */
export async function pushShopOrders(
	world: SalesWorld,
	shop: string,
	items: object[],
	more: IDataObject = {},
	options: RunOptions = {},
): Promise<NodeResult> {
	const { shopRules, ...rest } = more;
	return await world.run(
		{
			resource: 'salesOrder',
			operation: 'createFromShopOrder',
			shop,
			shopOrder: '={{ $json }}',
			shopPrefix: 'T-',
			customer: { __rl: true, mode: 'reference', value: WEB_ACCOUNT },
			options: { retries: 0 },
			protection: { lookAgainSeconds: 0 },
			simplify: false,
			shopRules: { deliveryCharge: 'Carriage', ...(shopRules as IDataObject) },
			...rest,
		},
		{ items: items as IDataObject[], onError: 'continueRegularOutput', ...options },
	);
}

/** The order was made, and holds what is wanted of it. */
export function expectOrder(row: IDataObject, wanted: Record<string, unknown>): void {
	expect(row).toMatchObject({ outcome: 'created' });
	if (wanted.gross !== undefined) expect(row.total_gross_value).toBe(wanted.gross);
	if (wanted.tax !== undefined) expect(row.total_tax_value).toBe(wanted.tax);
	if (wanted.net !== undefined) expect(row.total_net_value).toBe(wanted.net);
	if (wanted.document_date !== undefined) expect(row.document_date).toBe(wanted.document_date);
	if (wanted.lines !== undefined) {
		const amounts = (row.lines as IDataObject[]).filter(
			({ line_type }) => line_type !== 'EnumLineTypeComment',
		);
		expect(amounts).toHaveLength(wanted.lines as number);
	}
}
