/** The prefix of a shop's order keys. n8n cannot ask for it, because an expression may decide whether the field is shown. */
import type { Item } from '../../../core/item';
import type { Problem } from '../../../sage200/protocol/failures';

import { SHOP_PREFIX } from './form';

/**
 * The prefix; that it is missing is added to `problems`.
 * @param label as the form has it
 */
export function shopPrefixOf(
	item: Item,
	problems: Problem[],
	label = SHOP_PREFIX.displayName,
): string {
	const prefix = item.text(SHOP_PREFIX.name);
	if (prefix === '')
		problems.push({
			field: label,
			message: 'is empty',
			remedy: 'Give letters of this shop, such as WEB-: two shops may number their orders alike.',
		});
	return prefix;
}
