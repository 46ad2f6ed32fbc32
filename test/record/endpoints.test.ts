/** What the catalog's operations are to a person: nothing is out of Record's reach. */
import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { allOperations } from '../../nodes/Sage200/catalog';
import { ACTED_ON, PARENTS } from '../../nodes/Sage200/resources/record/form';
import { changesNothing } from '../../nodes/Sage200/sage200/protocol/effects';
import {
	endpointOf,
	findEndpoint,
	pathOf,
	requiredFields,
} from '../../nodes/Sage200/sage200/protocol/endpoints';

const all = allOperations().map(endpointOf);

it('finds every operation of the catalog again by what the list stores for it', () => {
	const lost = all.filter(
		(endpoint) =>
			findEndpoint(endpoint.verb, endpoint.place)?.operation.path !== endpoint.operation.path,
	);
	expect(lost.map(({ operation }) => `${operation.method} ${operation.path}`)).toEqual([]);
});

it('never offers two things under one name', () => {
	const places = all.map(({ verb, place }) => `${verb} ${place}`);
	expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
});

it('needs no more than two parents', () => {
	expect(Math.max(...all.map(({ parents }) => parents.length))).toBe(2);
});

it('takes the name of a resource for its shortest path', () => {
	expect(findEndpoint('create', 'supplier_emails')?.operation.path).toBe(
		'/supplier_contacts/{supplierContactId}/supplier_emails',
	);
	expect(findEndpoint('create', '/customer_contacts')?.operation.path).toBe(
		'/customers/{customerId}/customer_contacts',
	);
	expect(findEndpoint('create', 'customer_views')).toBeUndefined();
});

it('fills IDs in, outermost first', () => {
	expect(pathOf(findEndpoint('get', 'customers/{customerId}/customer_contacts')!, ['3', '4'])).toBe(
		'/customers/3/customer_contacts/4',
	);
});

it('tells enquiries from what changes data', () => {
	const reading = all
		.filter((endpoint) => endpoint.verb === 'action' && changesNothing(endpoint.operation))
		.map(({ place }) => place);
	expect(reading).toEqual(
		expect.arrayContaining([
			'POST sop_orders_new',
			'POST customer_price_enquiry',
			'POST product_search',
			'POST transaction_date_validation',
		]),
	);
	expect(reading).not.toEqual(expect.arrayContaining(['PUT sop_orders_new/{Id}']));
	expect(reading.filter((place) => /duplicate|confirm|transfer|stocktake/.test(place))).toEqual([]);
});

it('asks for what only the user can know', () => {
	expect(requiredFields(findEndpoint('create', 'sop_orders')!)).toContain('customer_id');
	expect(requiredFields(findEndpoint('create', 'sop_orders')!)).not.toContain('document_no');
});

it('asks for as many parents as the path runs through, and for the record of an action on one', () => {
	const shows = (property: INodeProperties, place: string) =>
		NodeHelpers.displayParameter(
			{ recordType: { __rl: true, mode: 'list', value: place } },
			property,
			null,
			null,
		);
	const asked = (place: string) => PARENTS.filter((parent) => shows(parent, place)).length;
	expect(
		all.filter(({ place, parents }) => asked(place) !== parents.length).map(({ place }) => place),
	).toEqual([]);
	const actions = all.filter(({ verb }) => verb === 'action');
	expect(
		actions
			.filter(({ place, single }) => shows(ACTED_ON, place) !== single)
			.map(({ place }) => place),
	).toEqual([]);
});
