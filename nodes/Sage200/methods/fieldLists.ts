/** Fields of what the chosen resource lists; for Record, of what the chosen kind of record is. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { resources } from '../resources';
import { listedShape } from '../sage200/protocol/endpoints';

import { fieldListsOf } from './fieldOptions';
import { chosenEndpoint } from './recordTypes';

export const { expandFields, filterFields, selectFields } = fieldListsOf(schemaOf);

function schemaOf(context: ILoadOptionsFunctions): string | undefined {
	const chosen = (name: string) => String(context.getCurrentNodeParameter(name) ?? '');
	const resource = resources.find(({ value }) => value === chosen('resource'));
	const listed =
		resource?.operations.find(({ value }) => value === chosen('operation'))?.listed ??
		resource?.listed;
	return (listed ? listedShape(listed) : chosenEndpoint(context)?.operation.reply)?.schema;
}
