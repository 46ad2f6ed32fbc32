import { resources } from '../../nodes/Sage200/resources';
import { textOf } from '../support/source.js';

/** The table below "What it can do": the resources and operations of each row. */
const rows = textOf('README.md')
	.split('## What it can do')[1]
	.split('[All resources')[0]
	.split('\n')
	.filter((line) => line.startsWith('|'))
	.slice(2)
	.map((line) => line.split('|').slice(1, 3))
	.map(([names, operations]) => ({
		names: names.trim().split(', '),
		operations: operations.trim().split(', '),
	}));

it('names every resource of the node in the README', () => {
	const named = rows.flatMap(({ names }) => names);
	expect(named.sort()).toEqual(resources.map(({ name }) => name).sort());
});

it.each(rows.flatMap(({ names, operations }) => names.map((name) => ({ name, operations }))))(
	'names the operations of $name in the README',
	({ name, operations }) => {
		const resource = resources.find((each) => each.name === name);
		expect([...operations].sort()).toEqual(resource?.operations.map((each) => each.name).sort());
	},
);
