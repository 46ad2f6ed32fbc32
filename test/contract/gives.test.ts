/** What operations say that they give: the build writes it for n8n's editor. */
import { resources } from '../../nodes/Sage200/resources';

const all = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => ({ ...operation, name: `${resource}:${operation.value}` })),
);

it('is said by every read and write of a kept record', () => {
	const regular = ['create', 'delete', 'get', 'getAll', 'update', 'upsert'];
	const silent = all.filter(
		({ name, value, gives }) => regular.includes(value) && !gives && !name.startsWith('record:'),
	);
	// Sites are listed as Sage gives them.
	expect(silent.map(({ name }) => name)).toEqual(['company:getAll']);
});

it('begins with the outcome where something is written', () => {
	const writing = all.filter(({ gives }) => gives && 'outcome' in gives);
	expect(writing.length).toBeGreaterThan(20);
	for (const { gives = {} } of writing) expect(Object.keys(gives)[0]).toBe('outcome');
});

it('names no more than someone reads', () => {
	for (const { name, gives = {} } of all)
		expect([name, Object.keys(gives).length <= 13]).toEqual([name, true]);
});
