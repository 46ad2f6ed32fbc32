/** A form whose every field is left to a model, as a person leaves it by n8n's button beside each. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/** A form for a tool, and what a model gives that leaves all as it is. */
export interface LeftToModel {
	parameters: Record<string, unknown>;
	/** By the names that the model knows the fields by. */
	given: Record<string, unknown>;
}

/** What a person alone can set. */
const NOT_ASKED = new Set<INodeProperties['type']>(['hidden', 'notice']);

/** Leaves all fields of a form to the model. */
export function leftToModel(form: INodeProperties[]): LeftToModel {
	const given: LeftToModel['given'] = {};
	return { parameters: fieldsOf(form, '', given), given };
}

function fieldsOf(
	fields: INodeProperties[],
	path: string,
	given: LeftToModel['given'],
): Record<string, unknown> {
	const asked = fields.filter(
		({ type, noDataExpression }) => !NOT_ASKED.has(type) && !noDataExpression,
	);
	return Object.fromEntries(asked.map((field) => [field.name, valueOf(field, path, given)]));
}

function valueOf(field: INodeProperties, path: string, given: LeftToModel['given']): unknown {
	const { type, name, default: usual, options = [], modes = [], typeOptions } = field;
	const key = `${path}${name}`;
	if (type === 'collection') return fieldsOf(options as INodeProperties[], `${key}_`, given);
	if (type === 'fixedCollection') {
		const [{ name: row, values }] = options as INodePropertyCollection[];
		const fields = fieldsOf(values, `${key}_`, given);
		return { [row]: typeOptions?.multipleValues ? [fields] : fields };
	}
	if (type === 'resourceLocator') {
		given[key] = '';
		const typed = modes.find(({ type: mode }) => mode === 'string');
		return { __rl: true, mode: typed?.name ?? 'id', value: expression(key, field) };
	}
	given[key] = Array.isArray(usual) ? usual.join(', ') : (usual ?? '');
	return expression(key, field);
}

function expression(key: string, { displayName, type }: INodeProperties): string {
	const label = displayName.replace(/[^\w ()/-]/g, '');
	// n8n takes no empty JSON of a model, so what may be empty is text.
	const kind = type === 'boolean' || type === 'number' ? type : 'string';
	return `={{ $fromAI('${key}', '${label}', '${kind}') }}`;
}

/** The form as n8n gives it to the node once the model has filled it in. */
export function filledBy(
	{ parameters }: LeftToModel,
	values: Record<string, unknown>,
): Record<string, unknown> {
	const filled = JSON.stringify(parameters, (_name, value: unknown) => {
		const key = typeof value === 'string' && /^={{ \$fromAI\('(\w+)'/.exec(value)?.[1];
		return key ? values[key] : value;
	});
	return JSON.parse(filled) as Record<string, unknown>;
}
