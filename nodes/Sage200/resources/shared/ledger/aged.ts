/** The date from which the aged lists of both ledgers count: Sage's own query option of these views (api.md §d). */
import type { INodeProperties } from 'n8n-workflow';

import type { Listing } from '../../../core/operations/listing';

const AGE_BY: INodeProperties = {
	displayName: 'Age By',
	name: 'ageBy',
	type: 'options',
	default: '',
	options: [
		{ name: 'As Sage Decides', value: '' },
		{ name: 'Calendar Month', value: 'calendarmonth' },
		{ name: 'Due Date', value: 'duedate' },
		{ name: 'Transaction Date', value: 'transactiondate' },
	],
	description: 'Which date decides how old a debt is',
};

export const ageing: Listing['own'] = {
	properties: [AGE_BY],
	query: (item) => ({ $ageingdatetype: item.text(AGE_BY.name) }),
};
