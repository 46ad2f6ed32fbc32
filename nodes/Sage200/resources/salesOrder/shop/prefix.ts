/** The prefix of a shop's order keys. n8n cannot ask for it, because an expression may decide whether the field is shown. */
import type { Item } from '../../../core/item';
import type { Problem } from '../../../sage200/protocol/failures';

import { SHOP_PREFIX } from './form';

/** The prefix; that it is missing is added to `problems`. */
export function shopPrefixOf(item: Item, problems: Problem[]): string {
	const prefix = item.text(SHOP_PREFIX.name);
	if (prefix === '')
		problems.push({
			field: SHOP_PREFIX.displayName,
			message: 'is empty',
			remedy: 'Give letters of this shop, such as WEB-: two shops may number their orders alike.',
		});
	return prefix;
}
