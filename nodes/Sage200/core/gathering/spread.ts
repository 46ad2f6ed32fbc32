/** Tells each item of the input what became of the document that it is a part of. */
import { invalid } from '../../sage200/protocol/failures';
import type { Item } from '../item';
import type { Output, Prepared, Work } from '../prepared';

import type { Gathered } from './gather';

/** What the other items of a document tell of it; the first one tells all. */
const TOLD = ['id', 'document_no', 'ok', 'differs'];

/** @param ready what carries out the items that stand for the documents */
export function spread(documents: Gathered[], label: string, ready: Prepared): Prepared {
	const refused = new Map<Item, unknown>();
	const work = new Map<Item, Work>();
	/** They wait for the first ones, so they are the last to be carried out. */
	const waiting = new Map<Item, Work>();
	for (const { item, key } of documents) {
		const [first, ...others] = item.parts;
		const failed = () =>
			invalid(
				label,
				`"${key}" is the order of item ${first.index + 1}, which failed`,
				'See there.',
			);
		const error = ready.refused.get(item);
		if (error !== undefined) {
			refused.set(first, error);
			for (const other of others) refused.set(other, failed());
		}
		const own = ready.work.get(item);
		if (!own) continue;
		let result: Promise<Output> | undefined;
		const carryOut = async (follows: boolean) => {
			result ??= own.carryOut(follows);
			const output = await result;
			for (const remark of item.remarks) first.remarks.add(remark);
			return output;
		};
		const tell = (output: Output) => included(output, key, first);
		work.set(first, {
			...own,
			carryOut,
			others: (output) => new Map(others.map((other) => [other, tell(output)])),
		});
		for (const other of others)
			waiting.set(other, {
				carryOut: async () =>
					await carryOut(true).then(tell, () => {
						throw failed();
					}),
			});
	}
	return { refused, work: new Map([...work, ...waiting]), end: () => ready.end?.() };
}

function included(output: Output, key: string, first: Item): Output {
	const [row] = (Array.isArray(output) ? output : [output]) as Array<Record<string, unknown>>;
	const told = TOLD.filter((name) => name in row).map((name) => [name, row[name]]);
	return {
		outcome: 'included',
		key,
		...(Object.fromEntries(told) as object),
		notes: [`Part of the order of item ${first.index + 1}, which tells all of it`],
	};
}
