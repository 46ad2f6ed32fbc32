/**
 * A parsed $filter: which rows pass it, and by which key they can be found without looking at all. Operators, functions
 * and how values are written: api.md d.
 */
import odata from '@balena/odata-parser';
import type { Field, Schema } from '../../nodes/Sage200/catalog/index.ts';
import { textKey } from '../data/text-key.mts';
import { SageRefusal, type Body, type KeyFilter } from '../world.mts';
import { standardFilter } from './dialect.mts';

export type Test = (row: Body) => boolean;

export interface Filter {
	accepts: Test;
	/** The rows have one of these values: enough to look them up. Undefined where a look at all rows is needed. */
	keys?: KeyFilter[];
	/** Lower bounds: the field is greater than the number. */
	above: Map<string, number>;
}

export interface FilterOptions {
	schema: Schema;
	caseSensitive: boolean;
	/** The name of an enum value that is given by its number (`document_status eq '2'`). */
	enumName(field: Field, number: string): string | undefined;
}

/** What the parser makes: `['eq', {name}, {bind}]`, `['and', …]`, `['call', {method, args}]`. */
type Tree = unknown;
type Binds = Array<[string, unknown]>;

interface Operand {
	read(row: Body): unknown;
	field?: Field;
}

const COMPARISONS: Record<string, (order: number) => boolean> = {
	eq: (order) => order === 0,
	ne: (order) => order !== 0,
	gt: (order) => order > 0,
	ge: (order) => order >= 0,
	lt: (order) => order < 0,
	le: (order) => order <= 0,
};

const TEXT_TESTS: Record<string, (text: string, part: string) => boolean> = {
	contains: (text, part) => text.includes(part),
	startswith: (text, part) => text.startsWith(part),
	endswith: (text, part) => text.endsWith(part),
};

/** @throws SageRefusal for bad syntax, an unknown field, or a value that the field cannot have */
export function parseFilter(text: string, options: FilterOptions): Filter {
	const { tree, binds } = parse(text);
	const compiler = new Compiler(options, binds as Binds);
	return { accepts: compiler.test(tree), keys: compiler.keys(tree), above: compiler.above(tree) };
}

function parse(text: string): { tree: Tree; binds: unknown } {
	try {
		return odata.parse(standardFilter(text), {
			startRule: 'ProcessRule',
			rule: 'FilterByExpression',
		});
	} catch {
		throw new SageRefusal(`Syntax error in $filter '${text}'.`);
	}
}

class Compiler {
	constructor(
		private readonly options: FilterOptions,
		private readonly binds: Binds,
	) {}

	test(tree: Tree): Test {
		const [operator, ...operands] = nodeOf(tree);
		if (operator === 'and' || operator === 'or') {
			const tests = operands.map((operand) => this.test(operand));
			return operator === 'and'
				? (row) => tests.every((test) => test(row))
				: (row) => tests.some((test) => test(row));
		}
		if (operator === 'not') {
			const test = this.test(operands[0]);
			return (row) => !test(row);
		}
		if (operator === 'call') return this.textTest(operands[0] as { method: string; args: Tree[] });
		if (operator in COMPARISONS) return this.comparison(operator, operands);
		const flag = this.operand(tree);
		if (flag.field?.type !== 'boolean') throw new SageRefusal('The $filter is not a condition.');
		return (row) => flag.read(row) === true;
	}

	/** Values by which the rows can be looked up: an equality, an `or` of them, or an `and` with one of these in it. */
	keys(tree: Tree): KeyFilter[] | undefined {
		const [operator, ...operands] = nodeOf(tree);
		if (operator === 'and') {
			return operands.map((operand) => this.keys(operand)).find((keys) => keys !== undefined);
		}
		if (operator === 'or') {
			const all = operands.map((operand) => this.keys(operand));
			return all.every((keys) => keys !== undefined) ? all.flat() : undefined;
		}
		if (operator !== 'eq' || !isName(operands[0]) || !isBind(operands[1])) return undefined;
		const { field } = this.operand(operands[0]);
		const value = field && this.valueFor(field, operands[1]);
		const indexable = field && field.type !== 'datetime' && value !== unset(field);
		return indexable ? [{ field: field.name, value }] : undefined;
	}

	/** Numbers that fields of every row must be above. */
	above(tree: Tree): Map<string, number> {
		const [operator, ...operands] = nodeOf(tree);
		if (operator === 'and') return new Map(operands.flatMap((operand) => [...this.above(operand)]));
		if (operator !== 'gt' || !isName(operands[0]) || !isBind(operands[1])) return new Map();
		const { field } = this.operand(operands[0]);
		const value = field && this.valueFor(field, operands[1]);
		return typeof value === 'number' && field?.type !== 'datetime'
			? new Map([[field!.name, value]])
			: new Map();
	}

