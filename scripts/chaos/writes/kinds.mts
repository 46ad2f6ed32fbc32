/** The kinds of writes that a chaos run makes, each with how it is pushed and how often it is in Sage. */
import type { IDataObject } from 'n8n-workflow';

import { by, type ChaosCompany, type Stocked } from './company.mts';

/** Real seconds, as the settings of every write call them. */
export interface Waits {
	lookAgainSeconds: number;
	doubtSeconds: number;
}

/** One write of a chaos run. */
export interface Write {
	kind: string;
	/** What the node is run with. A later push is the same. */
	parameters: IDataObject;
	/** How often it is in Sage now. */
	count(): Promise<number>;
}

/** Makes what the writes need, over a line that is well. */
export type WriteKind = (
	company: ChaosCompany,
	numbers: string[],
	waits: Waits,
) => Promise<Write[]>;

/** Paths that the writes are sent to. */
export const WRITE_PATHS =
	'^/(sop_confirm_despatch|stock_transfers|sales_allocations|sales_invoices|sop_orders/|bank_)';

export const KINDS: WriteKind[] = [
	despatches,
	transfers,
	allocations,
	postings,
	payments,
	bankTransfers,
	amendments,
];

const QUANTITY = 2;

async function despatches(
	company: ChaosCompany,
	numbers: string[],
	waits: Waits,
): Promise<Write[]> {
	const orders = await ordersFor(
		company,
		numbers.map((number) => `D-${number}`),
	);
	return orders.map(({ key, goods }) => ({
		kind: 'despatch',
		parameters: {
			resource: 'despatch',
			operation: 'confirm',
			order: by('customer_document_no', key),
			despatchLines: 'named',
			linesInput: 'json',
			linesJson: JSON.stringify([{ code: goods.code, quantity: QUANTITY }]),
			consignmentNumber: key,
			despatch: { ...waits },
		},
		async count() {
			const [order] = await company.admin.rows('sop_orders', { customer_document_no: key });
			const [line] = order.lines as IDataObject[];
			return Number(line.despatch_receipt_quantity) / QUANTITY;
		},
	}));
}

async function transfers(company: ChaosCompany, numbers: string[], waits: Waits): Promise<Write[]> {
	const pairs = pairsOf(company.goods);
	return numbers.map((number, at) => {
		const [from, to] = pairs[at % pairs.length];
		const key = `T-${number}`;
		return {
			kind: 'transfer',
			parameters: {
				resource: 'stock',
				operation: 'transfer',
				product: by('code', from.code),
				fromWarehouse: by('name', from.warehouse),
				toWarehouse: by('name', to.warehouse),
				quantity: 1,
				details: { fromBin: from.bin, toBin: to.bin, transferKey: key },
				protection: { ...waits },
			},
			async count() {
				const sides = await company.admin.rows('product_transaction_views', { reference: key });
				return sides.length / 2;
			},
		};
	});
}

async function allocations(
	company: ChaosCompany,
	numbers: string[],
	waits: Waits,
): Promise<Write[]> {
	const [bank] = await company.admin.rows('banks');
	const items = numbers.map((number, at) => ({
		customer: company.customers[at % company.customers.length],
		number,
	}));
	const customer = by('reference', '={{ $json.customer }}');
	const ledger = { resource: 'salesLedger', customer };
	const invoices = await company.make(
		{
			...ledger,
			operation: 'postInvoice',
			document_goods_value: 50,
			documentKey: '={{ "AI-" + $json.number }}',
		},
		items,
	);
	const receipts = await company.make(
		{
			...ledger,
			operation: 'postReceipt',
			bank_id: bank.id,
			cheque_value: 50,
			documentKey: '={{ "AR-" + $json.number }}',
		},
		items,
	);
	return items.map((item, at) => {
		const { urn } = invoices[at];
		const lines = [
			{ urn, value: 40 },
			{ urn: receipts[at].urn, value: -40 },
		];
		return {
			kind: 'allocation',
			parameters: {
				resource: 'salesLedger',
				operation: 'allocate',
				customer: by('reference', item.customer),
				allocations: JSON.stringify(lines),
				details: { ...waits },
			},
			async count() {
				const [row] = await company.admin.rows('sales_posted_transactions', { urn: String(urn) });
				return ((row.allocation_history_items as unknown[] | undefined) ?? []).length;
			},
		};
	});
}

