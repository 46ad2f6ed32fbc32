/** What resolving orders costs in calls, and accounts shared by orders and executions. */
import type { SageRecord } from '../../../nodes/Sage200/sage200/protocol/api';
import { Accounts } from '../../../nodes/Sage200/sage200/orders/create/accounts';
import { Lookups } from '../../../nodes/Sage200/sage200/lookups/lookups';
import { KeyRegister } from '../../../nodes/Sage200/sage200/push/register';
import { OrderFinaliser } from '../../../nodes/Sage200/sage200/orders/create/finalise';
import { salesOrders } from '../../../nodes/Sage200/sage200/push/salesDocuments';
import { readLines } from '../../../nodes/Sage200/sage200/lines/orderLines';
import { planOrders } from '../../../nodes/Sage200/sage200/orders/create/plan';
import type { OrderRequest } from '../../../nodes/Sage200/sage200/orders/create/request';
import { STRICT } from '../../../nodes/Sage200/sage200/values/convert';
import { MemorySage } from '../../support/memorySage';

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

const TABLES: Record<string, SageRecord[]> = {
	customers: range(30).map((at) => ({ id: at + 1, reference: `CUST${at}` })),
	products: range(50).map((at) => ({ id: at + 1, code: `PRODUCT${at}` })),
	sop_settings: [{ are_prices_tax_inclusive: false }],
	tax_codes: [{ id: 1, code: 1, tax_rate: 20, terms: 'EcTermsNotApplicable' }],
	warehouses: [{ id: 1, name: 'HOME' }],
	country_codes: [{ id: 13, code: 'GB', eu_member: false }],
	current_user_sop_user_permissions: [{ id: 1, override_prices_discounts: true }],
};

function request(overrides: Partial<OrderRequest> & { rows: unknown[] }): OrderRequest {
	const problems: OrderRequest['problems'] = [];
	const lines = readLines(overrides.rows, problems);
	return {
		clues: [],
		header: {},
		key: { customer_document_no: 'K' },
		analysisCodes: {},
		unknownProduct: 'fail',
		prices: {
			use: 'shop',
			comparison: { tolerancePence: 1, ifDiffers: 'fail' },
			taxInclusive: false,
		},
		rules: STRICT,
		problems,
		lines,
		...overrides,
	};
}

it('costs at most 0.2 calls an order besides the post: 100 orders of 4 lines, 30 customers, 50 products', async () => {
	const sage = new MemorySage(TABLES);
	const finaliser = new OrderFinaliser(sage, new Lookups(sage));
	const requests = range(100).map((order) =>
		request({
			clues: [{ rule: 'reference', value: `cust${order % 30}` }],
			key: { customer_document_no: `WEB-${10_000 + order}` },
			header: { delivery_address: { country_code_id: 'GB' } },
			rows: range(4).map((line) => ({
				code: `product${(order * 4 + line) % 50}`,
				quantity: 1,
				unitPrice: 5,
				taxRate: 20,
				taxCountry: 'GB',
				warehouse: 'home',
			})),
		}),
	);
	const plans = await planOrders(finaliser.lookups, requests);
	expect(requests.flatMap(({ problems }) => problems)).toEqual([]);
	await Promise.all(
		[...plans.values()].map(async (plan) => await finaliser.check(plan, plan.request.problems)),
	);
	await salesOrders(sage, 'customer_document_no').find(
		requests.map(({ key }) => String(key.customer_document_no)),
	);
	expect(requests.flatMap(({ problems }) => problems)).toEqual([]);
	expect(sage.calls.length).toBeLessThanOrEqual(20);
	const filters = sage.calls.map(
		({ path, query }) => `${path}?${encodeURIComponent(String(query?.$filter ?? ''))}`.length,
	);
	expect(Math.max(...filters)).toBeLessThan(1700);
});

it('makes one account for two orders, and for two executions at the same moment', async () => {
	const customers: SageRecord[] = [];
	const tables = {
		customers,
		customer_emails: [] as SageRecord[],
		customer_contacts: [] as SageRecord[],
	};
	const sage = new MemorySage(tables, ({ body }) => {
		const id = customers.length + 1;
		const made = { ...(body as SageRecord), id };
		customers.push(made);
		tables.customer_contacts.push({ id, customer_id: id });
		tables.customer_emails.push({ id, email: 'ann@x.example', customer_contact_id: id });
		return made;
	});
	const account = {
		details: { name: 'Ann', email: 'ann@x.example', address: {}, fields: {} },
		create: true,
		mask: 'AAANNN',
		overwrite: [],
		keepAddress: false,
	};
	const wanted = () =>
		request({
			clues: [{ rule: 'email', value: 'ann@x.example' }],
			account,
			rows: [{ type: 'comment', description: 'x' }],
		});
	const register = new KeyRegister();
	const execution = async () => {
		const plans = [...(await planOrders(new Lookups(sage), [wanted(), wanted()])).values()];
		const accounts = new Accounts(sage, register);
		return await Promise.all(plans.map(async (plan) => await accounts.settle(plan)));
	};
	const settled = (await Promise.all([execution(), execution()])).flat();
	expect(customers).toHaveLength(1);
	expect(settled.map(({ outcome }) => outcome).sort()).toEqual([
		'created',
		'matched',
		'matched',
		'matched',
	]);
	expect(customers[0]).toMatchObject({
		reference: 'ANN001',
		contacts: [{ last_name: 'Ann', emails: [{ email: 'ann@x.example' }] }],
	});
});
