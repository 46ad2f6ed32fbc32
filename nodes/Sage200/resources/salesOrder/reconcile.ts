/** Reconcile a shop's orders with Sage's, in batched reads. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../catalog';
import { readDay } from '../../core/form/day';
import { parsedJson } from '../../core/form/fields';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { prepared, type Output, type Prepared } from '../../core/prepared';
import { invalid, type Problem } from '../../sage200/protocol/failures';
import { amountIn } from '../../sage200/values/optional';
import { keyProblem, storedKey, type KeyRule } from '../../sage200/push/key';
import { readOrders, reconciled, type ShopOrder } from '../../sage200/orders/reconcile';

import { skipReason } from '../../sage200/shops/states';

import { TOTAL_TOLERANCE_PENCE } from './moneyInput';
import { SHOP, SHOP_ORDER, SHOP_PREFIX } from './shop/form';
import { heldBy } from './shop/orders';
import { shopPrefixOf } from './shop/prefix';
import { pushedWhen } from './shop/rules';
import { KEY_PLACE, keyRuleOf } from '../../core/push/keyPlace';

const BY_ITEM = { show: { ordersInput: ['items'] } };
const BY_JSON = { show: { ordersInput: ['json'] } };
const BY_SHOP = { show: { ordersInput: ['shop'] } };
const PREFIX_LABEL = 'Prefix of the Shop';
const JSON_LABEL = "Shop's Orders (JSON)";

const properties: INodeProperties[] = [
	{
		displayName: 'Orders',
		name: 'ordersInput',
		type: 'options',
		default: 'items',
		options: [
			{ name: 'As JSON', value: 'json' },
			{ name: 'As the Shop Sends Them', value: 'shop' },
			{ name: 'One for Each Item', value: 'items' },
		],
		description: "How the shop's orders are given",
	},
	{
		displayName: 'Key',
		name: 'shopKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. #1001',
		displayOptions: BY_ITEM,
		description: "The shop's own order number, without the prefix",
	},
	{
		displayName: 'Total',
		name: 'shopTotal',
		type: 'string',
		default: '',
		placeholder: 'e.g. 79.46',
		displayOptions: BY_ITEM,
		description: 'With tax and shipping. Leave empty not to compare it.',
	},
	{
		displayName: 'Date',
		name: 'shopDate',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2024-05-24',
		displayOptions: BY_ITEM,
		description: 'Leave empty not to compare it',
	},
	{
		displayName: JSON_LABEL,
		name: 'shopOrders',
		type: 'json',
		default: '[\n  { "key": "", "total": 0, "date": "" }\n]',
		displayOptions: BY_JSON,
		description: 'An array of orders with "key", and if wanted "total" and "date"',
	},
	...[SHOP, SHOP_ORDER, { ...SHOP_PREFIX, displayName: PREFIX_LABEL }].map((property) => ({
		...property,
		required: undefined,
		displayOptions: BY_SHOP,
	})),
	{
		displayName: 'Only What Is Wrong',
		name: 'onlyFaults',
		type: 'boolean',
		default: false,
		validateType: 'boolean',
		description:
			'Whether to leave out orders that are in Sage 200 once, confirmed, and at the same total',
	},
	{
		displayName: 'Tolerance (Pence)',
		name: 'totalTolerance',
		type: 'number',
		default: TOTAL_TOLERANCE_PENCE,
		validateType: 'number',
		typeOptions: { minValue: 0 },
		description: 'How much the totals may differ',
	},
	KEY_PLACE,
];

export const reconcileOrders: Operation = {
	value: 'reconcile',
	name: 'Reconcile',
	action: 'Reconcile sales orders with shop',
	description:
		"Tell which of a shop's orders are missing, there twice, cancelled, different in total, or still drafts",
	writes: false,
	gives: { key: 'string', result: 'string', findings: 'array', orders: 'array' },
	properties,
	prepare: prepareReconciliation,
};

async function prepareReconciliation(items: Item[]): Promise<Prepared> {
	const problems = new ItemProblems(items);
	const asked = items
		.map((item) => ({
			item,
			orders: problems.collect(item, () => readShopOrders(item, problems.of(item))) ?? [],
		}))
		.filter(({ item }) => problems.of(item).length === 0);
	const results = new Map<Item, Output>();
	for (const [company, group] of groupBy(asked, ({ item }) => item.company)) {
		for (const [field, sharing] of groupBy(
			group,
			({ item }) => keyRuleOf(item, 'sop_order').field,
		)) {
			const keys = sharing.flatMap(({ orders }) => orders.map(({ key }) => key));
			const found = await readOrders(company.lookups, field, keys);
			for (const { item, orders } of sharing) {
				const tolerance = item.parameter('totalTolerance', TOTAL_TOLERANCE_PENCE);
				const rows = orders.map(({ notForSale, unread, ...order }) =>
					withSale({ notForSale, unread }, reconciled(order, found, tolerance)),
				);
				results.set(
					item,
					item.parameter('onlyFaults', false)
						? rows.filter(({ result }) => !RIGHT.has(result))
						: rows,
				);
			}
		}
	}
	return prepared({
		refused: problems.refused,
		jobs: results,
		execute: async (rows) => rows,
	});
}

const RIGHT: ReadonlySet<string> = new Set(['matched', 'skipped']);

/** An order of a shop that is not for sale is missing or cancelled rightly; where it is live in Sage, a person should know. */
function withSale<Row extends { result: string }>({ notForSale, unread }: ReadAtShop, read: Row) {
	const row = unread.length > 0 ? { ...read, problems: unread } : read;
	if (notForSale === undefined) return row;
	return {
		...row,
		result: row.result === 'missing' || row.result === 'cancelled' ? 'skipped' : 'not_for_sale',
		reason: notForSale,
	};
}

