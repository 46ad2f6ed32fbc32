/** Placeholders name what the demo has, so that whoever types one finds something. */
import { resources } from '../../nodes/Sage200/resources';
import { RECORD_TYPE } from '../../nodes/Sage200/events/shared/recordType';
import { followedTypes } from '../../nodes/Sage200/methods/followedTypes';
import { credential, listContext } from '../support/engine';
import { startSimulator, type Simulator } from '../support/simulator';

let sage: Simulator;

beforeAll(async () => (sage = await startSimulator()));
afterAll(async () => await sage.stop());

/** Keys that a person makes up. */
const OWN = /_document_no$/;
/** The simulator keeps contacts with their customers, and begins without returns. */
const UNLISTED = ['customer_contacts', 'sop_returns'];

const keys = resources.flatMap(({ value, identity }) =>
	(identity?.keys ?? [])
		.filter(({ field }) => !OWN.test(field) && !UNLISTED.includes(identity?.resource ?? ''))
		.map(({ field, placeholder }) => ({ value, list: identity!.resource, field, placeholder })),
);

it.each(keys)('$value: $placeholder', async ({ list, field, placeholder }) => {
	const [, given] = /^e\.g\. ([^,]+)/.exec(placeholder) ?? [];
	expect(await sage.admin.rows(list, { [field]: given })).not.toEqual([]);
});

const named = resources.flatMap(({ value, identity, operations }) =>
	operations
		.filter((operation) => ['create', 'upsert'].includes(operation.value))
		.flatMap(({ properties }) => properties)
		.filter(({ name, required }) => name === 'name' && required)
		.map(({ placeholder = '' }) => ({ value, list: identity!.resource, placeholder })),
);

it.each(named)('$value: name, $placeholder', async ({ list, placeholder }) => {
	const [, given] = /^e\.g\. (.+)/.exec(placeholder) ?? [];
	expect(await sage.admin.rows(list, { name: given })).not.toEqual([]);
});

it('IDs are those of a customer', async () => {
	expect(await sage.admin.rows('customers', { id: '20756' })).toHaveLength(1);
});

it('the trigger begins with a kind of record by the name that its list has for it', async () => {
	const { results } = await followedTypes.call(listContext(credential({}), {}), '');
	const { value, cachedResultName } = RECORD_TYPE.default as Record<string, string>;
	expect(results.find((each) => each.value === value)?.name).toBe(cachedResultName);
});
