import type { IExecuteFunctions, IGetNodeParameterOptions } from 'n8n-workflow';

import { readingItem } from '../../nodes/Sage200/core/parameters';

type Asked = [string, number, unknown, IGetNodeParameterOptions | undefined];

/** Parameters whose expressions give something else each time. */
function contextOf(values: Record<string, () => unknown>) {
	const asked: Asked[] = [];
	const getNodeParameter = (...each: Asked) => {
		asked.push(each);
		const [name, , fallback] = each;
		return name in values ? values[name]() : fallback;
	};
	return { asked, context: { getNodeParameter } as unknown as IExecuteFunctions };
}

describe('the parameters of an item', () => {
	it('evaluates an expression once, however often it is read', () => {
		const { context, asked } = contextOf({ orderKey: () => `KEY-${Math.random()}` });
		const read = readingItem(context, 3);
		const keys = [1, 2, 3].map(() => read('orderKey', ''));
		expect(new Set(keys).size).toBe(1);
		expect(asked).toEqual([['orderKey', 3, '', undefined]]);
	});

	it('tells values apart that are read in different ways', () => {
		const { context, asked } = contextOf({ lines: () => [] });
		const read = readingItem(context, 0);
		read('lines', undefined);
		read('lines', undefined, { skipValidation: true });
		read('lines', undefined, { skipValidation: true });
		read('lines', undefined, { rawExpressions: true });
		expect(asked).toHaveLength(3);
	});

	it('gives each reader its own fallback for what the form does not show', () => {
		const { context } = contextOf({});
		const read = readingItem(context, 0);
		expect(read('hidden', 'first')).toBe('first');
		expect(read('hidden', 'second')).toBe('second');
	});
});
