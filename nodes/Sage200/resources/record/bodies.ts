/** Bodies of record items: values read, names turned into IDs, everything checked against the catalog. */
import { labelOf } from '../../catalog/labels';
import { bodiesFor, type Given } from '../../core/bodies';
import type { Item } from '../../core/item';
import { ItemProblems, nothingGiven } from '../../core/problems';
import type { SageRecord } from '../../sage200/protocol/api';
import { requiredFields } from '../../sage200/protocol/endpoints';
import { joined } from '../../sage200/values/grouping';
import { isBlank } from '../../sage200/values/unset';

import { rowsGiven } from './input';
import type { Target } from './targets';

/** The field of a row that tells which record it is, where it is looked up. */
export type KeyOf = (item: Item, resource: string, values: SageRecord) => string | undefined;

/** One row per record that the item gives; most bodies are one record. What Sage publishes no fields for goes as it is given. */
export async function bodiesOf(
	targets: Map<Item, Target>,
	problems: ItemProblems,
	keyOf: KeyOf = () => undefined,
): Promise<Map<Item, SageRecord[]>> {
	const given = [...targets].map(([item, { endpoint }]) => {
		const { request, resource } = endpoint.operation;
		const rows = problems.collect(item, () => rowsGiven(item, endpoint.operation)) ?? [];
		const checked = rows.map(
			(values): Given => ({
				item,
				schema: request?.schema ?? '',
				values,
				problems: problems.of(item),
				keyField: keyOf(item, resource, values),
			}),
		);
		return { item, rows, checked: request ? checked : undefined };
	});
	const bodies = await bodiesFor(given.flatMap(({ checked }) => checked ?? []));
	return new Map(
		given.map(({ item, rows, checked }) => [item, checked ? recordsOf(checked, bodies) : rows]),
	);
}

function recordsOf(rows: Given[], bodies: Map<Given, SageRecord>): SageRecord[] {
	return rows.flatMap((row): SageRecord[] => {
		const body = bodies.get(row);
		return body ? [body] : [];
	});
}

/** The body as the endpoint takes it: a list, or the one record. */
export function bodyFor({ endpoint }: Target, rows: SageRecord[]): object {
	return endpoint.operation.request?.list ? rows : rows[0];
}

/** Refuses a new record of which nothing is given; where fields are required, each is named. */
export function refuseEmpty(bodies: Map<Item, SageRecord[]>, problems: ItemProblems): void {
	for (const [item, rows] of bodies) {
		const isGiven = rows.some((row) => Object.values(row).some((value) => !isBlank(value)));
		if (!isGiven && problems.of(item).length === 0) problems.of(item).push(nothingGiven('Fields'));
	}
}

/** Names every required field that a post lacks. Sage works out conditional ones itself, or names them. */
export function refuseMissing(
	targets: Map<Item, Target>,
	bodies: Map<Item, SageRecord[]>,
	problems: ItemProblems,
): void {
	for (const [item, { target, rows }] of joined({ target: targets, rows: bodies })) {
		const { endpoint } = target;
		if (endpoint.operation.method !== 'POST') continue;
		const faulty = new Set(problems.of(item).map(({ field }) => field));
		const missing = requiredFields(endpoint).filter(
			(name) =>
				(rows.length === 0 || rows.some((row) => isBlank(row[name]))) && !faulty.has(labelOf(name)),
		);
		for (const name of missing)
			problems.of(item).push({
				field: labelOf(name),
				message: 'is empty',
				remedy: 'Fill it in: Sage 200 needs it.',
			});
	}
}
