import type { Item } from '../../nodes/Sage200/core/item';
import { PushBatch, type ItemPush } from '../../nodes/Sage200/core/push/pushBatch';
import type { SageApi, SageRecord } from '../../nodes/Sage200/sage200/protocol/api';
import type { DocumentKind } from '../../nodes/Sage200/sage200/push/documentKind';
import type { PendingDocument } from '../../nodes/Sage200/sage200/push/pending';
import { Pusher } from '../../nodes/Sage200/sage200/push/pusher';
import { KeyRegister } from '../../nodes/Sage200/sage200/push/register';

const SETTINGS = {
	protection: 'standard' as const,
	lookAgainSeconds: 0,
	doubtSeconds: 0,
	settleSeconds: 0,
};

/** A document that nobody has pushed, and how its key is looked up. */
function documentOf(key: string, find: () => Promise<Map<string, SageRecord[]>>): ItemPush {
	const kind = { name: 'order', keyField: 'customer_document_no', find } as unknown as DocumentKind;
	const api = { scope: 'here' } as SageApi;
	return {
		item: { index: 0 } as Item,
		pending: { key, label: 'Order Key' } as PendingDocument,
		pusher: new Pusher(api, kind, new KeyRegister(), SETTINGS),
	};
}

const nothing = async () => await Promise.resolve(new Map<string, SageRecord[]>());
const failing = async () => await Promise.reject(new Error('Sage is away'));

describe('keys that are looked up while their documents are made ready', () => {
	it('waits with neither for the other', async () => {
		const begun: string[] = [];
		let lookedUp = (): void => undefined;
		const push = documentOf('TOGETHER', async () => {
			begun.push('look-up');
			await new Promise<void>((resolve) => (lookedUp = resolve));
			return new Map();
		});
		const opening = PushBatch.openWhile([push], async () => {
			begun.push('made ready');
			return await Promise.resolve({ pushes: [push] });
		});
		while (begun.length < 2) await Promise.resolve();
		lookedUp();
		const { batch } = await opening;
		batch.end();
		expect(begun.sort()).toEqual(['look-up', 'made ready']);
		expect([...batch.jobs.keys()]).toEqual([push.item]);
	});

	it.each([
		['the documents cannot be made ready', nothing, failing],
		['the keys cannot be looked up', failing, nothing],
	])('lets the keys go when %s', async (_what, find, ready) => {
		const push = documentOf('LET-GO', find);
		const opening = PushBatch.openWhile([push], async () => {
			await ready();
			return { pushes: [push] };
		});
		await expect(opening).rejects.toThrow('Sage is away');
		// Would wait for ever if the key were still held.
		const again = await PushBatch.open([documentOf('LET-GO', nothing)]);
		again.end();
	});

	it('pushes those alone that were made ready', async () => {
		const [sound, torn] = [documentOf('SOUND', nothing), documentOf('TORN', nothing)];
		const ready = async () => await Promise.resolve({ pushes: [sound] });
		const { batch } = await PushBatch.openWhile([sound, torn], ready);
		batch.end();
		expect([...batch.jobs.keys()]).toEqual([sound.item]);
	});
});