async function postings(company: ChaosCompany, numbers: string[], waits: Waits): Promise<Write[]> {
	return numbers.map((number, at) => {
		const key = `P-${number}`;
		return {
			kind: 'posting',
			parameters: {
				resource: 'salesLedger',
				operation: 'postInvoice',
				customer: by('reference', company.customers[at % company.customers.length]),
				document_goods_value: 10,
				documentKey: key,
				protection: { ...waits },
			},
			async count() {
				return (await company.admin.rows('sales_posted_transactions', { reference: key })).length;
			},
		};
	});
}

async function payments(
	{ admin }: ChaosCompany,
	numbers: string[],
	waits: Waits,
): Promise<Write[]> {
	return numbers.map((number) => ({
		kind: 'bank payment',
		parameters: {
			resource: 'bank',
			operation: 'postPayment',
			bank: by('code', 'CURRENT'),
			nominalCode: by('reference', '7500'),
			cheque_value: 10,
			documentKey: `BP-${number}`,
			protection: { ...waits },
		},
		async count() {
			const rows = await admin.rows('bank_posted_transactions', { reference: `BP-${number}` });
			return rows.length;
		},
	}));
}

async function bankTransfers(
	{ admin }: ChaosCompany,
	numbers: string[],
	waits: Waits,
): Promise<Write[]> {
	return numbers.map((number) => ({
		kind: 'bank transfer',
		parameters: {
			resource: 'bank',
			operation: 'transfer',
			fromBank: by('code', 'CURRENT'),
			toBank: by('code', 'EURO'),
			payment_value: 10,
			documentKey: `BT-${number}`,
			protection: { ...waits },
		},
		async count() {
			const rows = await admin.rows('bank_posted_transactions', { reference: `BT-${number}` });
			return rows.length / 2;
		},
	}));
}

async function amendments(
	company: ChaosCompany,
	numbers: string[],
	waits: Waits,
): Promise<Write[]> {
	const orders = await ordersFor(
		company,
		numbers.map((number) => `L-${number}`),
	);
	return orders.map(({ key, goods }) => {
		const added = company.goods.find(({ code }) => code !== goods.code) ?? goods;
		return {
			kind: 'amendment',
			parameters: {
				resource: 'salesOrder',
				operation: 'update',
				order: by('customer_document_no', key),
				linesMode: 'some',
				linesInput: 'json',
				linesJson: JSON.stringify([
					{ code: added.code, quantity: QUANTITY, warehouse: added.warehouse },
				]),
				amend: { ...waits },
			},
			async count() {
				const [order] = await company.admin.rows('sop_orders', { customer_document_no: key });
				return (order.lines as IDataObject[]).filter(({ code }) => code === added.code).length;
			},
		};
	});
}

async function ordersFor(
	company: ChaosCompany,
	keys: string[],
): Promise<Array<{ key: string; goods: Stocked }>> {
	const orders = keys.map((key, at) => ({
		key,
		goods: company.goods[at % company.goods.length],
		quantity: QUANTITY,
	}));
	await company.order(orders);
	return orders;
}

/** Two warehouses that hold the same product. */
function pairsOf(goods: Stocked[]): Array<[Stocked, Stocked]> {
	return goods.flatMap((from) =>
		goods
			.filter((to) => to.code === from.code && to.warehouse !== from.warehouse)
			.map((to): [Stocked, Stocked] => [from, to]),
	);
}
