/** Fills a company of the simulator with the books of a small UK wholesaler. The same seed gives the same books. */
import type { Company, SeedOptions } from '../world.mts';
import { seedCustomers, seedSuppliers } from './accounts.mts';
import { seedEnums } from './enums.mts';
import { seedFinance } from './finance.mts';
import { seedGenericRows } from './generic-rows.mts';
import { seedHistory } from './history.mts';
import { seedPriceBands, seedProducts } from './products.mts';
import { seedSettings } from './settings.mts';
import { seedCreditLists, seedTrading } from './trading.mts';

export { COMPANIES, type SeededCompany } from './companies.mts';

/** How large the sample company is unless asked otherwise. */
export const DEFAULT_SIZE = { seed: 1, customers: 240, products: 320 };

/** Seeds one empty company. */
export function seedCompany(company: Company, options: SeedOptions): void {
	seedEnums(company);
	seedFinance(company, options);
	seedSettings(company, options);
	seedCreditLists(company);
	seedPriceBands(company);
	seedCustomers(company, options);
	seedSuppliers(company, options);
	seedProducts(company, options);
	seedTrading(company);
	seedHistory(company, options);
	seedGenericRows(company, options);
}
