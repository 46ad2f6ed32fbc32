/** The business rules of the simulated Sage 200, by operation, and what is derived from its tables. */
import type { Expansions, Projections, Rules } from '../world.mts';
import { accountExpansions, accountRules } from './accounts/rules.mts';
import { childProjections, childRules } from './children/rules.mts';
import { despatchRules } from './despatch/rules.mts';
import { ledgerRules } from './ledgers/rules.mts';
import { orderExpansions } from './orders/expansions.mts';
import { orderRules } from './orders/rules.mts';
import { pricingRules } from './pricing/rules.mts';
import { stockExpansions, stockRules } from './stock/rules.mts';
import { viewProjections } from './views/index.mts';

export const rules: Rules = {
	...childRules,
	...orderRules,
	...despatchRules,
	...accountRules,
	...stockRules,
	...pricingRules,
	...ledgerRules,
};

export const projections: Projections = { ...childProjections, ...viewProjections };

export const expansions: Expansions = {
	...orderExpansions,
	...stockExpansions,
	...accountExpansions,
};
