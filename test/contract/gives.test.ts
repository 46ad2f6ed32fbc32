/** What operations say that they give: the build writes it for n8n's editor. */
import { resources } from '../../nodes/Sage200/resources';

const all = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => ({ ...operation, name: `${resource}:${operation.value}` })),
);

it('is said by every operation whose form does not decide what comes', () => {
	const silent = all.filter(({ gives }) => !gives).map(({ name }) => name);
	expect(silent.filter((name) => !/^(apiRequest|record):/.test(name))).toEqual([]);
});

it('is what Simplify keeps of a record, and no more of it than someone reads', () => {
	for (const { name, gives = {}, answer } of all) {
		if (answer === undefined || typeof answer === 'function') continue;
		expect([name, Object.keys(gives)]).toEqual([name, ['outcome', ...answer.simple]]);
		expect([name, answer.simple.length <= 10]).toEqual([name, true]);
	}
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
