/**
 * What the call's user may do in sales orders: Sage keeps it in sop_user_permissions (the schema; api.md k 5).
 * The words of a refusal are the simulator's choice.
 */
import { SageRefusal, type Call } from '../../world.mts';
import { first } from './records.mts';

export type Permission =
	| 'override_credit_holds'
	| 'override_prices_discounts'
	| 'override_fulfilment_method'
	| 'override_confirmation_method'
	| 'override_cost_price';

/** Whether the user has a permission. */
export function may(call: Call, permission: Permission): boolean {
	const own = first(call.company.table('sop_user_permissions').where('user_number', call.user.id));
	return own?.[permission] === true;
}

/** Refuses the call if its user lacks a permission. */
export function demand(call: Call, permission: Permission, action: string): void {
	if (!may(call, permission)) {
		throw new SageRefusal(`The user does not have permission to ${action}.`);
	}
}
