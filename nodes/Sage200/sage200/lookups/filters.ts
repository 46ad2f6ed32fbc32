/** Conditions as a person sets them, on fields of the catalog, beyond what OData has one word for. */
import type { Field } from '../../catalog';

import { listIn } from '../values/lists';
import { isRecord } from '../values/records';
import { isBlank } from '../values/unset';

import { holdsAKind, kindMeant, kindNames, kindsNamed, knownKinds, type ReadKinds } from './kinds';
import { anyOf, condition, isFieldName, type Part } from './odata';

/** The operators and their names in the form, in the order of their names. */
export const COMPARISONS = {
	contains: 'Contains',
	endswith: 'Ends With',
	eq: 'Is',
	ge: 'Is At Least',
	le: 'Is At Most',
	empty: 'Is Empty',
	lt: 'Is Less Than',
	gt: 'Is More Than',
	ne: 'Is Not',
	notEmpty: 'Is Not Empty',
	in: 'Is One Of',
	startswith: 'Starts With',
} as const;

export type Comparison = keyof typeof COMPARISONS;

/** What a condition is set on. */
export interface Subject {
	field: Field;
	/** IANA name of the zone that dates without one are meant in. */
	timeZone: string;
}

/** A condition in OData, or why there is none: clauses that follow the field's name. */
export type Asked = { filter: string } | { problem: string; remedy: string };

/** What a field holds, and the operators that fit it. */
interface Holding {
	/** As in a sentence. */
	holds: string;
	/** What is to be given. */
	toGive: string;
	fits: Comparison[];
	/** What stands for nothing in a filter; undefined for what is never empty. */
	empty?: string;
}

const SAMENESS: Comparison[] = ['eq', 'ne', 'in'];
const ORDER: Comparison[] = ['gt', 'ge', 'lt', 'le'];
const PARTS: Part[] = ['contains', 'startswith', 'endswith'];
const EMPTINESS: Comparison[] = ['empty', 'notEmpty'];

const FLAG: Holding = {
	holds: 'a field that is always true or false',
	toGive: 'true or false',
	fits: SAMENESS,
};
const NUMBER: Holding = {
	holds: 'a number, which is 0 where nothing is set',
	toGive: 'a number that the field can have',
	fits: [...SAMENESS, ...ORDER],
};
const RECORDS: Holding = { holds: 'a field that holds other records', toGive: 'nothing', fits: [] };

/**
 * What stands for nothing rests on how Sage shows what is not set (api.md §g): a text as an empty one, the ID of another
 * record as 0; a date it leaves out, and OData's only word for that is null. That Sage's filter takes null is OData's rule
 * and not yet seen with a real Sage; one that does not will refuse the call and say so.
 */
const DATE: Holding = {
	holds: 'a date',
	toGive: 'a date such as 2024-05-24',
	fits: [...SAMENESS, ...ORDER, ...EMPTINESS],
	empty: 'null',
};
const ID: Holding = { ...DATE, holds: 'the ID of another record', toGive: 'an ID', empty: '0' };
const TEXT: Holding = {
	holds: 'a text',
	toGive: 'a text',
	fits: [...SAMENESS, ...ORDER, ...PARTS, ...EMPTINESS],
	empty: "''",
};
const CHOICE: Holding = {
	holds: 'a field of a few choices',
	toGive: 'one of its choices',
	fits: [...SAMENESS, ...PARTS, ...EMPTINESS],
	empty: "''",
};

/**
 * One condition in OData. A value that came up empty is refused: in Sage it would silently find nothing, or everything.
 * @param read what a field can hold, where the catalog does not know it
 */
export async function conditionOn(
	{ field, timeZone }: Subject,
	comparison: Comparison,
	given: unknown,
	read: ReadKinds,
): Promise<Asked> {
	if (!isFieldName(field.name))
		return { problem: 'is not the name of a field', remedy: 'Choose the field to filter on.' };
	const holding = holdingOf(field);
	if (!holding.fits.includes(comparison))
		return {
			problem: `${COMPARISONS[comparison]} does not fit ${holding.holds}`,
			remedy: fittingIn(holding),
		};
	if (comparison === 'empty') return { filter: `${field.name} eq ${holding.empty}` };
	if (comparison === 'notEmpty') return { filter: `${field.name} ne ${holding.empty}` };
	const values = comparison === 'in' && !isRecord(given) ? listIn(given) : [given];
	if (values.length === 0 || values.some(isBlank)) return await emptyValue(field, holding, read);
	const meant = await comparedWith(field, comparison, values, read);
	if ('problem' in meant) return meant;
	try {
		const alternatives = meant.values.map((value) =>
			condition(field.name, meant.operator, value, field.type, timeZone),
		);
		return { filter: anyOf(alternatives) ?? '' };
	} catch (error) {
		return { problem: (error as Error).message, remedy: `Give ${holding.toGive}.` };
	}
}

/** The values as Sage knows them, each an alternative. */
async function comparedWith(
	field: Field,
	comparison: Exclude<Comparison, 'empty' | 'notEmpty'>,
	values: unknown[],
	read: ReadKinds,
): Promise<
	| { operator: Exclude<Comparison, 'empty' | 'notEmpty' | 'in'>; values: unknown[] }
	| { problem: string; remedy: string }
> {
	if (comparison === 'eq' || comparison === 'ne' || comparison === 'in') {
		const meant = await Promise.all(
			values.map(async (value) => await kindMeant(field, value, read)),
		);
		const wrong = meant.find((each) => 'problem' in each);
		const operator = comparison === 'in' ? 'eq' : comparison;
		return (
			wrong ?? { operator, values: meant.flatMap((each) => ('value' in each ? [each.value] : [])) }
		);
	}
	const named = isPart(comparison)
		? await kindsNamed(field, comparison, values[0], read)
		: undefined;
	if (named === undefined) return { operator: comparison, values };
	return 'problem' in named ? named : { operator: 'eq', values: named.values };
}

function isPart(comparison: Comparison): comparison is Part {
	return (PARTS as Comparison[]).includes(comparison);
}

async function emptyValue(field: Field, holding: Holding, read: ReadKinds): Promise<Asked> {
	const choices = await kindNames(field, read);
	const value = choices.length > 0 ? `one of: ${choices.join(', ')}` : holding.toGive;
	const emptiness = holding.empty === undefined ? '' : '; use Is Empty or Is Not Empty';
	return {
		problem: 'the value is empty',
		remedy: `Give ${value}${emptiness}, or remove the filter.`,
	};
}

function fittingIn({ fits }: Holding): string {
	const names = fits.map((each) => COMPARISONS[each]);
	return names.length === 0 ? 'Choose another field.' : `Use one of: ${names.join(', ')}.`;
}

function holdingOf(field: Field): Holding {
	const { name, type, refers } = field;
	const isId = type === 'int64' && (refers !== undefined || name.endsWith('_id'));
	if (holdsAKind(field) || knownKinds(field).length > 0)
		return isId ? { ...CHOICE, empty: ID.empty } : CHOICE;
	if (isId) return ID;
	if (type === 'string') return TEXT;
	if (type === 'boolean') return FLAG;
	if (type === 'datetime') return DATE;
	return /^(?:decimal|int)/.test(type) ? NUMBER : RECORDS;
}
