/**
 * Measures what the product promises; one last line of JSON.
 *
 *   npm run bench -- --only orders
 */
import { Command } from 'commander';

import { benchLoading } from './loading.mts';
import { benchOrders } from './orders.mts';
import { benchOrderTime } from './order-time.mts';
import { benchReturnAll } from './return-all.mts';

const benches: Record<string, () => Promise<object>> = {
	loading: benchLoading,
	orders: benchOrders,
	orderTime: benchOrderTime,
	returnAll: benchReturnAll,
};

const { only } = new Command()
	.option('--only <name>', `one of: ${Object.keys(benches).join(', ')}`)
	.parse()
	.opts<{ only?: string }>();
const chosen = only === undefined ? Object.keys(benches) : [only];
const unknown = chosen.find((name) => !(name in benches));
if (unknown) {
	console.error(`There is no bench "${unknown}"; there are: ${Object.keys(benches).join(', ')}`);
	process.exit(2);
}
const figures: object[] = [];
for (const name of chosen) figures.push(await benches[name]());
console.log(JSON.stringify(Object.assign({}, ...figures)));
process.exit(0);
