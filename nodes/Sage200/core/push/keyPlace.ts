/** Where order keys are kept: one place for what pushes orders and for what names them by their keys. */
import type { INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../alphabet';
import type { Item } from '../item';
import type { KeyPlace } from '../identity';
import type { Operation } from '../resource';
import { storedKey, type KeyRule } from '../../sage200/push/key';

const DEFAULT_FIELD = 'customer_document_no';

const KEY_FIELDS = [
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
	displayName: 'Key Field',
	name: 'keyField',
	type: 'options',
	default: DEFAULT_FIELD,
	options: KEY_FIELDS,
	description: 'Where in Sage 200 the order key is kept',
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
	const { keyField, keyPrefix } = item.collection(KEY_COLLECTION);
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
