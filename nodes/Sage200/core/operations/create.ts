/** Create: checks every field of every item, then posts. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { inSentence } from '../../catalog/labels';
import type { SageRecord } from '../../sage200/protocol/api';
import { newBody } from '../../sage200/values/bodies';
import { joined } from '../../sage200/values/grouping';

import { picker } from '../form/picker';
import { requiredProperties } from '../form/required';
import { identify } from '../identity';
import type { Item } from '../item';
import { prepared } from '../prepared';
import { claimWrites } from '../push/claims';
import { LOOK_FIRST_RECORD, writersOf } from '../push/lookFirst';
import type { Operation } from '../resource';
import { placeholdersOf, savedAnswer, type Subject } from './subject';
import { bodiesOf, createValues, formProperties } from './subjectForm';

export function create(subject: Subject): Operation {
	const thing = inSentence(subject.singular);
	return {
		value: 'create',
		name: 'Create',
		action: `Create ${thing}`,
		description: `Add a new ${thing}`,
		writes: true,
		...savedAnswer(subject),
		properties: [
			...ownerProperties(subject),
			...requiredProperties(subject.schema, subject.required, placeholdersOf(subject)),
			...formProperties(subject, subject.required),
			LOOK_FIRST_RECORD,
		],
		async prepare(items) {
			const { bodies: given, refused } = await bodiesOf(items, subject, createValues);
			const bodies = new Map(
				[...given].map(([item, body]) => [item, newBody(body, item.rules)] as const),
			);
			const places = await placesOf([...bodies.keys()], subject);
			const { writers, refused: unclear } = await writersOf(
				new Map([...bodies.keys()].map((item) => [item, `/${subject.resource}`])),
				'created',
			);
			return prepared({
				refused: new Map([...refused, ...places.refused, ...unclear]),
				jobs: joined({ place: places.found, body: bodies, writer: writers }),
				execute: async ({ place: { path, fields }, body, writer }) =>
					(await writer({ method: 'POST', path, body: { ...fields, ...body } })) as object,
				end: await claimWrites(items, []),
			});
		},
	};
}

function ownerProperties({ owner }: Subject): INodeProperties[] {
	return owner ? [picker(owner.identity)] : [];
}

/** Where a new record goes, and what of its body says whose it is. */
interface Place {
	path: string;
	fields: IDataObject;
}

interface Places {
	found: Map<Item, Place>;
	refused: Map<Item, unknown>;
}

async function placesOf(items: Item[], { owner, resource }: Subject): Promise<Places> {
	if (!owner) {
		const place: Place = { path: `/${resource}`, fields: {} };
		return { found: new Map(items.map((item) => [item, place])), refused: new Map() };
	}
	const { records, refused } = await identify(items, owner.identity, {
		select: ['id', ...owner.identity.keys.map(({ field }) => field)],
	});
	const placeFor = ({ id }: SageRecord): Place =>
		owner.field
			? { path: `/${resource}`, fields: { [owner.field]: id as number } }
			: { path: `/${owner.identity.resource}/${String(id)}/${resource}`, fields: {} };
	return {
		found: new Map([...records].map(([item, record]) => [item, placeFor(record)])),
		refused,
	};
}
