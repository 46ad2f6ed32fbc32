/** Holds and releases sales orders. */
import type { INodeProperties } from 'n8n-workflow';

import { picker } from '../../core/form/picker';
import { recordFields, WRITTEN } from '../../core/gives';
import { identify } from '../../core/identity';
import type { Item } from '../../core/item';
import { prepared, recordName } from '../../core/prepared';
import type { Operation } from '../../core/resource';
import { STATUS_FIELDS, StatusChanger } from '../../sage200/orders/status';
import type { SageRecord } from '../../sage200/protocol/api';
import { invalid } from '../../sage200/protocol/failures';
import { LOOK_AGAIN_SECONDS } from '../../sage200/protocol/waits';
import { groupBy } from '../../sage200/values/grouping';
import { orderIdentity } from './identity';

const STATUS = 'EnumDocumentStatus';

/** Statuses in the words of the form. */
const WORDS: Record<string, string> = {
	Live: 'live',
	OnHold: 'on hold',
	Dispute: 'disputed',
	Complete: 'complete',
	Cancelled: 'cancelled',
};

interface Change {
	to: string;
	/** Statuses that an order may have before. */
	from: string[];
	verb: string;
}

const CHANGES: Record<string, Change> = {
	hold: { to: 'OnHold', from: ['Live'], verb: 'held' },
	release: { to: 'Live', from: ['OnHold', 'Dispute'], verb: 'released' },
};

const CHANGE: INodeProperties = {
	displayName: 'Change',
	name: 'change',
	type: 'options',
	default: 'hold',
	options: [
		{ name: 'Hold', value: 'hold', description: 'From live to on hold' },
		{ name: 'Release', value: 'release', description: 'From on hold or disputed to live' },
	],
	description: 'What becomes of the order',
};

export const changeOrderStatus: Operation = {
	value: 'changeStatus',
	name: 'Change Status',
	action: 'Change status of sales order',
	description: 'Hold or release an order (Sage 200 2025 R1 and later); done when Sage shows it',
	writes: true,
	gives: { ...WRITTEN, ...recordFields('sop_order', STATUS_FIELDS) },
	properties: [picker(orderIdentity), CHANGE],
	async prepare(items) {
		const { records, refused } = await identify(items, orderIdentity, { select: STATUS_FIELDS });
		const companies = groupBy(records.keys(), ({ company }) => company);
		const jobs = [...companies].flatMap(([{ api }, group]) => {
			const changer = new StatusChanger(api, LOOK_AGAIN_SECONDS);
			return group.map((item) => [item, { order: records.get(item) ?? {}, changer }] as const);
		});
		return prepared({
			refused,
			jobs: new Map<Item, { order: SageRecord; changer: StatusChanger }>(jobs),
			changes: ({ order: { id } }, item) => recordName(item, orderIdentity.resource, id),
			async execute({ order, changer }, item, follows) {
				const now = follows ? await changer.read(Number(order.id)) : order;
				return await changed(now ?? order, item.text(CHANGE.name), changer);
			},
		});
	},
};

async function changed(
	order: SageRecord,
	wanted: string,
	changer: StatusChanger,
): Promise<SageRecord> {
	const change = Object.hasOwn(CHANGES, wanted) ? CHANGES[wanted] : undefined;
	if (!change)
		throw invalid(
			CHANGE.displayName,
			`"${wanted}" is neither hold nor release`,
			'Give one of them.',
		);
	const told = String(order.document_status ?? 'of no status that Sage 200 tells');
	const status = order.is_draft === true ? 'a draft' : told.replace(STATUS, '');
	if (status === change.to) return { ...order, outcome: 'unchanged' };
	if (!change.from.includes(status))
		throw invalid(
			orderIdentity.label,
			`${String(order.document_no)} is ${WORDS[status] ?? status}, so it cannot be ${change.verb}`,
			`Only an order that is ${change.from.map((each) => WORDS[each]).join(' or ')} can be.`,
		);
	return await changer.change(Number(order.id), `${STATUS}${change.to}`);
}
