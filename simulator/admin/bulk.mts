/** Much data at once, for figures and floods: rows made after one that is there, and changes that share a stamp. */
import { rowSchema } from '../data/resources.mts';
import type { StoredCompany } from '../data/company.mts';
import type { Body } from '../world.mts';

export interface BulkRequest {
	resource: string;
	count: number;
	/** Changes existing rows instead of making new ones. */
	change?: boolean;
	/** Values that all of them get. */
	fields?: Body;
	/** Their date_time_updated; the clock's time if left out. */
	stamp?: string;
}

/** Texts that tell rows apart. */
const KEYS = ['reference', 'code', 'document_no'];

/** Makes or changes rows; returns their ids. */
export function bulk(company: StoredCompany, request: BulkRequest, stamp: string): number[] {
	return request.change ? changeRows(company, request, stamp) : makeRows(company, request, stamp);
}

function makeRows(
	company: StoredCompany,
	{ resource, count, fields, stamp }: BulkRequest,
	now: string,
): number[] {
	const table = company.table(resource);
	const schema = rowSchema(resource);
	const [example = {}] = table.all();
	const scalars = Object.fromEntries(
		Object.entries(example).filter(([name, value]) => name !== 'id' && typeof value !== 'object'),
	);
	const keys = KEYS.filter((name) => schema?.fields.has(name));
	return Array.from({ length: count }, () => {
		const number = company.next(`bulk.${resource}`);
		const texts = Object.fromEntries(
			keys.map((name) => [name, `B${String(number).padStart(7, '0')}`]),
		);
		const name = schema?.fields.has('name') ? { name: `Bulk ${number}` } : {};
		const stamps = { date_time_created: stamp ?? now, date_time_updated: stamp ?? now };
		return table.insert({ ...scalars, ...texts, ...name, ...stamps, ...fields }).id;
	});
}

function changeRows(
	company: StoredCompany,
	{ resource, count, fields, stamp }: BulkRequest,
	now: string,
): number[] {
	const table = company.table(resource);
	const ids = [...table.stored()].slice(0, count).map(({ id }) => id);
	for (const id of ids) table.write(id, { ...fields, date_time_updated: stamp ?? now });
	return ids;
}