/** What the shop's order itself says. */
interface ReadAtShop {
	/** Why the shop's order is not to be in Sage. */
	notForSale?: string;
	/** What could not be read of it. */
	unread: Problem[];
}

/** An order that is asked for. */
type AskedOrder = ShopOrder & ReadAtShop;

function readShopOrders(item: Item, problems: Problem[]): AskedOrder[] {
	const rule = ruleOf(item, problems);
	return rowsOf(item).map(({ label, key, total, date, notForSale, unread = [] }) => {
		const problem = keyProblem(rule, key);
		if (problem) problems.push({ ...problem, field: `${label}${problem.field}` });
		return {
			key: storedKey(rule, String(key ?? '')),
			total: amountIn(total, `${label}Total`, problems),
			date: readDay(
				item,
				fieldOf('sop_order', 'document_date'),
				date,
				`${label}Date`,
				problems,
			)?.slice(0, 'yyyy-mm-dd'.length),
			notForSale,
			unread,
		};
	});
}

interface Row {
	label: string;
	key?: unknown;
	total?: unknown;
	date?: unknown;
	notForSale?: string;
	unread?: Problem[];
}

function rowsOf(item: Item): Row[] {
	if (item.parameter<string>('ordersInput', 'items') === 'shop') {
		return heldBy(item).map(({ order, problems }) => ({
			label: `Order ${order.key}: `,
			key: order.key,
			total: order.totals.gross.rounded(2).toNumber(),
			date: order.placedAt,
			notForSale: skipReason({ order, problems }, pushedWhen(item)),
			unread: problems,
		}));
	}
	if (item.parameter('ordersInput', 'items') === 'items') {
		return [
			{
				label: '',
				key: item.raw('shopKey'),
				total: item.parameter('shopTotal', ''),
				date: item.parameter('shopDate', ''),
			},
		];
	}
	const rows = parsedJson(item.parameter('shopOrders', '[]'), JSON_LABEL);
	if (!Array.isArray(rows))
		throw invalid(
			JSON_LABEL,
			'must be a JSON array',
			'Write it as [{"key": "WEB-10001", "total": 54.95}].',
		);
	return rows.map((row, at) => ({ ...(row as object), label: `Order ${at + 1}: ` }));
}

function ruleOf(item: Item, problems: Problem[]): KeyRule {
	const rule = { ...keyRuleOf(item, 'sop_order'), label: 'Key' };
	const isShops = item.parameter<string>('ordersInput', 'items') === 'shop';
	return isShops ? { ...rule, prefix: shopPrefixOf(item, problems, PREFIX_LABEL) } : rule;
}
