/** Create a sales return from a shop's refund, once for each refund. */
import { parsedJson } from '../../../core/form/fields';
import { withOtherFields } from '../../../core/form/otherFields';
import type { Item } from '../../../core/item';
import type { Prepared, Work } from '../../../core/prepared';
import { ItemProblems } from '../../../core/problems';
import { keyRuleOf } from '../../../core/push/keyPlace';
import { preparePushes } from '../../../core/push/pushBatch';
import { ItemPushers } from '../../../core/push/pushers';
import type { Operation } from '../../../core/resource';
import { LINE_TYPES } from '../../../sage200/lines/orderLines';
import { normalKey } from '../../../sage200/lookups/lookups';
import { readSitePrices } from '../../../sage200/orders/create/siteSettings';
import { withRemedy } from '../../../sage200/orders/shop/refused';
import { shopReturn, type ReturnRules } from '../../../sage200/orders/shop/return';
import type { BookingSite } from '../../../sage200/orders/shop/settle';
import type { SageRecord } from '../../../sage200/protocol/api';
import { invalid, type Problem } from '../../../sage200/protocol/failures';
import { keyProblem, storedKey } from '../../../sage200/push/key';
import { objectsIn } from '../../../sage200/shops/envelope';
import type { ShopRefund } from '../../../sage200/shops/refund';
import { bodyOf } from '../../../sage200/values/bodies';
import { groupBy, joined } from '../../../sage200/values/grouping';
import { WHOLE } from '../../../sage200/values/numbers';
import { amountIn, textIn } from '../../../sage200/values/optional';
import { SHOP_PREFIX } from '../../salesOrder/shop/form';
import { shopPrefixOf } from '../../salesOrder/shop/prefix';
import { refuseDiscounts } from '../../salesOrder/shop/request';
import { shopOf } from '../../salesOrder/shop/orders';
import { EarlierReturns } from '../earlier';
import { RETURN_ANSWER } from '../given';
import { RETURNED, returnDocuments, returnPush, type ReturnPush } from '../returnPush';
import { ORDER_OF_REFUND, REFUND, REFUND_FORM } from './form';

export const createFromShopRefund: Operation = {
	value: 'createFromShopRefund',
	name: 'Create From Shop Refund',
	action: 'Create sales return from shop refund',
	description:
		'Push a shop’s refund once: returned goods, delivery and goodwill as lines of a return (Sage 200 2025 R1 or newer)',
	writes: true,
	...RETURN_ANSWER,
	properties: REFUND_FORM,
	async prepare(items) {
		const problems = new ItemProblems(items);
		const read = new Map(
			items.map((item) => [item, problems.collect(item, () => refundOf(item, problems.of(item)))]),
		);
		const isEmpty = (item: Item) => givesNothing(read.get(item), problems.of(item));
		const refunds = new Map([...read].filter(([item]) => !isEmpty(item)));
		const orders = await refundedOrders(refunds, problems);
		const pushers = new ItemPushers(returnDocuments);
		const pushes: ReturnPush[] = [];
		const earlier = await EarlierReturns.of(
			new Map([...orders].map(([item, { order }]) => [item, order])),
		);
		for (const [item, { refunded, returns }] of joined({ refunded: orders, returns: earlier })) {
			const push = await pushOf(item, refunded, returns, problems, pushers);
			if (push) pushes.push(push);
		}
		const remarksOf = (item: Item) => read.get(item)?.remarks ?? [];
		const ready = remedied(await preparePushes(pushes, problems.refused, remarksOf), pushes);
		const skipped = items.filter(isEmpty).map((item): [Item, Work] => [item, SKIPPED]);
		return { ...ready, work: new Map([...ready.work, ...skipped]) };
	},
};

/** A shop tells of a refund also where nothing is given back, as when an unpaid order is cancelled. */
const SKIPPED: Work = {
	carryOut: async () =>
		await Promise.resolve({ outcome: 'skipped', reason: 'The refund gives nothing back' }),
};

function givesNothing(refund: ShopRefund | undefined, problems: Problem[]): boolean {
	return refund?.lines.length === 0 && refund.totals.gross.sign === 0 && problems.length === 0;
}

/** @throws InvalidInput for a shop or JSON that is none */
function refundOf(item: Item, problems: Problem[]): ShopRefund | undefined {
	const { refunds, name } = shopOf(item);
	if (!refunds)
		throw invalid('Shop', `${name} has no refunds that can be read`, 'Use Sales Return: Create.');
	const given = parsedJson(item.parameter(REFUND.name, ''), REFUND.displayName);
	if (given === undefined)
		throw invalid(REFUND.displayName, 'is empty', 'Give the refund as the shop sends it.');
	const records = objectsIn(
		given,
		{ fields: refunds.refundFields, what: REFUND.displayName },
		problems,
	);
	if (records.length === 0 && problems.length === 0)
		throw invalid(REFUND.displayName, 'holds no refund', 'Give the refund as the shop sends it.');
	if (records.length > 1)
		throw invalid(REFUND.displayName, `holds ${records.length} refunds`, 'Give each as an item.');
	const moneyOf = item.collection('refundRules').moneyOf === 'buyer' ? 'buyer' : 'shop';
	return records.map((record) => refunds.readRefund(record, { moneyOf }, problems))[0];
}

