/** A simulated Sage 200 with a login, and orders in it: what tests of order workflows start from. */
import type { IDataObject } from 'n8n-workflow';

import type { AnyRow } from './admin-client';
import {
	credential,
	runNode,
	type NodeResult,
	type RunOptions,
	type StoredCredential,
} from './engine';
import { startSimulator, type Simulator } from './simulator';

export type Line = Record<string, unknown> & { id: number; code: string; line_quantity: number };

export const byKey = (value: string) => ({ __rl: true, mode: 'customer_document_no', value });
export const byNumber = (value: unknown) => ({
	__rl: true,
	mode: 'document_no',
	value: String(value),
});

/** Makes orders, runs the node on them, and reads what Sage has. */
export class SalesWorld {
	private constructor(
		readonly sage: Simulator,
		readonly stored: StoredCredential,
	) {}

	static async open(): Promise<SalesWorld> {
		const sage = await startSimulator('--customers', '30', '--products', '40');
		const tokens = await sage.admin.mintTokens();
		const stored = credential({
			apiUrl: sage.apiUrl,
			identityUrl: sage.identityUrl,
			siteId: sage.siteId,
			companyId: String(sage.companyId),
			clientId: sage.clientId,
			clientSecret: sage.clientSecret,
			oauthTokenData: { ...tokens },
		});
		await sage.admin.takeSnapshot('seed');
		return new SalesWorld(sage, stored);
	}

	async reset(): Promise<void> {
		await this.sage.admin.setFaults([]);
		await this.sage.admin.resetBehaviour();
		await this.sage.admin.restoreSnapshot('seed');
		await this.sage.admin.clearLog();
	}

	async close(): Promise<void> {
		await this.sage.stop();
	}

	async run(parameters: IDataObject, options: RunOptions = {}): Promise<NodeResult> {
		return await runNode(this.stored, parameters, options);
	}

	/**
	 * Sends a call as it is.
	 * @throws the node's error
	 */
	async send(method: string, path: string, body: object): Promise<IDataObject> {
		const { json, error } = await this.run({
			resource: 'apiRequest',
			operation: 'send',
			method,
			path,
			body: JSON.stringify(body),
		});
		if (error) throw error;
		return json[0];
	}

	/** Products that are sold without ado. */
	async goods(
		fits: (product: AnyRow) => boolean = ({ traceable_type: type }) =>
			type === 'EnumTraceableTypeNone',
	): Promise<AnyRow[]> {
		const products = await this.sage.admin.rows('products');
		return products.filter(
			(row) =>
				row.product_status_type === 'EnumStockItemStatusTypeActive' &&
				row.allow_sales_order !== false &&
				fits(row),
		);
	}

	async customer(): Promise<number> {
		const customers = await this.sage.admin.rows('customers');
		return customers.find(
			(row) => row.on_hold !== true && row.account_status_type === 'AccountStatusActive',
		)!.id;
	}

	/** Posts an order with these lines. */
	async order(key: string, lines: object[], header: object = {}): Promise<IDataObject> {
		return await this.send('POST', '/sop_orders', {
			customer_id: await this.customer(),
			customer_document_no: key,
			override_on_hold: true,
			lines,
			...header,
		});
	}

	/** Lines of a document as Sage has them. */
	async lines(key: string, resource = 'sop_orders'): Promise<Line[]> {
		const [row] = await this.sage.admin.rows(resource, { customer_document_no: key });
		return row.lines as Line[];
	}
}

/** A line of a product, as Sage takes it. */
export function productLine({ id, code }: AnyRow, quantity = 2): object {
	return { line_type: 'EnumLineTypeStandard', product_id: id, code, line_quantity: quantity };
}
