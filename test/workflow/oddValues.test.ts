/** Whatever an expression puts into a parameter: what the user reads names a field and a remedy, and is no JavaScript error. */
import fc from 'fast-check';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { formOf } from '../../nodes/Sage200/core/commonForm';
import type { Operation } from '../../nodes/Sage200/core/resource';
import { resources } from '../../nodes/Sage200/resources';
import { credential, runNode } from '../support/engine';
import { fastClock } from '../support/fastClock';
import { HttpServer, reply } from '../support/httpServer';

const ODD: unknown[] = [
	null,
	'',
	' ',
	'\ud800',
	'‮',
	'a'.repeat(300),
	'{"a":',
	'[1,"a",null]',
	'null',
	0,
	-1,
	0.5,
	1e21,
	1e-7,
	'1e3',
	'0x14',
	'NaN',
	true,
	false,
	[],
	[null],
	[1, 'a', null],
	[[]],
	[{}],
	{},
	{ a: 1 },
	{ mode: 'nonsense', value: 'x' },
	{ mode: 'id', value: null },
	{ mode: 'list', value: { a: 1 } },
	{ conditions: [null] },
	{ conditions: [{ field: 'x', operator: 'eq 1 or 1 eq', value: 'y' }] },
	{ fields: [{ field: 'name', direction: 'sideways' }] },
	{ toString: 1 },
	'__proto__',
	'constructor',
	'2024-02-31',
];

const FAULTS =
	/is not a function|Cannot (read|convert|destructure|set|use)|is not iterable|not defined|URI malformed|Invalid time value|call stack|RangeError|TypeError|SyntaxError|\[object |undefined/;

/** Another one draws other values. */
const SEED = 1;
const server = new HttpServer();
const ROW = {
	id: 5,
	reference: 'ABB001',
	code: 'ABB001',
	name: 'Abbey',
	document_no: '0000000005',
	urn: '5',
	customer_id: 5,
	customer_document_no: 'ABB001',
	supplier_id: 5,
	supplier_document_no: 'ABB001',
	lines: [],
};
const SITE = { site_id: 'S1', site_name: 'Site', company_id: 1, company_name: 'Company' };
let apiUrl: string;
let usualClock: () => void;

beforeAll(async () => {
	// A push looks for its document for 30 seconds unless told otherwise.
	usualClock = fastClock(300);
	apiUrl = await server.start();
	server.answer = ({ method, url }, response) => {
		if (url.startsWith('/sites')) reply(response, 200, [SITE]);
		else reply(response, 200, method === 'GET' && !/\/\d+(\?|$)/.test(url) ? [ROW] : ROW);
	};
});
afterAll(async () => {
	usualClock();
	await server.stop();
});

const cases = resources.flatMap(({ value, operations }) =>
	operations.map((operation) => ({ resource: value, operation })),
);

it.each(cases)('$resource: $operation.value', async ({ resource, operation }) => {
	// The others take no expression.
	const properties = formOf(operation).filter(({ noDataExpression }) => !noDataExpression);
	const odd = fc
		.tuple(fc.constantFrom(...properties), fc.constantFrom(...ODD), fc.nat())
		.map(
			([property, value, at]) =>
				({ [property.name]: oddValue(property, value, at) }) as IDataObject,
		);
	const usual = Object.fromEntries(
		properties.map((each) => [each.name, plausible(each)]),
	) as IDataObject;
	expect(
		await complaints(resource, operation, usual, fc.sample(odd, { numRuns: 24, seed: SEED })),
	).toEqual([]);
});

/** What is wrong with the answers to items of which each has one odd value. */
async function complaints(
	resource: string,
	operation: Operation,
	usual: IDataObject,
	odds: IDataObject[],
): Promise<string[]> {
	const stored = credential({
		apiUrl,
		siteId: 'S1',
		companyId: '1',
		oauthTokenData: { access_token: 't', refresh_token: 'r', token_type: 'Bearer' },
	});
	const parameters = Object.fromEntries(
		formOf(operation)
			.filter(({ name }) => name in usual)
			.map((property) => [property.name, expressionFor(property)]),
	) as IDataObject;
	const { items, error } = await runNode(
		stored,
		{ resource, operation: operation.value, ...parameters },
		{
			items: odds.map((odd) => ({ given: { ...usual, ...odd } })),
			onError: 'continueRegularOutput',
		},
	);
	if (error) return [`stopped with ${error.message}`];
	const told = items.flatMap(({ json, pairedItem }) => {
		if (json.error === undefined || json.outcome !== undefined) return [];
		const text = `${String(json.error)} · ${String(json.message)}`;
		const odd = odds[(pairedItem as { item: number }).item];
		const good =
			!FAULTS.test(text) && /^.+(: | is )./.test(text) && String(json.message).length > 5;
		return good ? [] : [`${text.slice(0, 150)} ← ${JSON.stringify(odd).slice(0, 100)}`];
	});
	return [...new Set(told)];
}

/** n8n takes expressions for the fields of a collection, and drops one for the whole of it. */
function expressionFor({ name, type, options = [] }: INodeProperties): unknown {
	const given = `$json.given.${name}`;
	if (type !== 'collection') return `={{ ${given} }}`;
	const fields = (options as INodeProperties[]).filter(
		(field) => field.type !== 'fixedCollection' && !field.noDataExpression,
	);
	return Object.fromEntries(fields.map((field) => [field.name, `={{ ${given}?.${field.name} }}`]));
}

/** The odd value as the parameter itself, or as one of its fields. */
function oddValue(property: INodeProperties, odd: unknown, at: number): unknown {
	const options = property.options ?? [];
	const option = options[at % (options.length + 1)];
	const usual = plausible(property);
	// What is said of a collection besides stays, so that nothing is waited for.
	if (!option)
		return property.type === 'collection' && typeof odd === 'object'
			? { ...(usual as object), ...odd }
			: odd;
	if ('values' in option) {
		const field = option.values[at % option.values.length];
		const row = { ...plausibleRow(option.values), [field.name]: odd };
		return { [option.name]: property.typeOptions?.multipleValues ? [row] : row };
	}
	return property.type === 'collection' ? { ...(usual as object), [option.name]: odd } : odd;
}

function plausibleRow(fields: INodeProperties[]): IDataObject {
	return Object.fromEntries(fields.map((field) => [field.name, plausible(field)])) as IDataObject;
}

function plausible({ type, default: usual, name }: INodeProperties): unknown {
	if (name === 'recordType') return { __rl: true, mode: 'name', value: 'customers' };
	// Nothing is waited for.
	if (name === 'protection') return { level: 'standard', lookAgainSeconds: 0 };
	if (name === 'company') return { __rl: true, mode: 'list', value: '' };
	if (type === 'resourceLocator') return { __rl: true, mode: 'id', value: '5' };
	if (type === 'string' && usual === '') return 'ABB001';
	return usual;
}
