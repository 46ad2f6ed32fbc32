/** How an order is kept from being pushed twice: the form's part of it, and its settings. */
import { DOUBT_SECONDS, LOOK_AGAIN_SECONDS, SETTLE_SECONDS } from '../../sage200/protocol/waits';
import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../item';
import type { SageRecord } from '../../sage200/protocol/api';
import type { PushSettings } from '../../sage200/push/push';

import { KEY_COLLECTION, KEY_FIELD, KEY_PREFIX, keySettingsOf } from './keyPlace';
import { servedByOneProcess } from './singleProcess';

const DOUBT: INodeProperties = {
	displayName: 'Doubt Lasts (Seconds)',
	name: 'doubtSeconds',
	type: 'number',
	default: DOUBT_SECONDS,
	validateType: 'number',
	typeOptions: { minValue: 0 },
	description:
		'How long after an unclear answer the key is looked for but not posted again (Standard)',
};

const IF_EXISTS: INodeProperties = {
	displayName: 'If It Exists',
	name: 'ifExists',
	type: 'options',
	default: 'return',
	options: [
		{ name: 'Fail', value: 'fail' },
		{
			name: 'Fail If Different',
			value: 'failIfDifferent',
			description:
				'Return it, unless it is cancelled, a draft, or its lines, total or currency are not those that are pushed',
		},
		{ name: 'Return It', value: 'return', description: 'Return it and tell what differs' },
		{ name: 'Update It', value: 'update', description: 'Change what differs' },
	],
	description: 'What to do when Sage 200 has an order with this key',
};

const IF_ARCHIVED: INodeProperties = {
	displayName: 'If It May Be Archived',
	name: 'ifArchived',
	type: 'options',
	default: 'refuse',
	options: [
		{ name: 'Post It', value: 'post' },
		{ name: 'Refuse It', value: 'refuse' },
	],
	description:
		'What to do with an order of a day up to which Sage 200 has archived its orders: archived ones may not be found by their keys',
};

const LOOK_AGAIN: INodeProperties = {
	displayName: 'Look Again For (Seconds)',
	name: 'lookAgainSeconds',
	type: 'number',
	default: LOOK_AGAIN_SECONDS,
	validateType: 'number',
	typeOptions: { minValue: 0 },
	description:
		'How long to look for an order whose post got no clear answer, before it is reported as in doubt',
};

const LEVEL: INodeProperties = {
	displayName: 'Protection',
	name: 'level',
	type: 'options',
	default: 'automatic',
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description:
				'Standard where the node can tell that one process serves the workflow, else Strict',
		},
		{
			name: 'Standard',
			value: 'standard',
			description: 'Looks before posting and after any unclear answer. For one n8n process.',
		},
		{
			name: 'Strict',
			value: 'strict',
			description: 'Posts a draft, looks, confirms, looks once more. For several workers.',
		},
	],
};

const SETTLE: INodeProperties = {
	displayName: 'Settle For (Seconds)',
	name: 'settleSeconds',
	type: 'number',
	default: SETTLE_SECONDS,
	validateType: 'number',
	typeOptions: { minValue: 0, numberPrecision: 3 },
	description: 'How long an order may take until other workers see it (Strict)',
};

function protectionWith(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Duplicate Protection',
		name: KEY_COLLECTION,
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	};
}

/** Options of new orders. */
export const ORDER_PROTECTION: INodeProperties[] = [
	DOUBT,
	IF_EXISTS,
	IF_ARCHIVED,
	KEY_FIELD,
	KEY_PREFIX,
	LOOK_AGAIN,
	LEVEL,
	SETTLE,
];

/** For sales documents that are made of others: one that is there already is always returned. */
export const DERIVED_PROTECTION = protectionWith(
	ORDER_PROTECTION.filter((option) => option !== IF_EXISTS),
);

/** For refunds of shops, whose keys begin with the shop's prefix. */
export const REFUND_PROTECTION = protectionWith(
	ORDER_PROTECTION.filter((option) => option !== IF_EXISTS && option !== KEY_PREFIX),
);

/** For postings, whose key has one place. They have no drafts, which Strict protection rests on. */
export const POSTING_PROTECTION = protectionWith([DOUBT, KEY_PREFIX, LOOK_AGAIN]);

/** For documents with drafts, whose key has one place. */
export const DRAFTED_PROTECTION = protectionWith([DOUBT, KEY_PREFIX, LOOK_AGAIN, LEVEL, SETTLE]);

/** How a document of an item is protected that is confirmed once it is pushed. */
export function pushSettingsOf(item: Item): PushSettings {
	const protection = chosenProtection(item) ?? automaticProtection(item);
	return { ...waitsOf(item), protection, draft: false };
}

/**
 * How a document of an item is protected that stays a draft. Strict confirms one of several drafts, so it is used only
 * where it is chosen.
 */
export function draftSettingsOf(item: Item): PushSettings {
	return { ...waitsOf(item), protection: chosenProtection(item) ?? 'standard', draft: true };
}

/** How an item's document is protected: as a draft where its body says so. */
export function settingsFor(item: Item, { is_editing }: SageRecord): PushSettings {
	return is_editing === true ? draftSettingsOf(item) : pushSettingsOf(item);
}

/** Whether an item posts a document also where it may be among those that Sage has archived. */
export function postsArchived(item: Item): boolean {
	return keySettingsOf(item).ifArchived === 'post';
}

/** Whether an item asks for Strict itself. */
export function asksForStrict(item: Item): boolean {
	return keySettingsOf(item).level === 'strict';
}

/** The protection that the form names; undefined for Automatic. */
function chosenProtection(item: Item): PushSettings['protection'] | undefined {
	const { level } = keySettingsOf(item);
	return level === 'standard' || level === 'strict' ? level : undefined;
}

function automaticProtection(item: Item): PushSettings['protection'] {
	return servedByOneProcess(item.execution, item.memory) ? 'standard' : 'strict';
}

function waitsOf(
	item: Item,
): Pick<PushSettings, 'lookAgainSeconds' | 'doubtSeconds' | 'settleSeconds'> {
	const { lookAgainSeconds, doubtSeconds, settleSeconds } = keySettingsOf(item);
	return {
		lookAgainSeconds: Number(lookAgainSeconds ?? LOOK_AGAIN_SECONDS),
		doubtSeconds: Number(doubtSeconds ?? DOUBT_SECONDS),
		settleSeconds: Number(settleSeconds ?? SETTLE_SECONDS),
	};
}

export type IfExists = 'return' | 'fail' | 'failIfDifferent' | 'update';

/** What becomes of an order whose key is in Sage already; it is returned where the form says nothing. */
export function ifExistsOf(item: Item): IfExists {
	return (keySettingsOf(item).ifExists as IfExists | undefined) ?? 'return';
}