/** A refund, and the order that it is of. */
interface RefundedOrder {
	refund: ShopRefund;
	/** With its lines. */
	order: SageRecord;
}

/** The orders of the refunds, looked up in one go for each company and key field. */
async function refundedOrders(
	refunds: Map<Item, ShopRefund | undefined>,
	problems: ItemProblems,
): Promise<Map<Item, RefundedOrder>> {
	const orders = new Map<Item, RefundedOrder>();
	const keyed = [...refunds].flatMap(([item, refund]) => {
		const key = refund && orderKeyOf(item, refund, problems.of(item));
		return refund === undefined || key === undefined ? [] : [{ item, refund, key }];
	});
	for (const [{ lookups }, group] of groupBy(keyed, ({ item }) => item.company)) {
		for (const [field, sharing] of groupBy(
			group,
			({ item }) => keyRuleOf(item, 'sop_order').field,
		)) {
			const wanted = sharing.map(({ key }) => key);
			const found = await lookups.byKeys<string>(
				{ resource: 'sop_orders', field, expand: ['lines'] },
				wanted,
			);
			for (const { item, refund, key } of sharing) {
				const rows = found.get(normalKey(key)) ?? [];
				if (rows.length === 1) orders.set(item, { refund, order: rows[0] });
				else problems.of(item).push(notOne(key, rows.length));
			}
		}
	}
	return orders;
}

function orderKeyOf(item: Item, refund: ShopRefund, problems: Problem[]): string | undefined {
	const number = item.text(ORDER_OF_REFUND.name) || refund.orderKey;
	if (number !== undefined) return `${shopPrefixOf(item, problems)}${number}`;
	const told = refund.orderId === undefined ? '' : ` (the shop's ID ${refund.orderId})`;
	problems.push({
		field: ORDER_OF_REFUND.displayName,
		message: `is empty, and the refund does not name its order${told}`,
		remedy: 'Give the number of the order as the buyer knows it.',
	});
	return undefined;
}

function notOne(key: string, count: number): Problem {
	return {
		field: ORDER_OF_REFUND.displayName,
		message:
			count === 0
				? `Sage 200 has no order with key "${key}"`
				: `Sage 200 has ${count} orders with key "${key}"`,
		remedy: 'Check the number and the key prefix.',
	};
}

async function pushOf(
	item: Item,
	{ refund, order }: RefundedOrder,
	earlier: EarlierReturns,
	all: ItemProblems,
	pushers: ItemPushers<SageRecord>,
): Promise<ReturnPush | undefined> {
	const problems = all.of(item);
	const rule = {
		...keyRuleOf(item, 'sop_return'),
		prefix: `${item.text(SHOP_PREFIX.name)}R`,
		label: 'Refund',
	};
	const wrong = keyProblem(rule, refund.id);
	if (wrong) problems.push(wrong);
	const key = storedKey(rule, refund.id);
	const site = await siteOf(item, refund.remarks, problems);
	const left = earlier.leftOf(order, { field: rule.field, key });
	const body = shopReturn(left, refund, site, rulesOf(item, problems), problems);
	const header = all.collect(item, () => {
		const places = { ...RETURNED, [rule.field]: rule.label };
		const given = withOtherFields(item, { form: {}, places });
		refuseDiscounts(given, problems);
		const values = { document_date: refund.refundedAt, ...given };
		return bodyOf('sop_return', values, item.rules, problems);
	});
	if (!body || problems.length > 0) return undefined;
	return returnPush(item, { key, rule, order, body, header, prices: true }, earlier, pushers);
}

/** A refusal that is for lines which not every site takes names the option that sends others. */
function remedied(ready: Prepared, pushes: ReturnPush[]): Prepared {
	const lines = new Map(pushes.map((push) => [push.item, push.lines]));
	const work = [...ready.work].map(([item, { carryOut }]): [Item, Work] => {
		const freeText = (lines.get(item) ?? [])
			.filter(({ line_type }) => line_type === LINE_TYPES.freeText)
			.map(({ description }) => String(description));
		const doubtful = { freeText, negative: [], unknownAsText: false };
		return [item, { carryOut: (follows) => withRemedy(carryOut(follows), doubtful) }];
	});
	return { ...ready, work: new Map(work) };
}

/** Kept for the execution by the company's look-ups. */
async function siteOf(
	{ company: { lookups } }: Item,
	remarks: string[],
	problems: Problem[],
): Promise<BookingSite> {
	const [taxCodes, { includeTax, notes, problems: unknown }] = await Promise.all([
		lookups.all('tax_codes'),
		readSitePrices(lookups),
	]);
	remarks.push(...notes);
	problems.push(...unknown);
	return { taxCodes, pricesIncludeTax: includeTax };
}

function rulesOf(item: Item, problems: Problem[]): ReturnRules {
	const rules = item.collection('refundRules');
	const label = 'Refund Rules: Allow Difference (Pence)';
	return {
		deliveryCharge: textIn(rules.deliveryCharge),
		extras: rules.extras === 'charge' ? 'charge' : 'freeText',
		extraCharge: textIn(rules.extraCharge),
		untaxedCode: textIn(rules.untaxedCode),
		allowedPence: amountIn(rules.allowedPence, label, problems, { ...WHOLE, least: 0 }) ?? 0,
	};
}
