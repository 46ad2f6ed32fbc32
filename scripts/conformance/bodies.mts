/** Makes bodies from the catalog: every required field, with records of the company where others are referred to. */
import { schema, type Field } from '../../nodes/Sage200/catalog/index.ts';

import type { Company, Row } from './company.mts';

/** Makes bodies with the least that Sage takes, with a change, or with chosen fields. */
export class Bodies {
	private count = 0;
	private readonly references = new Map<string, Promise<Row | undefined>>();

	constructor(
		private readonly company: Company,
		/** A day on which postings are allowed. */
		private readonly today: string,
	) {}

	/** The least that a new record needs; something harmless where nothing is required. */
	async least(schemaName: string): Promise<Row> {
		const given = [...schema(schemaName).fields.values()].filter(
			({ givenOnCreate }) => givenOnCreate,
		);
		return { ...(await this.valuesOf(given)), ...(await this.leastChild(schemaName)) };
	}

	/** The same of a child, whose keys Sage takes from the record that it is sent with. */
	private async leastChild(schemaName: string): Promise<Row> {
		const writable = [...schema(schemaName).fields.values()].filter(({ readOnly }) => !readOnly);
		const required = writable.filter((field) => field.required && !field.conditional);
		const chosen = required.length > 0 ? required : writable.filter(isPlain).slice(0, 1);
		return await this.valuesOf(chosen);
	}

	private async valuesOf(fields: Field[]): Promise<Row> {
		return Object.fromEntries(
			await Promise.all(
				fields.map(async (field) => [field.name, await this.value(field)] as const),
			),
		);
	}

	/** A value for every field that a form offers, by the field's dotted name. */
	async filled(schemaName: string, offered: string[]): Promise<Row> {
		const filled = await Promise.all(
			offered.map(async (path) => [path, await this.value(fieldAt(schemaName, path))] as const),
		);
		return Object.fromEntries(filled.filter(([, value]) => JSON.stringify(value) !== '{}'));
	}

	/** One plain field with another value than the record has. */
	async change(schemaName: string, record: Row): Promise<Row> {
		const fields = [...schema(schemaName).fields.values()].filter(isPlain);
		const harmless = fields.filter(
			(field) =>
				!field.required && !field.conditional && !/^is_|_no$|code|reference/.test(field.name),
		);
		const texts = fields.filter(({ type }) => type === 'string');
		for (const field of [
			...harmless.filter(({ type }) => type === 'string'),
			...harmless,
			...texts,
		]) {
			const value = await this.value(field);
			if (record[field.name] !== value) return { [field.name]: value };
		}
		return {};
	}

	/** A record that a field may refer to. */
	async reference(resource: string): Promise<Row | undefined> {
		let found = this.references.get(resource);
		if (!found) this.references.set(resource, (found = this.company.one(resource)));
		return await found;
	}

	private async value(field: Field): Promise<unknown> {
		if (field.refers) {
			const row = await this.reference(field.refers);
			if (field.type !== 'string') return row?.id ?? 1;
			return field.values?.[0] ?? row?.value ?? this.text(field);
		}
		if (field.values) return field.values[0];
		switch (field.type) {
			case 'boolean':
				return true;
			case 'datetime':
				return this.today;
			case 'object':
				return field.schema ? await this.leastChild(field.schema) : {};
			case 'list':
				return field.schema ? [await this.leastChild(field.schema)] : [];
			case 'string':
				return this.text(field);
			default:
				return 1;
		}
	}

	private text({ name, maxLength = 20 }: Field): string {
		if (/email/.test(name)) return 'someone@example.com';
		return `C${String((this.count += 1)).padStart(Math.min(4, maxLength - 1), '0')}`.slice(
			0,
			maxLength,
		);
	}
}

/**
 * The field of a dotted name.
 * @throws Error for one that the catalog does not have
 */
function fieldAt(schemaName: string, path: string): Field {
	const [name, ...inner] = path.split('.');
	const field = schema(schemaName).fields.get(name);
	if (!field) throw new Error(`the form offers ${path}, which is not in ${schemaName}`);
	return inner.length > 0 ? fieldAt(field.schema!, inner.join('.')) : field;
}

function isPlain({ type, readOnly, refers, values, name }: Field): boolean {
	return (
		!readOnly &&
		!refers &&
		!values &&
		type !== 'object' &&
		type !== 'list' &&
		!/^(is_to_|is_editing|lock_id|create_)/.test(name)
	);
}
