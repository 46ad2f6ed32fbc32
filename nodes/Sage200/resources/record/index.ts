/** Record: any kind of record that the API has, by the catalog. */
import { defineResource } from '../../core/resource';

import { runAction } from './actions';
import { getManyRecords, getRecord } from './reads';
import { createRecord, deleteRecord, updateRecord, upsertRecord } from './writes';

/** Record: reads and writes every resource that the catalog has by one form. */
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
