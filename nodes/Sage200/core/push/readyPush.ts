/** A document whose body is known, as the push of an item. */
import type { SageRecord } from '../../sage200/protocol/api';
import type { ComparedLines } from '../../sage200/push/compare';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { otherAccount } from '../../sage200/push/pending';
import type { PushSettings } from '../../sage200/push/push';
import { ReadyDocument } from '../../sage200/push/readyDocument';

import type { Item } from '../item';
import { settingsFor } from './protection';
import type { ItemPush } from './pushBatch';
import type { ItemPushers } from './pushers';

export interface ReadyContent<Body extends object> {
	/** As stored in Sage, prefix and all. */
	key: string;
	/** Field that keeps it. */
	keyField: string;
	/** How the form calls it. */
	label: string;
	body: Body;
	/** Whose document it is. */
	party: unknown;
	/** The key is unique in the party's account only. */
	keyedByParty?: boolean;
	/** Lines that a found document is compared with; undefined where it has none. */
	lines?: SageRecord[];
	compared: ComparedLines;
	/** Other fields in which a found document may differ. */
	told?: string[];
	/** Why a document of the same account and key is another one; undefined when it is this one. */
	otherContent?(found: SageRecord, kind: DocumentKind<Body>): string | undefined;
	/** Throws what keeps the document from being posted. */
	refuse?(): Promise<void>;
	/** Where they are not the form's. */
	settings?: PushSettings;
}

/** The push of an item's document, by the protection that the form chooses. */
export function readyPush<Body extends object>(
	item: Item,
	content: ReadyContent<Body>,
	pushers: ItemPushers<Body>,
): ItemPush<Body> {
	const { key, keyField, label, body, party, lines, compared } = content;
	const settings = content.settings ?? settingsFor(item, body as SageRecord);
	const pusher = pushers.of(item, keyField, settings);
	const { kind } = pusher;
	const pending = new ReadyDocument<Body>({
		key,
		label,
		account: content.keyedByParty ? Number(party) : undefined,
		body,
		lines,
		compared,
		told: content.told,
		refuse: content.refuse,
		foreignReason: (found) =>
			otherAccount(found, kind, party) ?? content.otherContent?.(found, kind),
	});
	return { item, pending, pusher };
}
