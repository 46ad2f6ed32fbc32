import type { IExecuteFunctions, IGetNodeParameterOptions, INodeParameters } from 'n8n-workflow';

import { readingItems } from '../../nodes/Sage200/core/parameters';

type Asked = [string, number, unknown, IGetNodeParameterOptions | undefined];

/**
 * Parameters whose expressions give something else each time.
 * @param parameters as they are written in the node
 */
function contextOf(values: Record<string, () => unknown>, parameters: INodeParameters = {}) {
	const asked: Asked[] = [];
	const getNodeParameter = (...each: Asked) => {
		asked.push(each);
		const [name, , fallback] = each;
		return name in values ? values[name]() : fallback;
	};
	const getNode = () => ({ parameters });
	return { asked, context: { getNodeParameter, getNode } as unknown as IExecuteFunctions };
}

describe('the parameters of an item', () => {
	it('evaluates an expression once, however often it is read', () => {
		const { context, asked } = contextOf(
			{ orderKey: () => `KEY-${Math.random()}` },
			{ orderKey: '={{ $json.key }}' },
		);
		const read = readingItems(context)(3);
		const keys = [1, 2, 3].map(() => read('orderKey', ''));
		expect(new Set(keys).size).toBe(1);
		expect(asked).toEqual([['orderKey', 3, '', undefined]]);
	});

	it('tells values apart that are read in different ways', () => {
		const { context, asked } = contextOf({ lines: () => [] });
		const read = readingItems(context)(0);
		read('lines', undefined);
		read('lines', undefined, { skipValidation: true });
		read('lines', undefined, { skipValidation: true });
		read('lines', undefined, { rawExpressions: true });
		expect(asked).toHaveLength(3);
	});

	it('gives each reader its own fallback for what the form does not show', () => {
		const { context } = contextOf({});
		const read = readingItems(context)(0);
		expect(read('hidden', 'first')).toBe('first');
		expect(read('hidden', 'second')).toBe('second');
		expect(read('hidden', 'first')).toBe('first');
	});

	it('reads what holds its fallback once for all items', () => {
		const { context, asked } = contextOf({ simplify: () => true }, { simplify: true });
		const readItem = readingItems(context);
		for (const index of [0, 1, 2]) expect(readItem(index)('simplify', true)).toBe(true);
		expect(asked).toHaveLength(1);
	});

	it('reads once for all items what holds no expression, however deep, and each item for itself what does', () => {
		let reads = 0;
		const { context, asked } = contextOf(
			{
				options: () => ++reads,
				customer: () => ++reads,
				lines: () => ++reads,
				plain: () => ++reads,
			},
			{
				options: { nested: [{ note: '={{ $json.note }}' }] },
				customer: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				lines: [{ code: 'A=B' }],
				plain: ' = no expression',
			},
		);
		const readItem = readingItems(context);
		const valuesOf = (index: number) =>
			['options', 'customer', 'lines', 'plain', 'options.nested'].map((name) =>
				readItem(index)(name, 'absent'),
			);
		expect(valuesOf(0)).toEqual([1, 2, 3, 4, 'absent']);
		expect(valuesOf(1)).toEqual([5, 6, 3, 4, 'absent']);
		expect(valuesOf(0)).toEqual([1, 2, 3, 4, 'absent']);
		expect(asked.filter(([name]) => name === 'lines')).toHaveLength(1);
	});
});
