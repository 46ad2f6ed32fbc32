/** API Request: what is wrong with one item is told of that item. */
import { runNode } from '../support/engine';
import { SageServer } from '../support/sageServer';

const sage = new SageServer();
beforeAll(async () => await sage.start());
afterAll(async () => await sage.stop());
beforeEach(() => sage.clear());

it.each(['GET', 'DELETE'])(
	'a %s with a site that no header can hold fails alone',
	async (method) => {
		sage.paths = { '*': { id: 7 } };
		const { json } = await runNode(
			sage.connected(),
			{
				resource: 'apiRequest',
				operation: 'send',
				options: { retries: 0 },
				method,
				path: '/customers/7',
				tenancy: { siteId: '={{ $json.site }}' },
			},
			{ items: [{ site: 'site-1' }, { site: 'sité' }], onError: 'continueRegularOutput' },
		);
		expect(json[0].error).toBeUndefined();
		expect(json[1].error).toMatch(/plain letters/);
	},
);
