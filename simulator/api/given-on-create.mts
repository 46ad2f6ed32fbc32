/**
 * Sage's schemas mark some fields read-only and yet required on create (api.md n): they are given once, with the new
 * record, and stay. Fields of records that a rule makes are read there.
 */
import type { Body } from '../world.mts';

const GIVEN: Record<string, string[]> = {
	departments: ['code'],
	cost_centres: ['code'],
	product_suppliers: ['product_id'],
	currency_exchange_rates: ['currency_from_id', 'currency_to_id'],
};

/** What of a new record's body stays although the schema says that it is read-only. */
export function givenOnCreate(resource: string, body: Body): Body {
	const names = GIVEN[resource] ?? [];
	return Object.fromEntries(
		names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]),
	);
}
