/** A seeded company and a user of it, to call rules as the engine does. */
import assert from 'node:assert/strict';
import { DEFAULT_BEHAVIOUR, type Behaviour } from '../../simulator/behaviour/index.mts';
import { SimulatorClock } from '../../simulator/data/clock.mts';
import { StoredCompany } from '../../simulator/data/company.mts';
import { rules } from '../../simulator/rules/index.mts';
import { withheld } from '../../simulator/rules/withheld.mts';
import { COMPANIES, seedCompany } from '../../simulator/seed/index.mts';
import { SageRefusal, type Body, type Call, type Row } from '../../simulator/world.mts';

export interface Bench {
	company: StoredCompany;
	/** Switches of the company's site, to be thrown. */
	behaviour: Behaviour;
	clock: SimulatorClock;
	user: Row;
	/** Calls a rule, `PUT /sop_orders/{Id}` with the id given. */
	call(operation: string, body?: Body, id?: number, extra?: Partial<Call>): Row;
	/** The message with which a call is refused. */
	refused(operation: string, body?: Body, id?: number, extra?: Partial<Call>): string;
	/** The row with a value in a field. */
	row(resource: string, field: string, value: unknown): Row;
	/** A customer that nothing stands against. */
	customer: Row;
	/** Counted goods without batches. */
	product: Row;
	setting(resource: string, fields: Body): void;
	permission(fields: Body): void;
}

/** A fresh company; the same each time. */
export function makeBench(): Bench {
	const behaviour = structuredClone(DEFAULT_BEHAVIOUR) as Behaviour;
	const clock = new SimulatorClock(behaviour);
	const company = new StoredCompany(COMPANIES[0], { clock, behaviour, withheld });
	seedCompany(company, { seed: 1, customers: 60, products: 64, clock });
	const [user] = [...company.table('users').all()];

	function call(operation: string, body: Body = {}, id = 0, extra: Partial<Call> = {}): Row {
		const [method, path] = operation.split(' ');
		const ids: Record<string, number> = id === 0 ? {} : { Id: id };
		const context = {
			method,
			path,
			ids,
			query: {},
			expand: new Set<string>(),
			body,
			company,
			clock,
			user,
		};
		return rules[operation]({ ...context, release: '2025 R1', ...extra }) as Row;
	}

	function refused(operation: string, body?: Body, id?: number, extra?: Partial<Call>): string {
		try {
			call(operation, body, id, extra);
		} catch (error) {
			assert.ok(error instanceof SageRefusal, String(error));
			return error.message;
		}
		return assert.fail(`${operation} was not refused`);
	}

	function row(resource: string, field: string, value: unknown): Row {
		const [found] = company.table(resource).where(field, value);
		assert.ok(found, `no ${resource} with ${field} ${String(value)}`);
		return found;
	}

	function edit(resource: string, id: number, fields: Body): void {
		company.table(resource).change(id, fields);
	}

	return {
		company,
		behaviour,
		clock,
		user,
		call,
		refused,
		row,
		customer: row('customers', 'name', 'Abbey Tools Ltd'),
		product: row('products', 'code', 'TOOLS001'),
		setting: (resource, fields) => edit(resource, [...company.table(resource).all()][0].id, fields),
		permission: (fields) =>
			edit('sop_user_permissions', row('sop_user_permissions', 'user_number', user.id).id, fields),
	};
}

/** A standard line of some pieces. */
export function goods(product: Row, line_quantity = 1, more: Body = {}): Body {
	return { line_type: 'EnumLineTypeStandard', product_id: product.id, line_quantity, ...more };
}

/** The lines of a document. */
export function linesOf(document: Body): Body[] {
	return document.lines as Body[];
}
