/** What a customer pays for each of several products. */
import type { INodeProperties } from 'n8n-workflow';

import { isSimplified, OUTPUT_PROPERTIES } from '../../core/form/output';
import { picker } from '../../core/form/picker';
import { recordFields } from '../../core/gives';
import { identify } from '../../core/identity';
import type { Item } from '../../core/item';
import { prepared } from '../../core/prepared';
import { ItemProblems } from '../../core/problems';
import type { Operation } from '../../core/resource';
import { recordIn } from '../../sage200/protocol/answer';
import type { SageRecord } from '../../sage200/protocol/api';
import { joined } from '../../sage200/values/grouping';
import { listIn } from '../../sage200/values/lists';
import { numberIn, QUANTITY as QUANTITY_RULES } from '../../sage200/values/numbers';
import { customerIdentity } from '../customer';
import { PRODUCT_CODES, productsOf } from '../shared/productCodes';

const PRODUCTS: INodeProperties = { ...PRODUCT_CODES, required: true };

const QUANTITY: INodeProperties = {
	displayName: 'Quantity',
	name: 'quantity',
	type: 'number',
	default: 1,
	validateType: 'number',
	description: 'How many selling units of each: discounts may depend on it',
};

const PREVIOUS: INodeProperties = {
	displayName: 'Include Previous Prices',
	name: 'includePreviousPrices',
	type: 'boolean',
	default: false,
	validateType: 'boolean',
	description: 'Whether to return what the customer paid before',
};

/** What a shop needs of a price, in the order in which it is read; the product stands before it, the customer after it. */
const SIMPLE = [
	'unit_price',
	'discounted_unit_price',
	'quantity',
	'selling_unit',
	'total_discount',
	'total_discounted_price',
	'currency_name',
];

/** Sage prices one product a call, so the calls of an item run side by side; the transport limits how many at once. */
export const enquirePrices: Operation = {
	value: 'enquire',
	name: 'Enquire',
	action: 'Enquire prices for customer',
	description: 'Work out what a customer pays for products, with all bands and discounts',
	writes: false,
	gives: {
		product_code: 'string',
		product_name: 'string',
		...recordFields('customer_price_enquiry', SIMPLE),
		customer_reference: 'string',
	},
	properties: [picker(customerIdentity), PRODUCTS, QUANTITY, PREVIOUS, ...OUTPUT_PROPERTIES],
	async prepare(items) {
		const problems = new ItemProblems(items);
		const customers = await identify(items, customerIdentity, { select: ['id', 'reference'] });
		problems.add(customers.refused);
		const products = await productsOf(items, problems);
		const quantities = quantitiesOf(items, problems);
		const answers: Answers = new Map();
		return prepared({
			refused: problems.refused,
			jobs: joined({ customer: customers.records, named: products, quantity: quantities }),
			execute: async ({ customer, named, quantity }, item) =>
				await Promise.all(
					named.map(
						async (product) => await enquire(item, customer, { product, quantity }, answers),
					),
				),
		});
	},
};

function quantitiesOf(items: Item[], problems: ItemProblems): Map<Item, number> {
	return new Map(
		items.flatMap((item) => {
			const quantity = quantityOf(item, problems);
			return quantity === undefined ? [] : [[item, quantity] as const];
		}),
	);
}

function quantityOf(item: Item, problems: ItemProblems): number | undefined {
	if (listIn(item.parameter(PRODUCTS.name, '')).length === 0)
		problems.of(item).push({
			field: PRODUCTS.displayName,
			message: 'is empty',
			remedy: 'Give at least one product code.',
		});
	return numberIn(
		item.parameter(QUANTITY.name, 1),
		QUANTITY_RULES,
		QUANTITY.displayName,
		problems.of(item),
	);
}

/** What Sage was asked, and its answer: the same question of several items is asked once. */
type Answers = Map<string, Promise<SageRecord>>;

async function enquire(
	item: Item,
	customer: SageRecord,
	{ product, quantity }: { product: SageRecord; quantity: number },
	answers: Answers,
): Promise<SageRecord> {
	const previous = item.parameter(PREVIOUS.name, false);
	const body = {
		customer_id: customer.id,
		product_id: product.id,
		quantity,
		...(previous ? { include_previous_prices: true } : {}),
	};
	const question = `${item.company.api.scope} ${JSON.stringify(body)}`;
	const answer = answers.get(question) ?? ask(item, body);
	answers.set(question, answer);
	const reply = await answer;
	const shown = [...SIMPLE, ...(previous ? ['previous_prices'] : [])];
	const price = isSimplified(item)
		? Object.fromEntries(shown.map((name) => [name, reply[name]]))
		: reply;
	return {
		product_code: product.code,
		product_name: product.name,
		...price,
		customer_reference: customer.reference,
	};
}

async function ask(item: Item, body: object): Promise<SageRecord> {
	const request = { method: 'POST', path: '/customer_price_enquiry', body } as const;
	return recordIn(await item.company.api.send(request), request);
}
