/** Where the calls of record items go: the endpoint of each, with the IDs of the records that its path names. */
import { groupBy } from '../../sage200/values/grouping';
import type { Item } from '../../core/item';
import { ItemProblems } from '../../core/problems';
import { inSentence, labelOf, singularLabelOf } from '../../catalog/labels';
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
import { Matches, type Match } from '../../sage200/lookups/humanKeys';
import { eitherRemedy, namingOf, type Naming } from '../../sage200/lookups/named';

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
	as: Naming['as'];
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
function endpointFor(item: Item, verb: Verb): Endpoint {
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
		`It offers: ${others.map((other) => VERB_NAMES[other]).join(', ')}.`,
	);
}

const VERB_NAMES: Record<Verb, string> = {
	action: 'Run Action',
	create: 'Create',
	delete: 'Delete',
	get: 'Get',
	getAll: 'Get Many',
	update: 'Update',
};
const VERBS = Object.keys(VERB_NAMES) as Verb[];

/** What the picker's modes say of a value; a value without a mode says it itself, or may be either. */
const AS_OF: Record<string, Naming['as']> = { key: 'code', id: 'id', list: 'id' };

function picksOf(item: Item, { parents, single, operation }: Endpoint): RecordPick[] {
	const pick = (parameter: string, label: string, resource: string): RecordPick => {
		const { mode, value } = item.locator(parameter);
		const naming = mode === 'auto' ? namingOf(value) : { text: value, as: AS_OF[mode] ?? 'id' };
		return { resource, label, value: naming.text, as: naming.as };
	};
	const outer = parents.map((resource, at) =>
		pick(PARENT_PARAMETERS[at], `${PARENTS[at].displayName} (${labelOf(resource)})`, resource),
	);
	return single ? [...outer, pick(RECORD.name, RECORD.displayName, operation.resource)] : outer;
}

/** What the picks that need it lead to, per company and resource. */
async function readNames(
	items: Array<{ item: Item; picks: RecordPick[] }>,
): Promise<Map<RecordPick, Match>> {
	const asked = items.flatMap(({ item, picks }) =>
		picks.filter(isNamed).map((pick) => ({ company: item.company, pick })),
	);
	const led = new Map<RecordPick, Match>();
	for (const [{ lookups }, ofCompany] of groupBy(asked, ({ company }) => company)) {
		for (const [resource, group] of groupBy(ofCompany, ({ pick }) => pick.resource)) {
			const names = group.map(({ pick: { value, as } }): Naming => {
				return { text: value, as: as === 'id' ? 'code' : as };
			});
			const matches = await Matches.read(lookups, resource, names);
			for (const { pick } of group) led.set(pick, matches.of(pick.value));
		}
	}
	return led;
}

/** @throws InvalidInput for a value that names no record, or several */
function idOf(pick: RecordPick, { byCode, byId }: Match = { byCode: [] }): string {
	const { label, value, resource } = pick;
	if (value === '')
		throw invalid(label, 'is empty', 'Choose it from the list, or give its code or ID.');
	if (!isNamed(pick)) return value;
	const ids = [...new Set([...byCode, ...(byId === undefined ? [] : [byId])])];
	if (ids.length === 1) return String(ids[0]);
	// Whether Sage has a record of this ID, Sage says.
	if (ids.length === 0 && pick.as === 'either' && looksLikeId(value)) return value;
	const thing = inSentence(singularLabelOf(resource));
	if (byId !== undefined)
		throw invalid(
			label,
			`"${value}" is the ID of one ${thing}, and the code or name of another (ID ${byCode.join(', ')})`,
			eitherRemedy(value),
		);
	throw invalid(
		label,
		ids.length > 0
			? `"${value}" names ${ids.length} records (${thing})`
			: `Sage 200 has no ${thing} "${value}"`,
		'Choose it from the list, or give its ID.',
	);
}

/** Whether a value has to be looked up: also a number that may be a code. */
function isNamed({ value, as }: RecordPick): boolean {
	return value !== '' && (as !== 'id' || !looksLikeId(value));
}

function looksLikeId(value: string): boolean {
	return /^-?\d+$/.test(value);
}
