/** Views and lookups, by resource. */
import type { Projections } from '../../world.mts';
import { accountViews } from './accounts.mts';
import { despatchViews } from './despatches.mts';
import { fixedListViews } from './fixed-lists.mts';
import { ledgerViews } from './ledgers.mts';
import { orderViews } from './orders.mts';
import { productViews } from './products.mts';

export const viewProjections: Projections = {
	...accountViews,
	...productViews,
	...orderViews,
	...despatchViews,
	...ledgerViews,
	...fixedListViews,
};
