/**
 * The nominal code that a line posts to.
 * The field: the schema. That it comes from product, charge or customer is inferred from their fields.
 */
import { SageRefusal, type Body, type Company } from '../../world.mts';
import { isSet, textOf } from '../foundation/read.mts';
import { optional } from '../foundation/records.mts';

/** Puts a line on a nominal code, unless the caller chose one. */
export function fillNominal(company: Company, line: Body, id: unknown): void {
	if (isSet(line.nominal_reference)) return;
	const nominal = optional(company, 'nominal_codes', id);
	if (!nominal) return;
	line.nominal_reference = nominal.reference;
	line.nominal_cost_centre ??= textOf(nominal.cost_centre_code);
	line.nominal_department ??= textOf(nominal.department_code);
}

/**
 * Refuses a nominal code that the company does not have.
 * @throws SageRefusal
 */
export function checkNominal(company: Company, fields: Body): void {
	if (!isSet(fields.nominal_reference)) return;
	if (company.table('nominal_codes').where('reference', fields.nominal_reference).length === 0) {
		throw new SageRefusal(`The nominal code '${textOf(fields.nominal_reference)}' does not exist.`);
	}
}
