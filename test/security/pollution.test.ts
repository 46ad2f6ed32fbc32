/** JSON that reaches for the prototype, in every field of the form that takes JSON, sent through the node. */
import type { INodeProperties } from 'n8n-workflow';

import { Sage200 } from '../../nodes/Sage200/Sage200.node';
import { runNode } from '../support/engine';
import { SageServer, SITES } from '../support/sageServer';

const sage = new SageServer();
const POISON =
	'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"name":"A","code":"B","lines":[{"__proto__":{"polluted":true},"code":"BOARD001","quantity":1}]}';

beforeAll(async () => await sage.start());
beforeEach(() => {
	sage.clear();
	sage.paths = { '/sites': SITES, '*': JSON.parse(`[${POISON}]`) as object };
});
afterAll(async () => await sage.stop());

interface Field {
	resource: string;
	operation: string;
	field: INodeProperties;
}

const { properties } = new Sage200().description;
const fields = properties
	.filter(({ type }) => type === 'json' || type === 'resourceMapper')
	.flatMap(placesOf);

function placesOf(field: INodeProperties): Field[] {
	const { resource = [], operation = [] } = field.displayOptions?.show ?? {};
	return resource.flatMap((each) =>
		operation.map((other) => ({ resource: String(each), operation: String(other), field })),
	);
}

function poisoned({ type }: INodeProperties, text: string): unknown {
	return type === 'json'
		? text
		: {
				mappingMode: 'defineBelow',
				value: JSON.parse(text) as object,
				matchingColumns: [],
				schema: [],
			};
}

/** Values for what the form asks for, and for what makes it show the field. */
function filledFor({ resource, operation, field }: Field): Record<string, unknown> {
	const asked = properties.filter(
		({ required, displayOptions }) =>
			required &&
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const shows = Object.entries(field.displayOptions?.show ?? {}).flatMap(([name, values]) =>
		typeof values?.[0] === 'object' ? [] : [[name, values?.[0]]],
	);
	const filled = Object.fromEntries([
		...asked.map(({ name, type }) => [name, VALUES[type] ?? 'A']),
		...shows,
	]) as object;
	return { ...filled, recordType: { mode: 'list', value: 'customers' }, resource, operation };
}

const VALUES: Partial<Record<INodeProperties['type'], unknown>> = {
	number: 1,
	resourceLocator: { mode: 'id', value: '1' },
	json: '[]',
	collection: {},
	fixedCollection: {},
};

it('there are such fields', () => expect(fields.length).toBeGreaterThan(10));

it.each(fields.map((each) => ({ ...each, name: each.field.name })))(
	'$resource:$operation $name',
	async ({ resource, operation, field }) => {
		for (const text of [POISON, `[${POISON}]`]) {
			const parameters = {
				...filledFor({ resource, operation, field }),
				[field.name]: poisoned(field, text),
				options: { retries: 0 },
			};
			await runNode(sage.connected(), parameters as never, { onError: 'continueRegularOutput' });
		}
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.prototype).not.toHaveProperty('polluted');
	},
);