	private textTest({ method, args }: { method: string; args: Tree[] }): Test {
		const matches = TEXT_TESTS[method];
		const subject = isName(args[0]) ? this.operand(args[0]) : undefined;
		if (!matches || subject?.field?.type !== 'string' || !isBind(args[1])) {
			throw new SageRefusal(`The function '${method}' cannot be used like this in $filter.`);
		}
		const part = this.fold(String(this.literal(args[1])));
		return (row) => matches(this.fold(String(subject.read(row))), part);
	}

	private comparison(operator: string, [left, right]: Tree[]): Test {
		const accepts = COMPARISONS[operator];
		const [first] = nodeOf(left);
		if (first === 'call' || first === 'not') return this.flagComparison(operator, left, right);
		if (!isName(left)) throw new SageRefusal('A $filter must compare a field with a value.');
		const { read, field } = this.operand(left);
		if (isNull(right)) return (row) => accepts(read(row) === unset(field!) ? 0 : 1);
		if (isName(right)) {
			const other = this.operand(right);
			return (row) =>
				accepts(order(this.comparable(read(row), field), this.comparable(other.read(row), field)));
		}
		const value = this.comparable(this.valueFor(field!, right), field);
		return (row) => {
			const own = this.comparable(read(row), field);
			// A date that is not set compares with nothing, as NULL in SQL.
			return own === undefined ? operator === 'ne' : accepts(order(own, value));
		};
	}

	/** `endswith(reference,'X') eq false`. */
	private flagComparison(operator: string, left: Tree, right: Tree): Test {
		const test = this.test(left);
		const wanted = isBind(right) ? this.literal(right) : undefined;
		if (typeof wanted !== 'boolean' || (operator !== 'eq' && operator !== 'ne')) {
			throw new SageRefusal('A function in $filter can only be compared with true or false.');
		}
		return (row) => test(row) === (operator === 'eq' ? wanted : !wanted);
	}

	private operand(tree: Tree): Operand {
		const name = nameOf(tree);
		const field = this.options.schema.fields.get(name);
		if (!field && !this.options.schema.open) {
			throw new SageRefusal(
				`Could not find a property named '${name}' on type '${this.options.schema.name}'.`,
			);
		}
		if (field && (field.type === 'object' || field.type === 'list')) {
			throw new SageRefusal(`The property '${name}' cannot be used in $filter.`);
		}
		return { field, read: (row) => row[name] ?? (field && unset(field)) };
	}

	/** A literal as the field's type. */
	private valueFor(field: Field | undefined, tree: Tree): unknown {
		const value = this.literal(tree);
		if (!field) return value;
		const fits = {
			string: typeof value === 'string',
			boolean: typeof value === 'boolean',
			datetime: value instanceof Date,
		};
		const right = fits[field.type as keyof typeof fits] ?? typeof value === 'number';
		if (!right)
			throw new SageRefusal(
				`The value given for '${field.name}' in $filter is not of its type (${field.type}).`,
			);
		if (field.type !== 'string' || !/^\d+$/.test(value as string)) return value;
		return this.options.enumName(field, value as string) ?? value;
	}

	private literal(tree: Tree): unknown {
		const bind = isBind(tree) ? this.binds[tree.bind] : undefined;
		if (!bind) throw new SageRefusal('A $filter must compare a field with a value.');
		return bind[0] === 'Date Time' ? new Date(bind[1] as number) : bind[1];
	}

	private comparable(value: unknown, field: Field | undefined): string | number | undefined {
		if (field?.type === 'datetime') {
			const time = value instanceof Date ? value.getTime() : Date.parse(String(value));
			return Number.isNaN(time) ? undefined : time;
		}
		if (typeof value === 'string') return this.fold(value);
		return value === undefined ? undefined : Number(value);
	}

	private fold(text: string): string {
		return this.options.caseSensitive ? text : (textKey(text) as string);
	}
}

function order<Value extends string | number | undefined>(left: Value, right: Value): number {
	if (left === undefined || right === undefined) return left === right ? 0 : NaN;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** What stands for a field that is not set; a date has nothing. */
export function unset(field: Field): unknown {
	if (field.type === 'string') return '';
	if (field.type === 'boolean') return false;
	return field.type === 'datetime' ? undefined : 0;
}

function nodeOf(tree: Tree): [string, ...Tree[]] {
	return Array.isArray(tree) ? (tree as [string, ...Tree[]]) : [''];
}

function isName(tree: Tree): boolean {
	return typeof tree === 'object' && tree !== null && 'name' in tree;
}

/** Fields of nested objects are written with a slash or a dot. */
function nameOf(tree: Tree): string {
	const { name, property } = tree as { name: string; property?: Tree };
	return property ? `${name}.${nameOf(property)}` : name;
}

function isBind(tree: Tree): tree is { bind: number } {
	return typeof tree === 'object' && tree !== null && 'bind' in tree;
}

function isNull(tree: Tree): boolean {
	return tree === null;
}
