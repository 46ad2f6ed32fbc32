/** How an order is kept from being pushed twice: the form's part of it, and its settings. */
import type { INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../alphabet';
import type { Item } from '../item';
import type { KeyRule } from '../../sage200/push/key';
import type { PushSettings } from '../../sage200/push/pusher';
import { DOUBT_SECONDS } from '../../sage200/push/register';

const LOOK_AGAIN_SECONDS = 30;
const SETTLE_SECONDS = 0.5;

const KEY_FIELDS = [
	{ name: 'Customer Document Number', value: 'customer_document_no' },
	...Array.from({ length: 20 }, (_, at) => ({
		name: `Analysis Code ${String(at + 1).padStart(2, '0')}`,
		value: `analysis_code_${at + 1}`,
	})),
	...Array.from({ length: 10 }, (_, at) => ({
		name: `Spare Text ${String(at + 1).padStart(2, '0')}`,
		value: `spare_text_${at + 1}`,
	})),
].sort(alphabetically(({ name }) => name));

export const DUPLICATE_PROTECTION: INodeProperties = {
	displayName: 'Duplicate Protection',
	name: 'protection',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Doubt Lasts (Seconds)',
			name: 'doubtSeconds',
			type: 'number',
			default: DOUBT_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description:
				'How long after an unclear answer the key is looked for but not posted again (Standard)',
		},
		{
			displayName: 'If It Exists',
			name: 'ifExists',
			type: 'options',
			default: 'return',
			options: [
				{ name: 'Fail', value: 'fail' },
				{ name: 'Return It', value: 'return' },
				{ name: 'Update It', value: 'update', description: 'Change what differs' },
			],
			description: 'What to do when Sage 200 has an order with this key',
		},
		{
			displayName: 'Key Field',
			name: 'keyField',
			type: 'options',
			default: 'customer_document_no',
			options: KEY_FIELDS,
			description: 'Where in Sage 200 the order key is kept',
		},
		{
			displayName: 'Key Prefix',
			name: 'keyPrefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. WEB-',
			description: 'Put before every key, to set this shop apart from others',
		},
		{
			displayName: 'Look Again For (Seconds)',
			name: 'lookAgainSeconds',
			type: 'number',
			default: LOOK_AGAIN_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description:
				'How long to look for an order whose post got no clear answer, before it is reported as in doubt',
		},
		{
			displayName: 'Protection',
			name: 'level',
			type: 'options',
			default: 'standard',
			options: [
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
		},
		{
			displayName: 'Settle For (Seconds)',
			name: 'settleSeconds',
			type: 'number',
			default: SETTLE_SECONDS,
			validateType: 'number',
			typeOptions: { minValue: 0 },
			description: 'How long an order may take until other workers see it (Strict)',
		},
	],
};

/** Where keys are kept: for operations that look at orders and push none. */
export const KEY_PLACE: INodeProperties = {
	...DUPLICATE_PROTECTION,
	displayName: 'Key Options',
	options: (DUPLICATE_PROTECTION.options as INodeProperties[]).filter(
		({ name }) => name === 'keyField' || name === 'keyPrefix',
	),
};

/** Where an item's key is kept and what is put before it. */
export function keyRuleOf(item: Item, schema: string): KeyRule {
	const { keyField, keyPrefix } = item.collection('protection');
	return {
		schema,
		field: String(keyField ?? 'customer_document_no'),
		prefix: String(keyPrefix ?? ''),
		label: 'Order Key',
	};
}

export function pushSettingsOf(item: Item): PushSettings {
	const { level, lookAgainSeconds, doubtSeconds, settleSeconds } = item.collection('protection');
	return {
		protection: level === 'strict' ? 'strict' : 'standard',
		lookAgainSeconds: Number(lookAgainSeconds ?? LOOK_AGAIN_SECONDS),
		doubtSeconds: Number(doubtSeconds ?? DOUBT_SECONDS),
		settleSeconds: Number(settleSeconds ?? SETTLE_SECONDS),
	};
}

export function ifExistsOf(item: Item): 'return' | 'fail' | 'update' {
	return (item.collection('protection').ifExists as 'fail' | 'update' | undefined) ?? 'return';
}
