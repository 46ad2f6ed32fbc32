/** n8n's data tables, as its own page shows them to the owner. */
import type { N8nRest } from './rest.mts';

export interface Column {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

/** Makes tables and reads their rows over n8n's own API. */
export class DataTables {
	constructor(private readonly rest: N8nRest) {}

	/** Makes a table of the owner. */
	async create(name: string, columns: Column[]): Promise<void> {
		await this.rest.post(`${await this.path()}`, { name, columns });
	}

	/**
	 * The rows of the owner's table of that name.
	 * @throws Error if there is none
	 */
	async rows<Row>(name: string): Promise<Row[]> {
		const path = await this.path();
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const { data: tables } = await this.rest.get<{ data: Array<{ id: string; name: string }> }>(
			`${path}?filter=${filter}`,
		);
		const table = tables.find((each) => each.name === name);
		if (!table) throw new Error(`n8n has no data table ${name}`);
		return (await this.rest.get<{ data: Row[] }>(`${path}/${table.id}/rows?take=250`)).data;
	}

	private async path(): Promise<string> {
		const { id } = await this.rest.get<{ id: string }>('/projects/personal');
		return `/projects/${id}/data-tables`;
	}
}
