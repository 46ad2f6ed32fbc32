/** Where a line's goods come from: bins, batches and serial numbers, from Sage's helper endpoints (api.md §j 6). */
import type { SageApi, SageRecord } from '../protocol/api';
import { invalid } from '../protocol/failures';
import { normalKey } from '../lookups/lookups';
import { round } from '../values/numbers';
import { isRecord } from '../values/records';

import { sellingUnits, stockUnits } from './units';
import type { Portion } from '../lines/requestedLines';

/** What is to leave of one line. */
export interface DespatchPart {
	/** The line as Sage's despatch list has it. */
	item: SageRecord;
	label: string;
	/** In stock units. */
	quantity: number;
	identified: Portion[];
	bins: Portion[];
}

/** One place or number that goods can come from. */
interface Source {
	name: string;
	available: number;
	row: SageRecord;
}

const isTraced = ({ traceable_type: type }: SageRecord) =>
	type === 'EnumTraceableTypeBatch' || type === 'EnumTraceableTypeSerial';

/**
 * The line of a confirmation, with its bins, batches or serial numbers where it needs them.
 * @throws InvalidInput
 */
export async function despatchItem(api: SageApi, part: DespatchPart): Promise<SageRecord> {
	const { item, quantity, bins } = part;
	const plain = { id: item.id, quantity };
	if (isTraced(item))
		return { ...plain, traceable_adjustment_items: await tracedPortions(api, part) };
	if (item.is_multiple_bin_allocations !== true && bins.length === 0) return plain;
	const reply = await helper(api, 'sop_confirm_despatch_bin_items', item);
	const sources = rowsOf(reply.bin_items).map((row) => ({
		name: String(row.bin_name ?? ''),
		available: Number(row.available_quantity ?? 0),
		row,
	}));
	const taken = take(part, 'Bin', sources, bins);
	return {
		...plain,
		bin_items: taken.map(({ source, quantity: part }) => ({ id: source.row.id, quantity: part })),
	};
}

async function tracedPortions(api: SageApi, part: DespatchPart): Promise<SageRecord[]> {
	const { item, label, quantity, identified } = part;
	const isSerial = item.traceable_type === 'EnumTraceableTypeSerial';
	if (isSerial && !Number.isInteger(quantity))
		throw invalid(
			`${label}: Quantity`,
			`${quantity} of goods with serial numbers is not a whole number`,
			'Despatch whole pieces.',
		);
	const reply = await helper(api, 'sop_confirm_despatch_traceable_items', item);
	const rows = rowsOf(reply.traceable_adjustment_items);
	const sources = rows
		.map((row) => ({
			name: String(row.identification_no ?? ''),
			available: isSerial
				? Math.min(1, Number(row.available_quantity ?? 1))
				: Number(row.available_quantity ?? 0),
			row,
		}))
		// What was allocated to this line goes first; otherwise Sage's own order counts.
		.sort(
			(left, right) =>
				Number(right.row.is_allocated === true) - Number(left.row.is_allocated === true),
		);
	const taken =
		item.sale_from_single_batch === true && identified.length === 0
			? singleBatch(part, sources)
			: take(part, isSerial ? 'Serial Number' : 'Batch', sources, identified);
	return taken.map(({ source: { row }, quantity: part }) => ({
		traceable_item_id: row.traceable_item_id,
		traceable_bin_item_id: row.traceable_bin_item_id,
		bin_item_id: row.bin_item_id,
		quantity: part,
		is_selected: true,
	}));
}

interface Taken {
	source: Source;
	quantity: number;
}

/**
 * Takes the quantity from the portions that were named, or else from the first sources there are.
 * @throws InvalidInput
 */
function take(
	{ item, label, quantity }: DespatchPart,
	kind: string,
	sources: Source[],
	portions: Portion[],
): Taken[] {
	const taken: Taken[] = [];
	let left = quantity;
	const takeFrom = (source: Source, most: number) => {
		const part = round(Math.min(left, most, source.available), 5);
		if (part > 0) taken.push({ source, quantity: part });
		left = round(left - part, 5);
		return part;
	};
	for (const portion of portions) {
		const source = sources.find(({ name }) => normalKey(name) === normalKey(portion.name));
		if (!source)
			throw invalid(
				`${label}: ${kind}`,
				`"${portion.name}" cannot be despatched from`,
				`Sage 200 offers: ${sources.map(({ name }) => name).join(', ') || 'none'}.`,
			);
		const wanted = portion.quantity === undefined ? Infinity : stockUnits(item, portion.quantity);
		const part = takeFrom(source, wanted);
		if (portion.quantity !== undefined && part < wanted) {
			throw invalid(
				`${label}: ${kind}`,
				`"${portion.name}" gives ${sellingUnits(item, part)} of the ${portion.quantity} asked for`,
				'Name others beside it, or despatch less.',
			);
		}
	}
	if (portions.length === 0) for (const source of sources) takeFrom(source, Infinity);
	if (left > 0)
		throw invalid(
			`${label}: ${kind}`,
			`${sellingUnits(item, round(quantity - left, 5))} of ${sellingUnits(item, quantity)} can be despatched from ${portions.length > 0 ? 'those named' : 'what there is'}`,
			'Despatch less, or bring stock in first.',
		);
	return taken;
}

/** @throws InvalidInput when no single batch holds it all */
function singleBatch({ item, label, quantity }: DespatchPart, sources: Source[]): Taken[] {
	const source = sources.find(({ available }) => available >= quantity);
	if (source) return [{ source, quantity }];
	throw invalid(
		`${label}: Batch`,
		`no single batch holds ${sellingUnits(item, quantity)}, and this product is sold from one batch only`,
		'Despatch less, or transfer stock between batches in Sage 200.',
	);
}

/** An answer that says nothing offers nothing to take from, so the line is refused: nothing was despatched by it. */
async function helper(api: SageApi, resource: string, { id }: SageRecord): Promise<SageRecord> {
	const reply = await api.send({ method: 'POST', path: `/${resource}`, body: { id } });
	return isRecord(reply) ? reply : {};
}

function rowsOf(value: unknown): SageRecord[] {
	return Array.isArray(value) ? (value as SageRecord[]) : [];
}
