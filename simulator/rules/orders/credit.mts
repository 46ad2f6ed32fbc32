/** Accounts on hold and credit limits (api.md §f: `override_on_hold` with the permission saves all the same). */
import { SageRefusal, type Body, type Call } from '../../world.mts';
import { decimal, money, sum } from '../foundation/money.mts';
import { textOf } from '../foundation/read.mts';
import { may } from '../foundation/permissions.mts';
import { simulatorSettings } from '../foundation/simulator-settings.mts';
import type { Entry } from './kind.mts';

/**
 * Refuses to enter anything for an account on hold, unless the user overrides it.
 * @throws SageRefusal
 */
export function checkHold({ kind, call, trader }: Entry, body: Body): void {
	if (!kind.checksCredit) return;
	const held = trader.on_hold === true || trader.account_status_type === 'AccountStatusOnHold';
	if (held && !mayOverride(call, body)) {
		throw new SageRefusal(`The account '${textOf(trader.reference)}' is on hold.`);
	}
}

/**
 * Checks the customer and sets the document's credit flag and status.
 * @throws SageRefusal
 */
export function checkCredit(entry: Entry, body: Body): void {
	if (!entry.kind.checksCredit) return;
	checkHold(entry, body);
	const { call, trader, document } = entry;
	const exceeded = exceedsLimit(entry);
	document.is_credit_limit_exceeded = exceeded;
	if (!exceeded || mayOverride(call, body)) return;
	const policy = simulatorSettings(call.company).over_credit_limit;
	if (policy === 'refuse') {
		throw new SageRefusal(
			`The order takes the account '${textOf(trader.reference)}' over its credit limit.`,
		);
	}
	if (policy === 'hold') document.document_status = 'EnumDocumentStatusOnHold';
}

/** Keeps the customer's value of orders that are still to be invoiced; it moves no stamp of the customer. */
export function recountOrders(entry: Entry): void {
	if (!entry.kind.checksCredit) return;
	entry.trader.value_of_current_orders_in_sop = money(openOrders(entry));
}

function mayOverride(call: Call, body: Body): boolean {
	if (body.override_on_hold !== true) return false;
	if (may(call, 'override_credit_holds')) return true;
	throw new SageRefusal('The user does not have permission to override accounts that are on hold.');
}

/** A limit of 0 means that the customer has none. */
function exceedsLimit(entry: Entry): boolean {
	const limit = decimal(entry.trader.credit_limit);
	if (limit.isZero()) return false;
	const paid =
		entry.document.payment_with_order === true ? decimal(entry.document.payment_value) : decimal(0);
	const due = decimal(entry.trader.balance)
		.plus(openOrders(entry, entry.document.id))
		.plus(decimal(entry.document.total_gross_value))
		.minus(paid);
	return due.gt(limit);
}

function openOrders(entry: Entry, except?: unknown) {
	const { kind, call, trader } = entry;
	const open = call.company
		.table(kind.resource)
		.where(kind.trader.key, trader.id)
		.filter(
			(order) =>
				order.id !== except && order.invoice_credit_status !== 'EnumDocumentProcessStatusFull',
		);
	return sum(open, 'total_gross_value');
}
