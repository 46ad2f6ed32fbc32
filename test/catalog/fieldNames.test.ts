/** The names of fields are types: a misspelt one does not compile (`tsc -p test`, part of `npm run lint`). */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { defineIdentity } from '../../nodes/Sage200/core/identity';
import { defineSubject } from '../../nodes/Sage200/core/operations/subject';
import { Lookups } from '../../nodes/Sage200/sage200/lookups/lookups';
import { generatedFieldNames } from '../support/generatedFieldNames.js';

const FILE = join(resolve(__dirname, '../..'), 'nodes/Sage200/catalog/fieldNames.ts');

it('are those of the committed catalog', () => {
	expect(readFileSync(FILE, 'utf8')).toBe(generatedFieldNames());
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
