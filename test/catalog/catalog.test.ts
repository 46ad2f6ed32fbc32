import {
	allOperations,
	findOperation,
	findResource,
	resourceNames,
	schema,
} from '../../nodes/Sage200/catalog';
import { labelOf, singularLabelOf } from '../../nodes/Sage200/catalog/labels';
import { committedFacts, generatedCatalog } from '../support/generatedCatalog.js';

describe('the catalog', () => {
	it('has every operation of the OpenAPI files and of the additions', () => {
		const operations = allOperations();
		expect(
			operations.filter(
				({ confidence, since }) => confidence === 'established' || since !== undefined,
			).length,
		).toBeGreaterThan(300);
		expect(operations).toHaveLength(731);
		expect(operations.filter(({ method }) => method === 'UNKNOWN').map(({ path }) => path)).toEqual(
			['/sop_orders_status', '/sop_returns_status'],
		);
		expect(resourceNames().length).toBeGreaterThanOrEqual(340);
	});

	it('knows types, limits, marks and references', () => {
		const order = schema('sop_order').fields;
		expect(order.get('customer_document_no')).toMatchObject({ type: 'string', maxLength: 30 });
		expect(order.get('exchange_rate')).toMatchObject({ type: 'decimal', decimals: 6 });
		expect(order.get('customer_id')).toMatchObject({ required: true, refers: 'customers' });
		expect(order.get('total_gross_value')?.readOnly).toBe(true);
		expect(order.get('lines')).toMatchObject({ type: 'list', schema: 'sop_order_line' });
		expect(
			schema('sop_order_line').fields.get('traceable_adjustment_items')?.professionalOnly,
		).toBe(true);
		expect(schema('warehouse_holding').stamped).toBe(true);
		expect(schema('sop_return').fields.has('spare_bool_5')).toBe(true);
	});

	it('finds operations of paths with ids', () => {
		expect(findOperation('PUT', '/sop_orders/12')?.path).toBe('/sop_orders/{Id}');
		expect(findOperation('GET', '/customers/3/customer_contacts/4')?.path).toBe(
			'/customers/{customerId}/customer_contacts/{Id}',
		);
		expect(findOperation('PATCH', '/sop_orders/12')).toBeUndefined();
		expect(findResource('constructor')).toBeUndefined();
	});

	it('carries none of the prose: every fact is a few words of its notation', () => {
		const facts = committedFacts();
		expect(facts.length).toBeGreaterThan(5000);
		expect(facts.filter((fact) => fact.split(' ').length > 6 || /[.!?](\s|$)/.test(fact))).toEqual(
			[],
		);
		for (const { path } of allOperations()) expect(path).toMatch(/^[/\w{}]+$/);
	});

	it('makes labels', () => {
		expect(labelOf('customer_document_no')).toBe('Customer Document Number');
		expect(labelOf('sop_order_id')).toBe('SOP Order ID');
		expect(singularLabelOf('country_codes')).toBe('Country Code');
		expect(singularLabelOf('price_bands')).toBe('Price Band');
		expect(singularLabelOf('customer_delivery_addresses')).toBe('Customer Delivery Address');
	});
});

const { source, differences } = generatedCatalog();
// The OpenAPI files are Sage's and not part of this repository.
if (source) {
	it('is, as committed, what the OpenAPI files give today', () =>
		expect(differences()).toEqual([]));
}
