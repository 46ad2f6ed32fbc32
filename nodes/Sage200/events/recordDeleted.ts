/** Records that are gone. */
import type { NumberProperty } from '../core/checkedNumber';
import type { TriggerEvent } from '../polling/event';
import { deletionsMachine } from '../trigger/deletions';

import { followedCollection, RECORD_TYPE } from './shared/recordType';

const EVERY: NumberProperty = {
	displayName: 'Compare Every (Hours)',
	name: 'compareEvery',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 168 },
	default: 24,
	validateType: 'number',
	description:
		'Sage 200 does not report deletions, so all IDs are read and compared this often: one call for each 1,000 records',
};

export const recordDeleted: TriggerEvent = {
	value: 'recordDeleted',
	name: 'Record Deleted',
	description: 'A record is gone. Costs a read of all IDs; up to 20,000 records.',
	properties: [RECORD_TYPE, EVERY],
	machine: (parameters) => {
		const { resource, key } = followedCollection(parameters);
		return deletionsMachine({ path: `/${resource}`, key, every: parameters.number(EVERY) });
	},
	scope: (parameters) => [followedCollection(parameters).resource],
};
