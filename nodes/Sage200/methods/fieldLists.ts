/** Lists of fields, from the catalog alone: nothing is asked of Sage. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../core/alphabet';
import { findSchema, type BodyShape, type Field } from '../catalog';
import { labelOf } from '../catalog/labels';
import { resources } from '../resources';
import { listedShape } from '../sage200/protocol/endpoints';

import { chosenEndpoint } from './recordTypes';

type FieldList = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

const isNested = ({ type }: Field) => type === 'object' || type === 'list';

/** Fields that a filter or a sort can use. */
export const filterFields = listOf((field) => !isNested(field));
/** Fields that can be asked for one by one. */
export const selectFields = filterFields;
/** Nested records that come only when asked for. */
export const expandFields = listOf(isNested);

function listOf(wanted: (field: Field) => boolean): FieldList {
	return async function (this: ILoadOptionsFunctions) {
		const shape = shapeOf(this);
		const fields = [...((shape && findSchema(shape.schema)?.fields.values()) || [])];
		return fields
			.filter(wanted)
			.map((field) => ({ name: labelOf(field.name), value: field.name, description: field.name }))
			.sort(alphabetically(({ name }) => name));
	};
}

/** What the chosen resource lists; for Record, what the chosen kind of record is. */
function shapeOf(context: ILoadOptionsFunctions): BodyShape | undefined {
	const chosen = (name: string) => String(context.getCurrentNodeParameter(name) ?? '');
	const resource = resources.find(({ value }) => value === chosen('resource'));
	const listed =
		resource?.operations.find(({ value }) => value === chosen('operation'))?.listed ??
		resource?.listed;
	return listed ? listedShape(listed) : chosenEndpoint(context)?.operation.reply;
}
