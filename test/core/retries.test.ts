import type { Item } from '../../nodes/Sage200/core/item';
import { retries } from '../../nodes/Sage200/core/push/retries';

// 60,000 names are hashed, which a busy machine takes long for.
jest.setTimeout(120_000);

/** More than are kept of runs that have ended. */
const MANY = 20_500;

function itemsOf(run: string, count: number): Item[] {
	const execution = { instance: 'here', id: run, node: 'Sage 200', run: 0 };
	const remarks: string[] = [];
	return Array.from(
		{ length: count },
		(_, index) => ({ execution, index, json: {}, remarks }) as unknown as Item,
	);
}

async function forgotten(items: Item[]): Promise<number> {
	const known = await Promise.all(items.map(async (item) => await retries.recall(item)));
	return known.filter((output) => output === undefined).length;
}

it('forgets nothing of a run that goes on, however many items it has, but runs before it', async () => {
	const [before, large] = [itemsOf('before', 10), itemsOf('large', MANY)];
	for (const item of before) await retries.remember(item, { id: item.index });
	expect(await forgotten(before)).toBe(0);
	for (const item of large) await retries.remember(item, { id: item.index });
	expect(await forgotten(large)).toBe(0);
	expect(await forgotten(before)).toBe(10);
	await retries.remember(itemsOf('next', 1)[0], {});
	expect(await forgotten(large)).toBe(MANY);
});
