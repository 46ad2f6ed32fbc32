/** Lists of a record's fields, from the catalog alone: nothing is asked of Sage. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../core/alphabet';
import { findSchema, type Field } from '../catalog';
import { labelOf } from '../catalog/labels';

type FieldList = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

const isNested = ({ type }: Field) => type === 'object' || type === 'list';

/**
 * The lists that the form of a read asks for.
 * @param schemaOf name of the chosen record's schema; undefined while none is chosen
 */
export function fieldListsOf(
	schemaOf: (context: ILoadOptionsFunctions) => string | undefined,
): Record<'filterFields' | 'selectFields' | 'expandFields', FieldList> {
	const listOf = (wanted: (field: Field) => boolean): FieldList =>
		async function (this: ILoadOptionsFunctions) {
			const name = schemaOf(this);
			const fields = [...((name && findSchema(name)?.fields.values()) || [])];
			return fields
				.filter(wanted)
				.map((field) => ({ name: labelOf(field.name), value: field.name, description: field.name }))
				.sort(alphabetically((option) => option.name));
		};
	const plain = listOf((field) => !isNested(field));
	return {
		// What a filter or a sort can use.
		filterFields: plain,
		// What can be asked for one by one.
		selectFields: plain,
		// Nested records that come only when asked for.
		expandFields: listOf(isNested),
	};
}
