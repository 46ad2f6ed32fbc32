/** What was really committed, whatever the clients were told: orders by their key, drafts apart. */
import type { StoredCompany } from '../data/company.mts';

export interface OrderCount {
	key: string;
	/** Orders with a number. */
	orders: number;
	drafts: number;
	ids: number[];
}

export interface OrderLedger {
	orders: OrderCount[];
	/** Commits that still wait for their time. */
	pendingCommits: number;
	/** Documents whose commit was kept from readers for a while. */
	hiddenCommits: number;
}

/** Counts a company's documents by a field that holds the shop's key; documents without a key do not count. */
export function orderLedger(
	company: StoredCompany,
	pendingCommits: number,
	resource = 'sop_orders',
	field = 'customer_document_no',
): OrderLedger {
	const counts = new Map<string, OrderCount>();
	const table = company.table(resource);
	for (const row of table.stored()) {
		const key = typeof row[field] === 'string' ? row[field] : '';
		if (key === '') continue;
		const count = counts.get(key) ?? { key, orders: 0, drafts: 0, ids: [] };
		count[row.is_draft === true ? 'drafts' : 'orders']++;
		count.ids.push(row.id);
		counts.set(key, count);
	}
	return { orders: [...counts.values()], pendingCommits, hiddenCommits: table.lateRows };
}
