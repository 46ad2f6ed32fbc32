/** Reads a large collection whole: by Return All, and by an HTTP Request node paging the same endpoint. */
import { connectAdmin } from '../simulator/admin-client.mts';

import { compare, countOf, httpRequest, type Comparison } from './sides.mts';

const CUSTOMERS = 50_000;
const LATENCY_MS = 20;
/** What Sage gives when not asked for more, and so what a workflow's author meets. */
const USUAL_PAGE = 500;

export async function benchReturnAll(): Promise<{ returnAll: Comparison & { rows: number } }> {
	const comparison = await compare({
		name: 'Return All',
		rounds: 3,
		steps: (sage) => ({
			node: [
				{
					name: 'Read',
					type: 'n8n-nodes-sage200.sage200',
					typeVersion: 1,
					parameters: {
						resource: 'customer',
						operation: 'getAll',
						returnAll: true,
						simplify: false,
					},
				},
				countOf('id'),
			],
			httpRequest: [
				httpRequest(sage, 'Read', '/customers', {
					query: { $orderby: 'id asc', $top: String(USUAL_PAGE) },
					options: {
						pagination: {
							pagination: {
								paginationMode: 'updateAParameterInEachRequest',
								parameters: {
									parameters: [
										{ type: 'qs', name: '$skip', value: `={{ $pageCount * ${USUAL_PAGE} }}` },
									],
								},
								paginationCompleteWhen: 'other',
								completeExpression: `={{ $response.body.length < ${USUAL_PAGE} }}`,
								requestInterval: 0,
							},
						},
					},
				}),
				countOf('id'),
			],
		}),
		async prepare({ sage }) {
			const admin = connectAdmin(sage.adminUrl);
			const there = (await admin.rows('customers')).length;
			await admin.bulk({ resource: 'customers', count: CUSTOMERS - there });
			await admin.setLatency({ ms: LATENCY_MS });
		},
		input: () => ({}),
		check({ count_id: rows }) {
			if (rows !== CUSTOMERS)
				throw new Error(`${String(rows)} of ${CUSTOMERS} customers were read`);
		},
	});
	return { returnAll: { rows: CUSTOMERS, ...comparison } };
}
