/**
 * Payment with order: a method by id, in full or in part.
 * Fields, and no online cards: api.md j 9. How an amount that does not fit is refused is unknown, the simulator's choice.
 */
import { SageRefusal, type Body } from '../../world.mts';
import { decimal, money } from '../foundation/money.mts';
import { referred, settings } from '../foundation/records.mts';
import type { Entry } from './kind.mts';

/**
 * Checks and completes the payment of an order whose totals are known.
 * @throws SageRefusal
 */
export function applyPayment(entry: Entry, sent: Body): void {
	const { document, call, kind } = entry;
	if (!kind.takesPayment || document.payment_with_order !== true) return;
	if (settings(call.company, 'sop_settings').allow_payment_with_order === false) {
		throw new SageRefusal(
			'Payment with order is not enabled in the sales order processing settings.',
		);
	}
	const method = referred(
		call.company,
		'sop_payment_methods',
		document.payment_method_id,
		'payment method',
	);
	// Card payments are taken on screen; Sage's API does not amend them.
	if (method.card_processing_method === true) {
		throw new SageRefusal('Orders paid by online card cannot be entered or amended here.');
	}
	const gross = decimal(document.total_gross_value);
	const inPart = document.payment_type === 'EnumSOPOrderPaymentTypePart';
	const value = inPart ? decimal(document.payment_value) : gross;
	if (inPart && sent.payment_value === undefined && value.isZero()) {
		throw new SageRefusal('A payment value is required for a part payment.');
	}
	if (value.lt(0) || value.gt(gross)) {
		throw new SageRefusal('The payment value must be between zero and the total of the order.');
	}
	document.payment_type ??= 'EnumSOPOrderPaymentTypeFull';
	document.payment_value = money(value);
	document.payment_declared = 0;
	document.payment_undeclared = money(value);
	document.declared_payment_remaining = 0;
}
