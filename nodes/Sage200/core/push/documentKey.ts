/** The key of an item's document, as the form gives it. */
import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../item';
import type { Problem } from '../../sage200/protocol/failures';
import { keyProblem, storedKey, type KeyRule } from '../../sage200/push/key';

import { keyRuleOf } from './keyPlace';

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
	const problem = keyProblem(rule, item.raw(name));
	if (problem) problems.push(problem);
	return { key: storedKey(rule, item.text(name)), rule };
}

/** Whether Sage can store the key, so that a document may carry it. */
export function isStorable({ key, rule }: DocumentKey): boolean {
	return keyProblem({ ...rule, prefix: '' }, key) === undefined;
}
