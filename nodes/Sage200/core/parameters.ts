/** What a node's form holds: for one item of an execution, or for the node itself where there are no items. */
import type {
	IDataObject,
	IExecuteFunctions,
	IGetNodeParameterOptions,
	ILoadOptionsFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
	IPollFunctions,
} from 'n8n-workflow';

import type { ValueRules } from '../sage200/values/convert';
import { isPlainObject, isRecord } from '../sage200/values/records';

import { checkedNumber, type NumberProperty } from './checkedNumber';
import { asChosen } from './choices';

/** What a picker holds. */
export interface Locator {
	/** `list`, `id`, the name of a human key, or `auto` for a value that came without a mode. */
	mode: string;
	value: string;
}

export type ReadParameter = (
	name: string,
	fallback: unknown,
	options?: IGetNodeParameterOptions,
) => unknown;

/** The parameters of each item, by its index. */
export type ReadItem = (index: number) => ReadParameter;

/** The properties that say what a form may hold, as far as what was read of it tells which form it is. */
export type FormOf = (read: ReadParameter) => INodeProperties[];

/**
 * Reads the parameters of all items of an execution. n8n takes about a millisecond for an expression, so each is
 * evaluated once an item, however often it is read; a random key stays the same, too. What holds no expression is read
 * once for all items.
 */
export function readingItems(context: IExecuteFunctions, formOf: FormOf = () => []): ReadItem {
	const { parameters } = context.getNode();
	const constants = new Map<string, Reading>();
	const isConstant = remembering(
		(name: string) => !holdsExpression(parameters[name.split('.')[0]]),
	);
	return remembering((index: number): ReadParameter => {
		const own = new Map<string, Reading>();
		return understanding((name, fallback, options) => {
			const known = isConstant(name) ? constants : own;
			const asked = options ? `${name} ${JSON.stringify(options)}` : name;
			const before = known.get(asked);
			if (before && isSameFor(fallback, before)) return before.value;
			const value: unknown = context.getNodeParameter(name, index, fallback, options);
			known.set(asked, { value, fallback });
			return value;
		}, formOf);
	});
}

/** Reads choices that are given by their shown names as the form stores them; expressions as they are written stay so. */
function understanding(read: ReadParameter, formOf: FormOf): ReadParameter {
	let form: INodeProperties[] | undefined;
	return (name, fallback, options) => {
		const value = read(name, fallback, options);
		if (value === fallback || options?.rawExpressions) return value;
		form ??= formOf(read);
		return asChosen(
			form.filter((property) => property.name === name),
			value,
		);
	};
}

interface Reading {
	value: unknown;
	fallback: unknown;
}

/** Whether a reader with this fallback gets the same value: a parameter that the form does not show gives the fallback. */
function isSameFor(fallback: unknown, before: Reading): boolean {
	return before.value !== before.fallback || before.fallback === fallback;
}

/** Whether what a form holds may be another for each item. */
function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}

function remembering<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
	const made = new Map<Key, Value>();
	return (key) => {
		const known = made.get(key) ?? make(key);
		made.set(key, known);
		return known;
	};
}

export class Parameters {
	protected constructor(
		protected readonly read: ReadParameter,
		private readonly timeZone: string,
	) {}

	/** The parameters of a node that runs without items: a polling trigger, or a list of the form. */
	static ofNode(
		context: IPollFunctions | ILoadOptionsFunctions,
		formOf: FormOf = () => [],
	): Parameters {
		const read: ReadParameter = (name, fallback, options) =>
			context.getNodeParameter(name, fallback, options);
		return new Parameters(understanding(read, formOf), context.getTimezone());
	}

	/** The parameters as their expressions give them for one item. */
	static ofItem(context: IExecuteFunctions, index: number): Parameters {
		return new Parameters(readingItems(context)(index), context.getTimezone());
	}

	/** The same form with its expressions as they are written, whatever they give just now. */
	get asWritten(): Parameters {
		return new Parameters(
			(name, fallback, options) => this.read(name, fallback, { ...options, rawExpressions: true }),
			this.timeZone,
		);
	}

	/** A parameter's value; `fallback` when the node does not show it. */
	parameter<T = unknown>(name: string, fallback?: T): T {
		return this.read(name, fallback) as T;
	}

	/** A parameter's value as the user or an expression gave it, before n8n converts or checks it. */
	raw(name: string, fallback?: unknown): unknown {
		return this.read(name, fallback, { skipValidation: true });
	}

	/** A parameter's value; what is picked is what a person would type. */
	value(name: string): unknown {
		return asTyped(this.parameter<unknown>(name, ''));
	}

	/** A text parameter, trimmed; expressions may give numbers. */
	text(name: string): string {
		const value = this.raw(name, '');
		return value === undefined || value === null ? '' : String(value).trim();
	}

	/** A collection's values; empty when the user added none. */
	collection(name: string): IDataObject {
		return asTyped(this.parameter<IDataObject | undefined>(name, {})) ?? {};
	}

	/**
	 * A collection of Sage's own fields, just as the user gave it. n8n's conversion would make 0 of an empty number, and
	 * the sixth of May of 05/06/2024: what is to be sent is converted, or refused, by the domain.
	 */
	fields(name: string): IDataObject {
		return asTyped(this.raw(name, {}) as IDataObject | undefined) ?? {};
	}

	/**
	 * A number parameter. n8n's conversion is left out, which makes 0 of an empty text.
	 * @throws InvalidInput when it is no number of the property's range
	 */
	number(property: NumberProperty): number {
		return checkedNumber(
			this.read(property.name, property.default, { skipValidation: true }),
			property,
		);
	}

	/**
	 * A number of a collection.
	 * @throws InvalidInput when it is no number of the property's range
	 */
	numberIn(collection: string, property: NumberProperty): number {
		return checkedNumber(this.fields(collection)[property.name], property);
	}

	/** A picker: by list, by a human key, or by ID. Expressions and AI tools may give just the value. */
	locator(name: string): Locator {
		const given = this.raw(name, '') as INodeParameterResourceLocator | string | number | undefined;
		if (typeof given !== 'object' || given === null)
			return { mode: 'auto', value: String(given ?? '').trim() };
		return { mode: String(given.mode ?? 'id'), value: String(given.value ?? '').trim() };
	}

	/** What was done to values, in sentences for the output: each once, however often it was done. */
	readonly remarks = new Set<string>();

	/** How values are turned into Sage's. */
	get rules(): ValueRules {
		return {
			timeZone: this.timeZone,
			overlongText: this.collection('options').overlongText === 'cut' ? 'cut' : 'refuse',
			tell: (remark) => this.remarks.add(remark),
		};
	}
}

/** Pickers inside a collection as what they hold: what is chosen is what a person would type. */
function asTyped<Value>(value: Value): Value {
	if (Array.isArray(value)) return value.map(asTyped) as Value;
	if (!isRecord(value) || !isPlainObject(value)) return value;
	// A picker that nobody touched is without n8n's mark.
	if (value.__rl === true || (typeof value.mode === 'string' && 'value' in value))
		return value.value as Value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [name, asTyped(each)]),
	) as Value;
}
