/** The names of fields are types: a misspelt one does not compile (`tsc -p test`, part of `npm run lint`). */
import { defineIdentity } from '../../nodes/Sage200/core/identity';
import { defineSubject } from '../../nodes/Sage200/core/operations/subject';
import { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import { committedFieldNames, generatedFieldNames } from '../support/generatedFieldNames.js';

it('are those of the committed catalog', () => {
	expect(committedFieldNames()).toBe(generatedFieldNames());
});

it('refuse what Sage does not have', () => {
	const identity = defineIdentity({
		resource: 'customers',
		parameter: 'customer',
		label: 'Customer',
		// @ts-expect-error customers have a reference
		keys: [{ field: 'referense', label: 'By Reference', placeholder: '' }],
		// @ts-expect-error customers have a name
		shown: ['nmae'],
	});
	const subject = defineSubject({
		singular: 'Customer',
		plural: 'Customers',
		resource: 'customers',
		schema: 'customer',
		identity,
		// @ts-expect-error customers have a credit limit
		fields: ['credit_limits'],
		// @ts-expect-error addresses have a postcode
		groups: { main_address: ['postcod'] },
		simple: ['id', 'reference'],
	});
	const lookups = new Lookups({} as never);
	const read = async () =>
		// @ts-expect-error products have a code
		await lookups.byKeys({ resource: 'products', field: 'code', select: ['cod'] }, []);
	expect([subject.schema, typeof read]).toEqual(['customer', 'function']);
});
