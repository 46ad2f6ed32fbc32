/** The catalog while it is being built: groups with operations, schemas with fields. */

export interface FieldDraft {
	type: string;
	flags: Set<string>;
	default?: string;
	values?: string[];
	refers?: string;
	since?: string;
}

export interface OperationDraft {
	group: string;
	method: string;
	path: string;
	request?: string;
	reply?: string;
	flags: Set<string>;
	since?: string;
}

export interface SchemaDraft {
	group: string;
	fields: Map<string, FieldDraft>;
	flags: Set<string>;
}

/** Gathers operations and schemas by their names. */
export class Draft {
	readonly operations = new Map<string, OperationDraft>();
	readonly schemas = new Map<string, SchemaDraft>();

	/** Adds an operation unless another group has it already (Sage lists two of them twice). */
	addOperation(operation: OperationDraft): void {
		const key = `${operation.method} ${operation.path}`;
		if (!this.operations.has(key)) this.operations.set(key, operation);
	}

	addSchema(name: string, schema: SchemaDraft): void {
		if (!this.schemas.has(name)) this.schemas.set(name, schema);
	}

	/** Names of resources that can be listed: GET of a path that ends in a fixed segment and answers a list. */
	listable(): Set<string> {
		return new Set(
			[...this.operations.values()]
				.filter(
					({ method, path, reply }) =>
						method === 'GET' && path.lastIndexOf('/') === 0 && reply?.startsWith('['),
				)
				.map(({ path }) => path.slice(1)),
		);
	}
}

/** The resource that a path belongs to: its last fixed segment. */
export function resourceOf(path: string): string {
	return (
		path
			.split('/')
			.filter((segment) => segment && !segment.startsWith('{'))
			.at(-1) ?? ''
	);
}
