/** Where order keys are kept: one place for what pushes orders and for what names them by their keys. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../alphabet';
import { OPTIONS_BOX } from '../form/common';
import type { Item } from '../item';
import type { KeyPlace } from '../identity';
import type { Operation } from '../resource';
import { storedKey, type KeyRule } from '../../sage200/push/key';

const DEFAULT_FIELD = 'customer_document_no';

/** Fields that can keep keys. */
export const KEY_FIELDS = [
	{ name: 'Customer Document Number', value: DEFAULT_FIELD },
	...Array.from({ length: 20 }, (_, at) => ({
		name: `Analysis Code ${String(at + 1).padStart(2, '0')}`,
		value: `analysis_code_${at + 1}`,
	})),
	...Array.from({ length: 10 }, (_, at) => ({
		name: `Spare Text ${String(at + 1).padStart(2, '0')}`,
		value: `spare_text_${at + 1}`,
	})),
].sort(alphabetically(({ name }) => name));

export const KEY_FIELD: INodeProperties = {
	displayName: 'Key Field Name or ID',
	name: 'keyField',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'keyFields' },
	default: DEFAULT_FIELD,
	options: KEY_FIELDS,
	description:
		'Where in Sage 200 the order key is kept. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const KEY_PREFIX: INodeProperties = {
	displayName: 'Key Prefix',
	name: 'keyPrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. WEB-',
	description: 'Put before every key, to set this shop apart from others',
};

/** The collection that holds where keys are kept, with what else keeps documents from being pushed twice. */
export const KEY_COLLECTION = 'protection';

/** What an item says of keys: new orders have it among their options, other operations in a box of its own. */
export function keySettingsOf(item: Item): IDataObject {
	return { ...item.collection(KEY_COLLECTION), ...item.collection(OPTIONS_BOX) };
}

/** For operations that look at orders and push none. */
export const KEY_PLACE: INodeProperties = {
	displayName: 'Key Options',
	name: KEY_COLLECTION,
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [KEY_FIELD, KEY_PREFIX],
};

/** Where an item's key is kept and what is put before it. */
export function keyRuleOf(item: Item, schema: string): KeyRule {
	const { keyField, keyPrefix } = keySettingsOf(item);
	return {
		schema,
		field: String(keyField ?? DEFAULT_FIELD),
		prefix: String(keyPrefix ?? ''),
		label: 'Order Key',
	};
}

/** Where an item's keys are looked for, when it names a document by its key. */
export function keyPlaceOf(item: Item, schema: string): KeyPlace {
	const rule = keyRuleOf(item, schema);
	return { field: rule.field, stored: (given) => storedKey(rule, given) };
}

/** An operation that names documents by their keys, with where those are kept. */
export function withKeyPlace(operation: Operation): Operation {
	return { ...operation, properties: [...operation.properties, KEY_PLACE] };
}
