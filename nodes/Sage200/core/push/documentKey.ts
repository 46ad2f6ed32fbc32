/** Sales documents that are made of others carry a key of their own and are pushed once, as new orders are. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../item';
import { pusherOf, type KeyedDocument } from './push';
import type { SageApi } from '../../sage200/protocol/api';
import type { Problem } from '../../sage200/protocol/failures';
import { keyProblem, storedKey, type KeyRule } from '../../sage200/push/key';
import type { Documents } from '../../sage200/push/pusher';

import { DUPLICATE_PROTECTION, keyRuleOf, pushSettingsOf } from './protection';

/** As for new orders; one that is there already is always returned. */
export const KEY_PROTECTION: INodeProperties = {
	...DUPLICATE_PROTECTION,
	options: (DUPLICATE_PROTECTION.options as INodePropertyOptions[]).filter(
		({ name }) => name !== 'ifExists',
	),
};

export interface DocumentKey {
	/** As stored in Sage, prefix and all. */
	key: string;
	rule: KeyRule;
}

/** Reads the key parameter of an item. */
export function readKey(
	item: Item,
	schema: string,
	{ name, displayName }: INodeProperties,
	problems: Problem[],
): DocumentKey {
	const rule = { ...keyRuleOf(item, schema), label: displayName };
	const problem = keyProblem(rule, item.text(name));
	if (problem) problems.push(problem);
	return { key: storedKey(rule, item.text(name)), rule };
}

/** Bodies and keys as documents to be pushed; items of one company and key field share their look-ups. */
export function keyedDocuments(
	bodies: Map<Item, object>,
	keys: Map<Item, DocumentKey>,
	documentsOf: (api: SageApi, keyField: string) => Documents,
): Map<Item, KeyedDocument> {
	const keyed = new Map<Item, KeyedDocument>();
	for (const [company, group] of groupBy([...bodies.keys()], (item) => item.company)) {
		for (const [keyField, sharing] of groupBy(group, (item) => keys.get(item)!.rule.field)) {
			const documents = documentsOf(company.api, keyField);
			for (const item of sharing) {
				const { key, rule } = keys.get(item)!;
				keyed.set(item, {
					key,
					label: rule.label,
					body: bodies.get(item)!,
					documents,
					pusher: pusherOf(item, documents, pushSettingsOf(item)),
				});
			}
		}
	}
	return keyed;
}
