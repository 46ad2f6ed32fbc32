import { defineResource } from '../../core/resource';

import { runAction } from './actions';
import { getManyRecords, getRecord } from './reads';
import { createRecord, deleteRecord, updateRecord, upsertRecord } from './writes';

/** Everything that the catalog has, by one form: the door to what has no door of its own. */
export const record = defineResource({
	value: 'record',
	name: 'Record',
	operations: [
		runAction,
		createRecord,
		deleteRecord,
		getRecord,
		getManyRecords,
		updateRecord,
		upsertRecord,
	],
});
