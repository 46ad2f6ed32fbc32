/** Company: the sites and companies that the login reaches. */
import { LIMIT, limitOf, RETURN_ALL } from '../core/form/rowLimit';
import { recordFields } from '../core/gives';
import { defineResource } from '../core/resource';
import { oneByOne } from '../core/prepared';
import { siteRowsIn, SITES_PATH } from '../sage200/login/sites';

/** The sites and companies that the login reaches: where Site ID and Company ID of the credential come from. */
export const company = defineResource({
	value: 'company',
	name: 'Company',
	operations: [
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many companies',
			description: 'List the sites and companies that the login reaches',
			writes: false,
			withoutCompany: true,
			gives: recordFields('site', [
				'company_id',
				'company_name',
				'site_id',
				'site_name',
				'site_short_name',
			]),
			properties: [RETURN_ALL, LIMIT],
			prepare: oneByOne(async (item) => {
				const reply = await item.run.login.send({ method: 'GET', path: SITES_PATH });
				return siteRowsIn(reply).slice(0, limitOf(item));
			}),
		},
	],
});
