/**
 * Stored delivery addresses of customers. A customer has one default at most.
 * Fields, and that customer and description are required: the schema. One default is inferred from its name; that a new
 * one takes tax code and country from the account is the simulator's choice.
 */
import { SageRefusal, type Body, type Call, type Row } from '../../world.mts';
import { writable } from '../foundation/fields.mts';
import { isSet, numberOf } from '../foundation/read.mts';
import { addressed, bodyOf, checkReference, referred } from '../foundation/records.mts';

const RESOURCE = 'customer_delivery_addresses';

/** Rule of `POST /customer_delivery_addresses`. */
export function createDeliveryAddress(call: Call): Row {
	const body = bodyOf(call);
	const customer = referred(call.company, 'customers', body.customer_id, 'customer');
	if (!isSet(body.description)) throw new SageRefusal('A description is required.');
	checkCodes(call, body);
	const row = call.company.table(RESOURCE).insert({
		tax_code_id: numberOf(customer.default_tax_code_id),
		country_code_id: numberOf(customer.country_code_id),
		...writable('customer_delivery_address', body),
	});
	keepOneDefault(call, row);
	return row;
}

/** Rule of `PUT /customer_delivery_addresses/{Id}`. */
export function changeDeliveryAddress(call: Call): Row {
	const row = addressed(call, RESOURCE);
	const { customer_id: _kept, ...fields } = writable('customer_delivery_address', bodyOf(call));
	checkCodes(call, fields);
	call.company.table(RESOURCE).change(row.id, fields);
	keepOneDefault(call, row);
	return row;
}

function checkCodes({ company }: Call, body: Body): void {
	checkReference(company, 'tax_codes', body.tax_code_id, 'tax code');
	checkReference(company, 'country_codes', body.country_code_id, 'country code');
}

function keepOneDefault(call: Call, row: Row): void {
	if (row.is_default !== true) return;
	for (const other of call.company.table(RESOURCE).where('customer_id', row.customer_id)) {
		if (other.id !== row.id && other.is_default === true)
			call.company.table(RESOURCE).change(other.id, { is_default: false });
	}
}
