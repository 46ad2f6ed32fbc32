/** Pushes keyed documents of several items, each once: keys claimed in this process, looked up in one go, then pushed. */
import { invalid } from '../../sage200/protocol/failures';
import { normalKey } from '../../sage200/lookups/lookups';
import { keysCollide } from '../../sage200/push/key';
import { Pusher, type Documents, type Pushed, type PushSettings } from '../../sage200/push/pusher';
import { keyRegister } from '../../sage200/push/register';

import { keepDoubts, recallDoubts } from './doubts';
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../item';
import type { Prepared } from '../resource';

/** A document ready to be pushed. */
export interface KeyedDocument {
	/** As stored in Sage, prefix and all. */
	key: string;
	/** How the form calls the key. */
	label: string;
	body: object;
	/** Shared by the items whose keys can be looked up together: one company, one collection, one key field. */
	documents: Documents;
	/** Pushes the document; made by `pusherOf`. */
	pusher: Pusher;
}

/** The pusher of an item's document. */
export function pusherOf(item: Item, documents: Documents, settings: PushSettings): Pusher {
	return new Pusher(item.company.api, documents, keyRegister, settings);
}

/** What carries out the items; items of the same key share one push, and the later ones answer with the first one's document. */
export async function preparePushes(all: Map<Item, KeyedDocument>): Promise<Prepared> {
	const refused = collisionsIn(all);
	const ready = new Map([...all].filter(([item]) => !refused.has(item)));
	const byName = groupBy([...ready.values()], ({ pusher, key }) => pusher.nameOf(normalKey(key)));
	const releases = new Map<string, () => void>();
	// Claimed in order, so that two executions cannot wait for each other.
	for (const name of [...byName.keys()].sort()) releases.set(name, await keyRegister.claim(name));
	const memory = [...ready.keys()][0]?.memory ?? {};
	recallDoubts(memory, keyRegister, [...releases.keys()]);
	const end = (): void => {
		keepDoubts(memory, keyRegister, [...releases.keys()]);
		releases.forEach((release) => release());
	};
	const known = await lookUp([...ready.values()]).catch((error: unknown) => {
		end();
		throw error;
	});
	const pushes = new Map<string, Promise<Pushed>>();
	return {
		refused,
		end,
		async execute(item) {
			const { key, body, pusher, documents } = ready.get(item)!;
			const name = pusher.nameOf(normalKey(key));
			const earlier = pushes.get(name);
			const pushing =
				earlier ??
				pusher
					.push(key, body, known.get(documents)!.get(normalKey(key)) ?? [])
					.finally(releases.get(name));
			pushes.set(name, pushing);
			const { record, outcome } = await pushing;
			return { ...record, outcome: earlier ? 'existing' : outcome };
		},
	};
}

/** Two keys that Sage would take for one would make one document of two. Equal keys are one document, pushed twice. */
function collisionsIn(ready: Map<Item, KeyedDocument>): Map<Item, unknown> {
	const spellings = new Map<string, string>();
	const refused = new Map<Item, unknown>();
	for (const [item, { key, label, pusher }] of ready) {
		const name = pusher.nameOf(normalKey(key));
		const first = spellings.get(name) ?? key;
		spellings.set(name, first);
		if (keysCollide(first, key))
			refused.set(
				item,
				invalid(
					label,
					`"${key}" and "${first}" are the same to Sage 200, which does not mind capitals`,
				),
			);
	}
	return refused;
}

type Known = Awaited<ReturnType<Documents['finder']['findAll']>>;

async function lookUp(ready: KeyedDocument[]): Promise<Map<Documents, Known>> {
	const groups = [...groupBy(ready, ({ documents }) => documents)];
	return new Map(
		await Promise.all(
			groups.map(
				async ([documents, group]) =>
					[documents, await documents.finder.findAll(group.map(({ key }) => key))] as const,
			),
		),
	);
}
