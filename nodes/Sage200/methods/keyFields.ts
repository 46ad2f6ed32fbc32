/** Fields that can keep the keys of sales documents, with the names that the site gave its analysis codes. */
import { KEY_FIELDS } from '../core/push/keyPlace';

import { openCompany, withNodeErrors } from './context';
import { slotLabel, slotNames } from './slotNames';

export const keyFields = withNodeErrors(async (context) => {
	const names = await slotNames(await openCompany(context), 'sop_order');
	return KEY_FIELDS.map(({ name, value }) => {
		const own = slotLabel(names.get(value));
		return { name: own === undefined ? name : `${name}: ${own}`, value };
	});
});
