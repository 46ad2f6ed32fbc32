/** n8n's data tables in memory, and what its Data Table node does with them in version 1.1. */
import type { IDataObject } from 'n8n-workflow';

type Cell = string | number | boolean | null;
export type TableRow = Record<string, Cell>;
type ColumnType = 'string' | 'number' | 'boolean' | 'date';

interface Table {
	id: string;
	name: string;
	columns: Map<string, ColumnType>;
	rows: TableRow[];
}

interface Condition {
	keyName: string;
	condition: string;
	keyValue?: Cell;
}

/** What a node of the workflow says, for one item. */
export type Parameter = (name: string) => unknown;

const SYSTEM: Array<[string, ColumnType]> = [
	['id', 'number'],
	['createdAt', 'date'],
	['updatedAt', 'date'],
];

/** Tables by their names, and the steps of the Data Table node. */
export class DataTables {
	private readonly tables: Table[] = [];
	private lastId = 0;

	/** The rows of a table, to be looked at and changed. */
	rows(name: string): TableRow[] {
		return this.tables.find((each) => each.name === name)?.rows ?? [];
	}

	/** Makes a table with other columns than a workflow expects. */
	make(name: string, columns: Record<string, ColumnType>): void {
		this.tables.push({
			id: `table${this.tables.length}`,
			name,
			columns: new Map([...SYSTEM, ...Object.entries(columns)]),
			rows: [],
		});
	}

	/** What the node gives for one item. */
	carryOut(parameter: Parameter): IDataObject[] {
		if (parameter('resource') === 'table') return [this.create(parameter)];
		const { value: id } = parameter('dataTableId') as { value: string };
		const table = this.tables.find((each) => each.id === id);
		if (!table) throw new Error(`Data table with ID '${id}' could not be found in this project`);
		switch (parameter('operation')) {
			case 'insert':
				return [this.insert(table, cellsIn(table, parameter))];
			case 'update':
				return update(matching(table, parameter), cellsIn(table, parameter));
			case 'upsert': {
				const found = matching(table, parameter);
				const cells = cellsIn(table, parameter);
				return found.length > 0 ? update(found, cells) : [this.insert(table, cells)];
			}
			case 'deleteRows': {
				const gone = matching(table, parameter);
				for (const row of gone) table.rows.splice(table.rows.indexOf(row), 1);
				return gone;
			}
			case 'get':
				return sorted(matching(table, parameter), parameter).map((row) => ({ ...row }));
			default:
				throw new Error(`Not known here: ${String(parameter('operation'))}`);
		}
	}

	private create(parameter: Parameter): IDataObject {
		const name = String(parameter('tableName'));
		const { column } = parameter('columns') as {
			column: Array<{ name: string; type: ColumnType }>;
		};
		if (!this.tables.some((each) => each.name === name))
			this.make(name, Object.fromEntries(column.map((each) => [each.name, each.type])));
		const { id } = this.tables.find((each) => each.name === name)!;
		return { id, name };
	}

	private insert(table: Table, cells: TableRow): TableRow {
		const now = new Date(Date.now()).toISOString();
		const empty = Object.fromEntries([...table.columns.keys()].map((name) => [name, null]));
		const row = { ...empty, ...cells, id: ++this.lastId, createdAt: now, updatedAt: now };
		table.rows.push(row);
		return { ...row };
	}
}

function update(rows: TableRow[], cells: TableRow): TableRow[] {
	for (const row of rows)
		Object.assign(row, cells, { updatedAt: new Date(Date.now()).toISOString() });
	return rows.map((row) => ({ ...row }));
}

/** @throws Error for a column that the table has not, or a value that is not of its type */
function cellsIn(table: Table, parameter: Parameter): TableRow {
	const { value } = parameter('columns') as { value: TableRow };
	return Object.fromEntries(
		Object.entries(value).map(([name, cell]) => {
			const type = table.columns.get(name);
			if (!type) throw new Error(`unknown column name '${name}'`);
			return [name, cell === null || cell === undefined ? null : cellOf(type, cell)];
		}),
	);
}

function cellOf(type: ColumnType, cell: Cell): Cell {
	if (type === 'date') return new Date(String(cell)).toISOString();
	if (typeof cell !== type) throw new Error(`value '${String(cell)}' does not match ${type}`);
	return cell;
}

function matching({ rows, columns }: Table, parameter: Parameter): TableRow[] {
	const { conditions = [] } = (parameter('filters') || {}) as { conditions?: Condition[] };
	if (conditions.length > 1 && parameter('matchType') !== 'allConditions')
		throw new Error('Only all conditions are known here');
	return rows.filter((row) =>
		conditions.every(({ keyName, condition, keyValue = null }) => {
			const type = columns.get(keyName);
			if (!type) throw new Error(`Column(s) "${keyName}" do not exist in the selected table`);
			return holds(type, condition, row[keyName], keyValue);
		}),
	);
}

/** As SQL has it: nothing compares with what is not there. */
function holds(type: ColumnType, condition: string, left: Cell, right: Cell): boolean {
	if (condition === 'neq' && left === null) return true;
	if (left === null || right === null) return false;
	const [one, other] = [left, right].map((cell) =>
		type === 'date' ? Date.parse(String(cell)) : type === 'number' ? Number(cell) : String(cell),
	);
	const outcomes: Record<string, boolean> = {
		eq: one === other,
		neq: one !== other,
		lt: one < other,
		lte: one <= other,
		gt: one > other,
		gte: one >= other,
	};
	if (!(condition in outcomes)) throw new Error(`Not known here: ${condition}`);
	return outcomes[condition];
}

function sorted(rows: TableRow[], parameter: Parameter): TableRow[] {
	const column = String(parameter('orderByColumn'));
	const way = parameter('orderByDirection') === 'DESC' ? -1 : 1;
	const order = (one: TableRow, other: TableRow) => {
		const [left, right] = [one[column] ?? 0, other[column] ?? 0];
		if (left === right) return Number(one.id) - Number(other.id);
		return left < right ? -way : way;
	};
	return [...rows].sort(order).slice(0, Number(parameter('limit')));
}
