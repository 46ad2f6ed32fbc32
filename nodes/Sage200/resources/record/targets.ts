/** Where the calls of record items go: the endpoint of each, with the IDs of the records that its path names. */
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { labelOf } from '../../catalog/labels';
import { resourceOfPath } from '../../catalog';
import {
	endpointsFor,
	findEndpoint,
	listedShape,
	pathOf,
	type Endpoint,
	type Verb,
} from '../../sage200/protocol/endpoints';
import { invalid } from '../../sage200/protocol/failures';
import { findByName } from '../../sage200/lookups/humanKeys';
import { normalKey } from '../../sage200/lookups/lookups';

import { PARENT_PARAMETERS, PARENTS, RECORD, RECORD_TYPE } from './form';

export interface Target {
	endpoint: Endpoint;
	/** With all IDs filled in. */
	path: string;
	/** ID of the record; undefined where the path ends with none. */
	id?: number;
}

/** A record that an item names for its path. */
interface RecordPick {
	resource: string;
	label: string;
	value: string;
	/** By name even if it looks like an ID. */
	byName: boolean;
}

/** The targets of the items that have a valid one. What is wrong with the others is added to `problems`. */
export async function targetsOf(
	items: Item[],
	verb: Verb,
	problems: ItemProblems,
): Promise<Map<Item, Target>> {
	const asked = items.flatMap((item) => {
		const endpoint = problems.collect(item, () => endpointFor(item, verb));
		return endpoint ? [{ item, endpoint, picks: picksOf(item, endpoint) }] : [];
	});
	const named = await readNames(asked);
	const targets = new Map<Item, Target>();
	for (const { item, endpoint, picks } of asked) {
		const ids = picks.flatMap(
			(pick) => problems.collect(item, () => idOf(pick, named.get(pick))) ?? [],
		);
		if (ids.length < picks.length) continue;
		const id = endpoint.single ? Number(ids[ids.length - 1]) : undefined;
		targets.set(item, { endpoint, path: pathOf(endpoint, ids), id });
	}
	return targets;
}

/** Where the records of the items are listed; where Sage has no such list, where they are sent. */
export function listsOf(targets: Map<Item, Target>): Map<Item, string> {
	return new Map(
		[...targets].map(([item, { endpoint, path }]) => {
			const { resource } = endpoint.operation;
			return [item, listedShape(resource) ? `/${resource}` : path];
		}),
	);
}

/**
 * The endpoint that an item asks for.
 * @throws InvalidInput when the catalog has none, naming what there is instead
 */
export function endpointFor(item: Item, verb: Verb): Endpoint {
	const { value } = item.locator(RECORD_TYPE.name);
	if (value === '') throw invalid(RECORD_TYPE.displayName, 'is empty', 'Choose one from the list.');
	const endpoint = findEndpoint(verb, value);
	if (endpoint) return endpoint;
	const name = resourceOfPath(value.slice(value.indexOf(' ') + 1));
	const others = VERBS.filter(
		(other) =>
			findEndpoint(other, value) ??
			endpointsFor(other).some(({ operation }) => operation.resource === name),
	);
	if (others.length === 0)
		throw invalid(
			RECORD_TYPE.displayName,
			`Sage 200 has no "${value}"`,
			'Choose one from the list.',
		);
	throw invalid(
		RECORD_TYPE.displayName,
		`Sage 200 cannot do this with "${value}"`,
		`It offers: ${others.join(', ')}.`,
	);
}

const VERBS: Verb[] = ['action', 'create', 'delete', 'get', 'getAll', 'update'];

function picksOf(item: Item, { parents, single, operation }: Endpoint): RecordPick[] {
	const pick = (parameter: string, label: string, resource: string): RecordPick => {
		const { mode, value } = item.locator(parameter);
		return { resource, label, value, byName: mode === 'key' };
	};
	const outer = parents.map((resource, at) =>
		pick(PARENT_PARAMETERS[at], `${PARENTS[at].displayName} (${labelOf(resource)})`, resource),
	);
	return single ? [...outer, pick(RECORD.name, RECORD.displayName, operation.resource)] : outer;
}

/** IDs by name of all picks that need it, per company and resource. */
async function readNames(
	items: Array<{ item: Item; picks: RecordPick[] }>,
): Promise<Map<RecordPick, number[]>> {
	const asked = items.flatMap(({ item, picks }) =>
		picks.filter(isNamed).map((pick) => ({ company: item.company, pick })),
	);
	const ids = new Map<RecordPick, number[]>();
	for (const [company, ofCompany] of groupBy(asked, ({ company }) => company)) {
		for (const [resource, group] of groupBy(ofCompany, ({ pick }) => pick.resource)) {
			const found = await findByName(
				company.lookups,
				resource,
				group.map(({ pick }) => pick.value),
			);
			for (const { pick } of group) ids.set(pick, found.get(normalKey(pick.value)) ?? []);
		}
	}
	return ids;
}

function idOf(pick: RecordPick, found: number[] | undefined): string {
	const { label, value, resource } = pick;
	if (value === '') throw invalid(label, 'is empty');
	if (!isNamed(pick)) return value;
	if (found?.length === 1) return String(found[0]);
	throw invalid(
		label,
		found?.length
			? `"${value}" names ${found.length} records of ${resource}`
			: `"${value}" is not known in ${resource}`,
		'Choose it from the list, or give its ID.',
	);
}

function isNamed({ value, byName }: RecordPick): boolean {
	return value !== '' && (byName || !/^-?\d+$/.test(value));
}
