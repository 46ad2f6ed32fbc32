/** Create a sales return from an order's lines, once. */
import type { INodeProperties } from 'n8n-workflow';

import { otherFields } from '../../core/form/fields';
import { withOtherFields } from '../../core/form/otherFields';
import { picker } from '../../core/form/picker';
import { identify } from '../../core/identity';
import { lineRows } from '../../core/form/lineInput';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { preparePushes, type ItemPush } from '../../core/push/pushBatch';
import { ItemPushers } from '../../core/push/pushers';
import type { Operation } from '../../core/resource';
import { checkRequestedLines } from '../../sage200/despatches/plan';
import { readRequestedLines } from '../../sage200/lines/requestedLines';
import type { SageRecord } from '../../sage200/protocol/api';
import { bodyOf } from '../../sage200/values/bodies';
import { booleanIn } from '../../sage200/values/booleans';
import { joined } from '../../sage200/values/grouping';
import { numberRemarks } from '../../sage200/orders/remarks';
import { returnOf } from '../../sage200/orders/derived/returns';
import { orderIdentity } from '../salesOrder/identity';
import { readKey } from '../../core/push/documentKey';
import { DERIVED_PROTECTION } from '../../core/push/protection';
import { EarlierReturns } from './earlier';

import { LINES_TO_RETURN, RETURN_FIELDS, RETURN_KEY, RETURN_LINES } from './form';
import { RETURN_ANSWER } from './given';
import { RETURNED, returnDocuments, returnPush } from './returnPush';

const properties: INodeProperties[] = [
	picker(orderIdentity, {
		displayName: 'Original Order',
		description: 'The order whose goods come back',
	}),
	RETURN_KEY,
	...RETURN_LINES,
	RETURN_FIELDS,
	otherFields,
	DERIVED_PROTECTION,
];

export const createReturn: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create sales return',
	description:
		'Push a return once: when its key is in Sage 200 already, that return is returned (Sage 200 2025 R1 or newer)',
	writes: true,
	...RETURN_ANSWER,
	properties,
	async prepare(items) {
		const problems = new ItemProblems(items);
		const keys = new Map(
			items.map((item) => [item, readKey(item, 'sop_return', RETURN_KEY, problems.of(item))]),
		);
		const orders = await identify(items, orderIdentity, { expand: ['lines'] });
		problems.add(orders.refused);
		const pushers = new ItemPushers(returnDocuments);
		const pushes: ItemPush[] = [];
		const bodies = new Map<Item, SageRecord>();
		for (const [item, { order, documentKey, earlier }] of joined({
			earlier: await EarlierReturns.of(orders.records),
			order: orders.records,
			documentKey: keys,
		})) {
			const { key, rule } = documentKey;
			const found = problems.of(item);
			const { keepPrices, charges, ...fields } = item.fields('returnFields');
			const rules = {
				prices: booleanIn(keepPrices) !== false,
				charges: booleanIn(charges) === true,
			};
			const header = problems.collect(item, () =>
				bodyOf(
					'sop_return',
					withOtherFields(item, {
						form: fields,
						places: { ...RETURNED, [rule.field]: rule.label },
					}),
					item.rules,
					found,
				),
			);
			const requested =
				item.parameter<string>('returnLines', 'named') === 'all'
					? undefined
					: readRequestedLines(lineRows(item, LINES_TO_RETURN, found), found);
			if (requested?.length === 0 && found.length === 0)
				found.push({
					field: 'Lines to Return',
					message: 'has no lines',
					remedy: 'Add a line, or return all lines.',
				});
			if (requested && found.length === 0) checkRequestedLines(requested, order, found);
			if (found.length > 0) continue;
			const body = returnOf(
				earlier.leftOf(order, { field: rule.field, key }),
				requested,
				rules,
				found,
			);
			if (found.length > 0) continue;
			const push = returnPush(
				item,
				{ key, rule, order, body, header, prices: rules.prices },
				earlier,
				pushers,
			);
			bodies.set(item, push.body);
			pushes.push(push);
		}
		return await preparePushes(pushes, problems.refused, (item, { outcome, record }) =>
			outcome === 'existing' ? [] : numberRemarks(bodies.get(item) ?? {}, record),
		);
	},
};
