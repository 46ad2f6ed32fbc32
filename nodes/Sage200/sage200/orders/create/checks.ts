/** What Sage would refuse in an order, told by its field. What is not known is not refused. */
import type { SageRecord } from '../../protocol/api';
import type { Problem } from '../../protocol/failures';

import { LINE_TYPES } from '../../lines/orderLines';

export interface OrderFacts {
	body: SageRecord;
	/** `Line 3` for each line of the body. */
	labels: string[];
	customer?: SageRecord;
	permissions: SageRecord;
}

const PRICE_FIELDS = [
	'selling_unit_price',
	'unit_discount_percent',
	'unit_discount_value',
	'discounted_unit_price',
];

/** Whether an order asks for anything that needs a permission: only then are permissions worth a call. */
export function needsPermission({
	body,
	customer,
}: Pick<OrderFacts, 'body' | 'customer'>): boolean {
	return (
		body.override_on_hold === true ||
		(customer !== undefined && isOnHold(customer)) ||
		linesWith(body, PRICE_FIELDS).length > 0 ||
		linesWith(body, ['cost_price']).length > 0
	);
}

/** The customer's account and what the user may do (api.md §f, §k 5). */
export function checkPermitted(
	{ body, labels, customer, permissions }: OrderFacts,
	problems: Problem[],
): void {
	const lacks = (permission: string) => permissions[permission] === false;
	if (body.override_on_hold === true && lacks('override_credit_holds')) {
		problems.push({
			field: 'Override on Hold',
			message: 'the Sage 200 user has no permission to override accounts on hold',
			remedy: 'Have the permission granted in Sage 200, or leave it off.',
		});
	} else if (customer && isOnHold(customer) && body.override_on_hold !== true) {
		const remedy = lacks('override_credit_holds')
			? 'Release the account in Sage 200; the user has no permission to override it.'
			: 'Release the account in Sage 200, or set Override on Hold.';
		problems.push({
			field: 'Customer',
			message: `account ${String(customer.reference)} is on hold`,
			remedy,
		});
	}
	const remedy = 'Have the permission granted in Sage 200, or let it work out the value.';
	for (const at of lacks('override_prices_discounts') ? linesWith(body, PRICE_FIELDS) : []) {
		problems.push({
			field: `${labels[at]}: Unit Price`,
			message: 'the Sage 200 user has no permission to set prices and discounts',
			remedy,
		});
	}
	for (const at of lacks('override_cost_price') ? linesWith(body, ['cost_price']) : []) {
		problems.push({
			field: `${labels[at]}: Cost Price`,
			message: 'the Sage 200 user has no permission to set cost prices',
			remedy,
		});
	}
}

/**
 * What the site's settings rule out.
 * @param notes gets what the settings make Sage ignore (api.md §n)
 */
export function checkSettings(
	body: SageRecord,
	settings: SageRecord,
	problems: Problem[],
	notes: string[],
): void {
	const numbered = body.document_no !== undefined;
	if (settings.auto_generate_order_return_numbers === true && numbered)
		notes.push(
			`Document Number ${String(body.document_no)} is ignored: the site numbers orders itself`,
		);
	if (settings.auto_generate_order_return_numbers === false && !numbered) {
		problems.push({
			field: 'Document Number',
			message: 'is empty, but the site does not number orders itself',
			remedy: 'Give a number, or switch on automatic numbers in SOP Settings.',
		});
	}
	if (settings.allow_payment_with_order === false && body.payment_with_order === true) {
		problems.push({
			field: 'Payment Method',
			message: 'the site does not take payments with orders',
			remedy: 'Switch them on in the settings of sales order processing.',
		});
	}
	if (settings.allow_cash_orders === false && body.customer_type === 'EnumCustomerTypeCash') {
		problems.push({
			field: 'Customer Type',
			message: 'the site does not take cash orders',
			remedy: 'Leave it out, or allow cash orders in SOP Settings.',
		});
	}
}

/** Products that cannot be ordered, whatever the order says. */
export function checkProducts(
	products: Array<SageRecord | undefined>,
	labels: string[],
	problems: Problem[],
): void {
	products.forEach((product, at) => {
		const field = `${labels[at]}: Product`;
		if (product?.allow_sales_order === false)
			problems.push({
				field,
				message: `product ${String(product.code)} is not for sale in sales orders`,
				remedy: 'Allow it in its record in Sage 200, or leave the line out.',
			});
		if (isInactive(product?.product_status_type))
			problems.push({
				field,
				message: `product ${String(product?.code)} is inactive`,
				remedy: 'Make it active in Sage 200, or leave the line out.',
			});
	});
}

/** The account will owe more than its limit; what Sage does then depends on its settings. A limit of 0 means none. */
export function creditWarning(customer: SageRecord, total: number): string | undefined {
	const limit = Number(customer.credit_limit ?? 0);
	const due =
		Number(customer.balance ?? 0) + Number(customer.value_of_current_orders_in_sop ?? 0) + total;
	if (limit === 0 || due <= limit) return undefined;
	return `Account ${String(customer.reference)} will owe ${due.toFixed(2)}, more than its credit limit of ${limit.toFixed(2)}`;
}

/** On hold, or closed: Sage takes no order for either. Other states of an account are not known to matter. */
function isOnHold({ on_hold, account_status_type }: SageRecord): boolean {
	return on_hold === true || /hold|closed/i.test(String(account_status_type ?? ''));
}

/** Sage writes `EnumStockItemStatusTypeActive`; every other status it has keeps a product from being ordered. */
function isInactive(status: unknown): boolean {
	return typeof status === 'string' && status !== '' && !/TypeActive$/.test(status);
}

/** Places of the product lines that set one of the fields. Free text and charges need no permission for their prices. */
function linesWith({ lines }: SageRecord, fields: string[]): number[] {
	return ((lines as SageRecord[] | undefined) ?? []).flatMap((line, at) =>
		line.line_type === LINE_TYPES.standard && fields.some((field) => line[field] !== undefined)
			? [at]
			: [],
	);
}
