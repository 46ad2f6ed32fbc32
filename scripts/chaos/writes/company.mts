/** A simulated company with the node connected to it: what the writes of a chaos run are made of. */
import type { IDataObject } from 'n8n-workflow';

import { connectAdmin, type SimulatorAdmin } from '../../../simulator/admin-client.mts';
import { credential, runNode, type NodeResult } from '../../../test/support/engine.ts';
import type { SageAddress } from '../../local-sage.mts';

/** A picker's value. */
export const by = (mode: string, value: unknown) => ({ __rl: true, mode, value: String(value) });

/** A product with a warehouse that holds plenty of it. */
export interface Stocked {
	code: string;
	warehouseId: number;
	warehouse: string;
	bin: string;
}

const PLENTY = 100;

/** Runs the node against a simulated company, and makes the orders and goods that writes need. */
export class ChaosCompany {
	private constructor(
		readonly admin: SimulatorAdmin,
		private readonly stored: ReturnType<typeof credential>,
		/** Accounts that orders and invoices may be made for. */
		readonly customers: string[],
		readonly goods: Stocked[],
	) {}

	static async open(sage: SageAddress): Promise<ChaosCompany> {
		const admin = connectAdmin(sage.adminUrl);
		const { apiUrl, identityUrl, clientId, clientSecret, siteId, companyId } = sage;
		const stored = credential({
			apiUrl,
			identityUrl,
			clientId,
			clientSecret,
			siteId,
			companyId: String(companyId),
			oauthTokenData: { ...(await admin.mintTokens()) },
		});
		return new ChaosCompany(admin, stored, await customersOf(admin), await goodsOf(admin));
	}

	/** Runs the node for one item, as n8n does with Retry On Fail. */
	async push(parameters: IDataObject): Promise<NodeResult> {
		return await runNode(this.stored, parameters, { retryOnFail: true });
	}

	/**
	 * Runs the node for several items over a line that is well.
	 * @throws the node's error
	 */
	async make(parameters: IDataObject, items: IDataObject[]): Promise<IDataObject[]> {
		const { json, error } = await runNode(this.stored, parameters, { items });
		if (error) throw error;
		return json;
	}

	/** Makes orders of one line each. */
	async order(orders: Array<{ key: string; goods: Stocked; quantity: number }>): Promise<void> {
		const items = orders.map(({ key, goods, quantity }, at) => ({
			key,
			customer: this.customers[at % this.customers.length],
			lines: JSON.stringify([{ code: goods.code, quantity, warehouse: goods.warehouse }]),
		}));
		await this.make(
			{
				resource: 'salesOrder',
				operation: 'create',
				customer: by('reference', '={{ $json.customer }}'),
				orderKey: '={{ $json.key }}',
				linesInput: 'json',
				linesJson: '={{ $json.lines }}',
				additionalFields: { override_on_hold: true },
				options: { level: 'standard' },
			},
			items,
		);
	}
}

async function customersOf(admin: SimulatorAdmin): Promise<string[]> {
	const rows = await admin.rows('customers', { on_hold: 'false' });
	return rows
		.filter(({ account_status_type: status }) => status === 'AccountStatusActive')
		.map(({ reference }) => String(reference))
		.slice(0, 40);
}

/** Goods that are not traced, in warehouses that keep them in one bin. */
async function goodsOf(admin: SimulatorAdmin): Promise<Stocked[]> {
	const [products, holdings, bins, warehouses] = await Promise.all([
		admin.rows('products', { traceable_type: 'EnumTraceableTypeNone' }),
		admin.rows('warehouse_holdings'),
		admin.rows('bin_holdings'),
		admin.rows('warehouses'),
	]);
	return holdings.flatMap((holding) => {
		const product = products.find(({ id }) => id === holding.product_id);
		const own = bins.filter(({ warehouse_holding_id: id }) => id === holding.id);
		const warehouse = warehouses.find(({ id }) => id === holding.warehouse_id);
		const sold =
			product?.allow_sales_order !== false &&
			product?.product_status_type === 'EnumStockItemStatusTypeActive';
		if (
			!product ||
			!warehouse ||
			!sold ||
			own.length !== 1 ||
			Number(holding.free_stock_available) < PLENTY
		)
			return [];
		return [
			{
				code: String(product.code),
				warehouseId: Number(warehouse.id),
				warehouse: String(warehouse.name),
				bin: String(own[0].name),
			},
		];
	});
}
