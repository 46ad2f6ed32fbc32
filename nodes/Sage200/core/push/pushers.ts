/** The pushers of an execution's items: items of one company, one kind of document and the same settings share one. */
import type { SageApi, SageRecord } from '../../sage200/protocol/api';
import type { DocumentKind } from '../../sage200/push/documentKind';
import { Pusher } from '../../sage200/push/pusher';
import type { PushSettings } from '../../sage200/push/push';
import { keyRegister } from '../../sage200/push/register';

import type { Item } from '../item';

/** A kind of document with its pushers by their settings. */
interface Pushers<Body extends object> {
	kind: DocumentKind<Body>;
	bySettings: Map<string, Pusher<Body>>;
}

export class ItemPushers<Body extends object = SageRecord> {
	private readonly kinds = new Map<SageApi, Map<string, Pushers<Body>>>();

	/** @param kindOf the kind of document in a company that keeps its keys in a field */
	constructor(private readonly kindOf: (api: SageApi, keyField: string) => DocumentKind<Body>) {}

	/** The pusher of an item's document. */
	of({ company: { api } }: Item, keyField: string, settings: PushSettings): Pusher<Body> {
		const { kind, bySettings } = this.pushersOf(api, keyField);
		const name = JSON.stringify(settings);
		let pusher = bySettings.get(name);
		if (!pusher) bySettings.set(name, (pusher = new Pusher(api, kind, keyRegister, settings)));
		return pusher;
	}

	private pushersOf(api: SageApi, keyField: string): Pushers<Body> {
		const fields = this.kinds.get(api) ?? new Map<string, Pushers<Body>>();
		this.kinds.set(api, fields);
		const known = fields.get(keyField) ?? {
			kind: this.kindOf(api, keyField),
			bySettings: new Map<string, Pusher<Body>>(),
		};
		fields.set(keyField, known);
		return known;
	}
}
