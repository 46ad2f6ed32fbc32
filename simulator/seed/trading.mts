/** What orders are made with: charges, payment methods, couriers, terms of export. */
import type { Company } from '../world.mts';
import { seeded } from './seeded.mts';

/** Code, name, value, cost. */
const CHARGES: Array<[string, string, number, number]> = [
	['Carriage', 'Carriage', 7.5, 5],
	['Express', 'Next day delivery', 14.95, 11],
	['Handling', 'Handling', 2.5, 1],
];

/** Name, tracking address, default. */
const COURIERS: Array<[string, string, boolean]> = [
	['Pennine Parcels', 'https://track.pennine.example/?c={consignment_no}', true],
	['Arrow Express', 'https://arrow.example/t/{consignment_no}', false],
	['Own van', '', false],
];

/** Seeds the small lists of order processing. */
export function seedTrading(company: Company): void {
	const tax = seeded(company, 'tax_codes', 'code', 1).id;
	for (const [code, name, charge_value, notional_cost_value] of CHARGES) {
		const shared = { code, name, charge_value, tax_code_id: tax };
		const [sales, purchases] = ['4100', '5100'].map(
			(reference) => seeded(company, 'nominal_codes', 'reference', reference).id,
		);
		company
			.table('sop_additional_charges')
			.insert({ ...shared, notional_cost_value, nominal_code_id: sales });
		company.table('pop_additional_charges').insert({ ...shared, nominal_code_id: purchases });
	}
	const bank = seeded(company, 'banks', 'code', 'CURRENT');
	for (const name of ['Card at counter', 'Bank transfer', 'Stripe', 'PayPal', 'Online card']) {
		company.table('sop_payment_methods').insert({
			name,
			description: name,
			bank_account_id: bank.id,
			currency_id: bank.account_currency_id,
			card_processing_method: name === 'Online card',
		});
	}
	for (const [name, tracking_url, is_default] of COURIERS) {
		company.table('couriers').insert({ name, website: '', tracking_url, is_default });
	}
	for (const [index, name] of ['DAP', 'DDP', 'EXW'].entries())
		company.table('sop_incoterms').insert({ name, is_default: index === 0 });
	for (const [index, name] of ['Sale', 'Sample', 'Repair'].entries()) {
		company.table('sop_export_reasons').insert({ name, is_default: index === 0 });
	}
	for (const name of ['Mr', 'Mrs', 'Ms', 'Dr']) company.table('salutations').insert({ name });
	for (const name of ['Account', 'Despatch', 'Sales order', 'Statement'])
		company.table('trader_contact_roles').insert({ name });
}

/** Seeds what accounts refer to, before there are accounts. */
export function seedCreditLists(company: Company): void {
	company.table('credit_bureaus').insert({ name: 'Northern Credit Reports', is_default: true });
	company.table('credit_positions').insert({ name: 'Good', is_default: true });
	company.table('credit_positions').insert({ name: 'Watch', is_default: false });
	company.table('finance_charges').insert({ code: 1, finance_charge_percent: 2 });
	company.table('payment_groups').insert({ name: 'BACS', payment_type: 'PaymentTypeBACS' });
}
